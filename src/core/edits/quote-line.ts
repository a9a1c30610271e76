/** A line as an answer to the model shows it. `column`: what must be seen of a long one. */
export function quote(line: string, column = 0): string {
  const from = column > 120 ? column - 40 : 0;
  return `\`${from > 0 ? '…' : ''}${clip(line.slice(from))}\``;
}

/** The start of a line, or all of it. */
export function clip(line: string): string {
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

import { createWriteStream, type WriteStream } from 'node:fs';

export interface OutputLog {
  append(text: string): void;
  /** What came since the last look: all of it, or head and tail with the whole in the spool file. */
  look(maxCharacters: number): Promise<{
    readonly output: string;
    readonly omitted?: { readonly characters: number; readonly file: string };
  }>;
  close(): void;
}

/** A look never shows more than twice this. */
const edge = 160_000;
/** Characters kept in memory until the spool file is opened. */
const memoryMost = 1_000_000;
/** Characters of one command's spool file; what comes after is counted, not kept. */
const spoolMost = 64_000_000;

/** `file` is where the spool goes on the disk, `name` what the model reads it by. */
export function createOutputLog(spool: {
  readonly file: string;
  readonly name: string;
}): OutputLog {
  let kept: string[] = [];
  let keptLength = 0;
  let spooled = 0;
  let stream: WriteStream | undefined;
  let broken = false;
  let head = '';
  let tail = '';
  let pending = 0;

  const write = (text: string) => {
    if (!stream || broken || spooled > spoolMost) return;
    spooled += text.length;
    stream.write(spooled > spoolMost ? `${text}\n[the rest was not kept]\n` : text);
  };
  const startSpool = () => {
    if (stream) return;
    stream = createWriteStream(spool.file, { flags: 'w', mode: 0o600 });
    // A full disk must not end the command; head and tail still reach the model.
    stream.on('error', () => (broken = true));
    for (const text of kept) write(text);
    kept = [];
  };

  return {
    append(text) {
      if (text === '') return;
      if (stream) {
        write(text);
      } else {
        kept.push(text);
        keptLength += text.length;
        if (keptLength > memoryMost) startSpool();
      }
      pending += text.length;
      const room = Math.max(0, edge - head.length);
      head += text.slice(0, room);
      tail += text.slice(room);
      // Trimmed now and then rather than at every chunk.
      if (tail.length > 4 * edge) tail = tail.slice(-edge);
    },
    async look(maxCharacters) {
      const total = pending;
      const [first, last] = [head, tail];
      head = '';
      tail = '';
      pending = 0;
      if (total <= maxCharacters && total <= first.length + last.length) {
        return { output: collapseReturns(first + last) };
      }
      startSpool();
      await flush(stream, () => broken);
      const half = Math.floor(Math.min(maxCharacters, edge) / 2);
      const end = (first + last).slice(-half);
      const characters = total - half - end.length;
      const output = `${first.slice(0, half)}\n[… ${characters} characters …]\n${end}`;
      return {
        output: collapseReturns(output),
        ...(broken ? {} : { omitted: { characters, file: spool.name } }),
      };
    },
    close() {
      stream?.end();
    },
  };
}

/** Resolves when everything written so far has reached the file. */
function flush(stream: WriteStream | undefined, broken: () => boolean): Promise<void> {
  if (!stream || broken()) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

/** A progress bar that draws over itself shows its last state only. */
function collapseReturns(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1).replace(/\r+$/, ''))
    .join('\n');
}

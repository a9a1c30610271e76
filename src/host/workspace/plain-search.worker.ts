import { parentPort } from 'node:worker_threads';

/** Asked with one text at a time, so that a pattern that never ends can be ended with the thread. */
export interface PlainSearchQuestion {
  readonly id: number;
  readonly text: string;
  readonly source: string;
  readonly flags: string;
  readonly most: number;
}
export interface PlainSearchAnswer {
  readonly id: number;
  /** 0-based line numbers with the character offset of the first match in each. */
  readonly found: readonly (readonly [line: number, offset: number])[];
}

parentPort?.on('message', (question: PlainSearchQuestion) => {
  const { id, text, source, flags, most } = question;
  const pattern = new RegExp(source, flags);
  const found: [number, number][] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (found.length >= most) break;
    const offset = line.search(pattern);
    if (offset >= 0) found.push([index, offset]);
  }
  const answer: PlainSearchAnswer = { id, found };
  parentPort?.postMessage(answer);
});

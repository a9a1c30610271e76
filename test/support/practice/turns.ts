/** Short ways to write a script down. */

import { listScript, type Expectation, type PracticeItem, type Script } from './script.ts';

/** A script of one final answer after another, one for each message. */
export function answers(...texts: readonly string[]): Script {
  return turns(...texts.map((text) => ({ items: [says(text)] })));
}

/** Turns, each with what the outputs of the turn before must look like. */
export function turns(
  ...list: readonly { readonly expect?: Expectation; readonly items: readonly PracticeItem[] }[]
): Script {
  return listScript('turns', list);
}

export function says(text: string): PracticeItem {
  return { type: 'message', text };
}

/** `input` is printed as JSON; a string is sent as it is, broken JSON included. */
export function calls(name: string, input: unknown): PracticeItem {
  return { type: 'function', name, arguments: input };
}

/** A call of `apply_patch` with these lines between its first and last. */
export function patches(...lines: readonly string[]): PracticeItem {
  const input = ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');
  return { type: 'custom', name: 'apply_patch', input };
}

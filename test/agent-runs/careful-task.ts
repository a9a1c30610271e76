/** A model that looks before it repeats: twelve edits, each checked after an interruption. */

import type { Conversation, PracticeItem, Script } from '../support/practice/script.ts';

const edits = 12;

/** Each edit also adds its line to the log, so that the log tells which are done. */
export const carefulTask: Script = {
  name: 'careful task',
  turn: (_, conversation) => ({ items: nextItems(conversation) }),
};

export const firstFiles: ReadonlyMap<string, string> = new Map([
  ['log.txt', 'begin\n'],
  ...Array.from({ length: edits }, (_, n) => [`src/${n}.txt`, `text ${n}\n`] as const),
]);

export function finalFiles(): ReadonlyMap<string, string> {
  const files = new Map(firstFiles);
  let log = 'begin\n';
  for (let n = 0; n < edits; n += 1) {
    log += `line ${n}\n`;
    if (n % 3 === 0) files.set(`made/${n}.txt`, `made by ${n}\n`);
    if (n % 3 === 1) files.delete(`src/${n}.txt`);
    if (n % 3 === 2) {
      files.delete(`src/${n}.txt`);
      files.set(`moved/${n}.txt`, `text ${n}\nand more\n`);
    }
  }
  return files.set('log.txt', log);
}

function nextItems(conversation: Conversation): readonly PracticeItem[] {
  const { done, sure } = progress(conversation);
  const said: PracticeItem = { type: 'message', phase: 'commentary', text: `${done} are done.` };
  if (!sure) return [said, { type: 'function', name: 'read_file', arguments: { path: 'log.txt' } }];
  if (done === edits) return [{ type: 'message', text: 'All edits are made.' }];
  return [
    { type: 'reasoning', summary: `Edit ${done}.` },
    { type: 'custom', name: 'apply_patch', input: patchOf(done) },
  ];
}

/** What the outputs prove; after one that proves nothing, the log has to be read. */
function progress({ input }: Conversation): { readonly done: number; readonly sure: boolean } {
  let done = 0;
  let sure = true;
  for (const item of input) {
    if (!('output' in item)) continue;
    const output = String(item['output']);
    if (output.startsWith('log.txt (lines')) {
      done = [...output.matchAll(/^line \d+$/gm)].length;
      sure = true;
    } else if (output.startsWith('Kept:')) {
      done += 1;
    } else {
      sure = false;
    }
  }
  return { done, sure };
}

function patchOf(n: number): string {
  const last = n === 0 ? 'begin' : `line ${n - 1}`;
  const other = [
    `*** Add File: made/${n}.txt\n+made by ${n}`,
    `*** Delete File: src/${n}.txt`,
    `*** Update File: src/${n}.txt\n*** Move to: moved/${n}.txt\n@@\n text ${n}\n+and more`,
  ][n % 3];
  const log = `*** Update File: log.txt\n@@\n ${last}\n+line ${n}`;
  return `*** Begin Patch\n${log}\n${other ?? ''}\n*** End Patch`;
}

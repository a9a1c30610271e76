/** A task of thirty steps with calls of every kind, and the workspace it works on. */

import {
  createMemoryWorkspace,
  exited,
  type MemoryWorkspace,
} from '../support/memory-workspace.ts';
import type { PracticeItem, Script } from '../support/practice/script.ts';

const steps = 30;
export const answer = 'All thirty steps are done.';

/** Each call differs from every other, so that one that ran twice shows in the files or the record. */
export const thirtySteps: Script = {
  name: 'thirty steps',
  remembers: true,
  turn: (number) =>
    number < steps
      ? { items: stepItems(number) }
      : { items: [{ type: 'message', text: answer + ' '.repeat(number - steps) }] },
  aside: ({ input }) =>
    JSON.stringify(input.at(-1)).includes('will be replaced by a summary')
      ? { items: [{ type: 'message', text: 'The steps so far are done.' }] }
      : undefined,
};

export function thirtyStepsWorkspace(): MemoryWorkspace {
  const workspace = createMemoryWorkspace({ 'log.txt': 'begin\n', 'notes.md': '# Notes\n' });
  for (let step = 0; step < steps; step += 1) {
    workspace.texts.set(`src/${step}.ts`, `export const step = ${step};\n`.repeat(1 + (step % 3)));
    workspace.commands.set(`build ${step}`, exited(`built ${step}\n`));
    workspace.commands.set(`test ${step}`, exited(`1 failing ${step}\n`, 1));
  }
  return workspace;
}

function stepItems(step: number): readonly PracticeItem[] {
  switch (step % 6) {
    case 0:
      return [
        { type: 'reasoning', summary: `What is in ${step}?` },
        call('read_file', { path: `src/${step}.ts` }),
        call('search', { pattern: `step = ${step};` }),
      ];
    case 1:
      return [patch(`*** Add File: out/${step}.txt\n+made by step ${step}`)];
    case 2:
      return [
        { type: 'message', phase: 'commentary', text: `Now step ${step}, with “ümläuts” 🙂.` },
        call('exec_command', { cmd: `build ${step}` }),
      ];
    case 3:
      return [
        { type: 'reasoning' },
        patch(`*** Update File: log.txt\n@@\n begin\n+line ${step}`),
        call('exec_command', { cmd: `test ${step}` }),
      ];
    case 4:
      return [
        call('update_plan', { plan: [{ step: `Step ${step}`, status: 'completed' }] }),
        call('read_file', { path: `missing/${step}.ts` }),
      ];
    default:
      return [
        call('list_files', { glob: `src/${step}*` }),
        call('read_file', { path: `src/${step}.ts` }),
        patch(`*** Delete File: src/${step}.ts`),
        patch(`*** Update File: src/${step - 1}.ts\n*** Move to: moved/${step}.ts`),
      ];
  }
}

function call(name: string, input: unknown): PracticeItem {
  return { type: 'function', name, arguments: input };
}

function patch(body: string): PracticeItem {
  return { type: 'custom', name: 'apply_patch', input: `*** Begin Patch\n${body}\n*** End Patch` };
}

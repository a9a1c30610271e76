/**
 * The recorded task of `npm start` without a key: a bug of the sample project that spans three
 * files. What is particular to the sample is data in `sample-task.ts`.
 */

import type { Conversation, PracticeItem, Script, Turn } from '../script.ts';
import type { StreamEvent } from '../stream-events.ts';
import { sampleTask } from './sample-task.ts';

export interface SampleTask {
  /** What a person would type, for the README and the tests. */
  readonly prompt: string;
  readonly firstThought: string;
  readonly firstWords: string;
  readonly plan: readonly [string, string, string];
  readonly search: { readonly pattern: string; readonly path?: string };
  /** Workspace paths, read in parallel. */
  readonly files: readonly string[];
  readonly patchThought: string;
  /** One patch over three files, in the `apply_patch` format. */
  readonly patch: string;
  readonly testCommand: string;
  /** Found in the output of the tests when they are green. */
  readonly green: RegExp;
  /** Names what changed. */
  readonly answer: string;
}

export function fixSample(task: SampleTask = sampleTask): Script {
  const turns = turnsOf(task);
  return {
    name: 'fix-sample',
    turn: (number, conversation) => turns[number] ?? over(conversation),
  };
}

/** A pace that a person can follow, and that shows what streaming looks like. */
export function readablePace(event: StreamEvent): number {
  if (event.type === 'response.created') return 400;
  if (event.type.endsWith('output_text.delta')) return 22;
  if (event.type.endsWith('summary_text.delta')) return 14;
  return event.type.endsWith('.delta') ? 4 : 0;
}

function turnsOf(task: SampleTask): readonly Turn[] {
  return [
    {
      items: [
        { type: 'reasoning', summary: task.firstThought },
        { type: 'message', phase: 'commentary', text: task.firstWords },
        plan(task, 0),
        { type: 'function', name: 'search', arguments: task.search },
      ],
    },
    {
      expect: { outputs: [undefined, /./] },
      items: task.files.map((path) => ({
        type: 'function',
        name: 'read_file',
        arguments: { path },
      })),
    },
    {
      items: [
        { type: 'reasoning', summary: task.patchThought },
        plan(task, 1),
        { type: 'custom', name: 'apply_patch', input: task.patch },
      ],
    },
    {
      items: [
        plan(task, 2),
        {
          type: 'function',
          name: 'exec_command',
          arguments: { cmd: task.testCommand },
        },
      ],
    },
    {
      items: (conversation) => {
        const output = conversation.outputs(3).at(-1) ?? '';
        return task.green.test(output)
          ? [plan(task, 3), { type: 'message', phase: 'commentary', text: 'The tests are green.' }]
          : [{ type: 'message', text: notGreen(output) }];
      },
    },
    { items: [{ type: 'message', text: task.answer }] },
  ];
}

/** The plan with its first `done` steps completed and the next one in progress. */
function plan(task: SampleTask, done: number): PracticeItem {
  const steps = task.plan.map((step, index) => ({
    step,
    status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
  }));
  return { type: 'function', name: 'update_plan', arguments: { plan: steps } };
}

function notGreen(output: string): string {
  return `The tests are not green, so I stop here; this recorded task has no other way. The last output was:\n\n\`\`\`\n${output.slice(-1500)}\n\`\`\``;
}

function over(conversation: Conversation): Turn {
  const text =
    'This is the practice endpoint: it plays one recorded task, which is over. Set an API key with “Ratchet: Set API Key” to go on with GPT-5.5.';
  return { items: [{ type: 'message', text: `${text}${' '.repeat(conversation.number % 2)}` }] };
}

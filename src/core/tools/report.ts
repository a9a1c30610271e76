import { z } from 'zod';
import { defineFunctionTool } from './define-tool.ts';

export const report = defineFunctionTool({
  kind: 'function',
  name: 'report',
  effect: 'act',
  description:
    "Answer each of the user's done-when criteria with evidence: something observed in this task, such as a command and its result.",
  schema: z.object({
    summary: z.string().describe('The outcome in one or two sentences'),
    criteria: z
      .array(
        z.object({
          criterion: z.string().min(1).describe("The user's words"),
          met: z.boolean(),
          evidence: z.string().describe('What was observed; if not met, what is missing'),
        }),
      )
      .min(1),
  }),
  title: () => 'Report on the done-when criteria',
  run({ summary, criteria }, context) {
    context.task.criteria = criteria;
    context.emit({ type: 'criteria', criteria });
    const bare = criteria.filter((entry) => entry.met && entry.evidence.trim() === '');
    const met = criteria.filter((entry) => entry.met).length;
    const text = [
      summary,
      ...criteria.map(
        (entry) =>
          `${entry.met ? '✓' : '✗'} ${entry.criterion}: ${entry.evidence || 'no evidence'}`,
      ),
    ].join('\n');
    return Promise.resolve({
      ok: bare.length === 0,
      output:
        bare.length > 0
          ? `Not accepted yet: these are called met without evidence: ${bare.map((entry) => entry.criterion).join('; ')}. Check them and report again with what you observed, or with met: false.`
          : met < criteria.length
            ? `Noted: ${met} of ${criteria.length} met. Go on with what is missing if you can, else give the final answer and say what is not met and why.`
            : 'Noted: all met. Give the final answer.',
      summary: `${met} of ${criteria.length} met`,
      detail: { kind: 'text', text },
    });
  },
});

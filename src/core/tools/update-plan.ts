import { z } from 'zod';
import type { PlanStep } from '../../shared/events.ts';
import { plural } from './bounded-text.ts';
import { defineFunctionTool } from './define-tool.ts';
import { toolLimits } from './tool-limits.ts';

export const updatePlan = defineFunctionTool({
  kind: 'function',
  name: 'update_plan',
  effect: 'act',
  description: 'Show the user the plan for work of several steps, and keep it current.',
  schema: z.object({
    explanation: z.string().optional().describe('Why the plan changed'),
    plan: z
      .array(
        z.object({
          step: z.string().min(1).describe('A few words'),
          status: z
            .enum(['pending', 'in_progress', 'completed'])
            .describe('At most one in_progress'),
        }),
      )
      .max(toolLimits.planSteps)
      .describe('All steps in order'),
  }),
  title: ({ plan }) => `Plan of ${plural(plan.length, 'step')}`,
  run({ explanation, plan }, context) {
    const advice = adviceFor(plan);
    context.task.plan = plan;
    context.emit({
      type: 'plan',
      ...(explanation === undefined ? {} : { explanation }),
      plan,
    });
    const done = plan.filter((step) => step.status === 'completed').length;
    return Promise.resolve({
      ok: true,
      output: `Plan shown.${advice}`,
      summary: `${done} of ${plan.length} done`,
    });
  },
});

/** The plan is taken as it is: refusing it would cost a request and help nobody. */
function adviceFor(plan: readonly PlanStep[]): string {
  const active = plan.filter((step) => step.status === 'in_progress').length;
  const open = plan.filter((step) => step.status === 'pending').length;
  if (active > 1) return ' Keep one step in_progress at a time.';
  if (active === 0 && open > 0) return ' Mark the step you are working on as in_progress.';
  return '';
}

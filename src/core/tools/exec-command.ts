import { z } from 'zod';
import { defineFunctionTool } from './define-tool.ts';
import { shellResult } from './shell-result.ts';
import { toolLimits } from './tool-limits.ts';

export const execCommand = defineFunctionTool({
  kind: 'function',
  name: 'exec_command',
  effect: 'act',
  description:
    'Run a shell command in the workspace. Comes back when it ends or after yield_time_ms; then it goes on in the background under a session_id for write_stdin. There is no terminal: avoid prompts.',
  schema: z.object({
    cmd: z.string().min(1).describe('The command line'),
    workdir: z.string().optional().describe('Workspace directory, default the first root'),
    yield_time_ms: z
      .int()
      .min(0)
      .optional()
      .describe(`Longest wait, default ${toolLimits.yieldMs}, at most ${toolLimits.yieldMsMost}`),
    max_output_tokens: z
      .int()
      .min(1)
      .optional()
      .describe(`Output shown, default ${toolLimits.outputTokens}; the middle goes to a file`),
  }),
  title: ({ cmd }) => cmd,
  async run({ cmd, workdir, yield_time_ms, max_output_tokens }, context) {
    const where = workdir === undefined ? {} : { workdir };
    const answer = await context.approve({ kind: 'command', command: cmd, ...where });
    if (answer.kind === 'denied') {
      return { ok: false, output: `Not run: ${answer.reason}`, summary: 'Not allowed' };
    }
    const outcome = await context.shell.run(
      {
        command: cmd,
        ...where,
        yieldMs: waitFor(yield_time_ms),
        maxCharacters: charactersFor(max_output_tokens),
        onOutput: (chunk) => {
          context.emit({ type: 'tool-output', callId: context.callId, chunk });
        },
      },
      context.signal,
    );
    return shellResult(cmd, outcome);
  },
});

/** Milliseconds to wait: what was asked for, within bounds. */
export function waitFor(asked: number | undefined): number {
  const wanted = asked ?? toolLimits.yieldMs;
  return Math.min(Math.max(wanted, toolLimits.yieldMsLeast), toolLimits.yieldMsMost);
}

export function charactersFor(tokens: number | undefined): number {
  const wanted = Math.min(tokens ?? toolLimits.outputTokens, toolLimits.outputTokensMost);
  return wanted * toolLimits.charactersPerToken;
}

import { z } from 'zod';
import { defineFunctionTool } from './define-tool.ts';
import { charactersFor, waitFor } from './exec-command.ts';
import { shellResult } from './shell-result.ts';

export const writeStdin = defineFunctionTool({
  kind: 'function',
  name: 'write_stdin',
  effect: 'act',
  description:
    'Write to a command that runs in the background, or wait for it with empty chars. "\\u0003" interrupts it, "\\u0004" closes its input.',
  schema: z.object({
    session_id: z.int().describe('From exec_command'),
    chars: z.string().optional().describe('Text to write, with \\n for Enter; default none'),
    yield_time_ms: z.int().min(0).optional().describe('As in exec_command'),
    max_output_tokens: z.int().min(1).optional().describe('As in exec_command'),
  }),
  title: ({ session_id, chars }) =>
    chars ? `Write to command ${session_id}` : `Wait for command ${session_id}`,
  async run({ session_id, chars = '', yield_time_ms, max_output_tokens }, context) {
    const running = context.shell.running();
    const command =
      running.find((entry) => entry.sessionId === session_id)?.command ?? `session ${session_id}`;
    const outcome = await context.shell.write(
      {
        sessionId: session_id,
        characters: chars,
        yieldMs: waitFor(yield_time_ms),
        maxCharacters: charactersFor(max_output_tokens),
        onOutput: (chunk) => {
          context.emit({ type: 'tool-output', callId: context.callId, chunk });
        },
      },
      context.signal,
    );
    return shellResult(command, outcome);
  },
});

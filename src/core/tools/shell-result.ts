import type { ShellOutput } from '../ports.ts';
import { cutMiddle } from './bounded-text.ts';
import type { ToolResult } from './tool.ts';
import { toolLimits } from './tool-limits.ts';

/** What `exec_command` and `write_stdin` say about a command, to both readers. */
export function shellResult(command: string, outcome: ShellOutput): ToolResult {
  const { state, output, omitted } = outcome;
  const took = `${(outcome.wallMs / 1000).toFixed(1)} s`;
  const body = output === '' ? '(no output)' : output;
  const rest = omitted
    ? `\n[${omitted.characters} characters left out of the middle; all of it is in ${omitted.file}: use read_file or search with that path]`
    : '';
  const detail = {
    kind: 'command',
    command,
    output: cutMiddle(output, toolLimits.panelOutput, (left) => `… ${left} characters …`),
  } as const;
  switch (state.kind) {
    case 'exited': {
      const end = state.signal ? `ended by ${state.signal}` : `exit code ${state.code}`;
      return {
        ok: state.code === 0 && state.signal === undefined,
        output: `${end} (${took})\n${body}${rest}${state.lingering ? lingers : ''}`,
        summary: `${end}, ${took}`,
        detail: { ...detail, exitCode: state.code },
      };
    }
    case 'running':
      return {
        ok: true,
        output: `still running after ${took} with session_id ${state.sessionId}; call write_stdin with it to wait, to answer, or to interrupt ("\\u0003")\n${output === '' ? silent : body}${rest}`,
        summary: 'goes on in the background',
        detail: { ...detail, background: true },
      };
    case 'failed':
      return {
        ok: false,
        output: `${state.message}${output === '' ? '' : `\n${body}`}${rest}`,
        summary: 'Not run',
        detail,
      };
  }
}

const lingers =
  '\n[processes it started still run in the background; they are ended with the task]';
const silent = '(no output yet; if it waits for its input to end, close it with chars "\\u0004")';

import type { ShellOutput } from '../ports.ts';
import type { CheckContext, Outcome } from './check-context.ts';
import { limits } from './limits.ts';

/** Runs one of `commands`, the `verify.commands` setting, with the user's leave. */
export async function verifyCommand(
  command: string,
  commands: readonly string[],
  { task, parts, emit, signal }: CheckContext,
): Promise<Outcome> {
  const callId = `verify-${task.usage.requests}-${commands.indexOf(command) + 1}`;
  const approve = parts.approve({ callId, emit, signal });
  const answer = await approve({ kind: 'verify', command, among: commands });
  if (answer.kind === 'denied')
    return { check: { name: command, status: 'notRun', evidence: 'Not allowed' } };
  emit({ type: 'tool-started', callId, name: 'exec_command', title: command });
  const result = await parts.shell.run(
    {
      command,
      yieldMs: limits.verifyMs,
      maxCharacters: limits.verifyOutput,
      onOutput: (chunk) => {
        emit({ type: 'tool-output', callId, chunk });
      },
    },
    signal,
  );
  const passed = result.state.kind === 'exited' && result.state.code === 0;
  const evidence = describeState(result);
  emit({
    type: 'tool-ended',
    callId,
    name: 'exec_command',
    state: passed ? 'finished' : 'failed',
    summary: evidence,
    detail: { kind: 'command', command, output: result.output },
  });
  if (passed) return { check: { name: command, status: 'passed', evidence } };
  return {
    check: {
      name: command,
      status: result.state.kind === 'exited' ? 'failed' : 'notRun',
      evidence,
    },
    note: `The verify command \`${command}\` did not pass (${evidence}):\n${result.output}\nFix the cause, or say in the answer why it stays.`,
  };
}

function describeState(result: ShellOutput): string {
  switch (result.state.kind) {
    case 'exited':
      return `exit code ${result.state.code}`;
    case 'running':
      return `still running after ${Math.round(result.wallMs / 1000)} s`;
    case 'failed':
      return result.state.message;
  }
}

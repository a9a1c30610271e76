import type { ReadOutcome } from '../ports.ts';
import type { ToolContext, ToolResult } from './tool.ts';

type Text = Extract<ReadOutcome, { kind: 'text' }>;

/**
 * Reads a file for the model: asks for leave where the policy wants it, remembers the version that
 * was seen, and turns every other outcome into a sentence with the next step.
 */
export async function readText(path: string, context: ToolContext): Promise<Text | ToolResult> {
  let outcome = await context.files.read(path, context.signal);
  if (outcome.kind === 'refused' && outcome.ask) {
    const { reason, ask } = outcome;
    const answer = await context.approve({
      kind: 'read',
      path: outcome.path,
      reason,
      concern: ask,
    });
    if (answer.kind === 'denied') return notRead(`${outcome.path}: ${answer.reason}`, 'Denied');
    // The leave is for the place that was named, not for wherever a link leads by now.
    const asked = outcome.path;
    outcome = await context.files.read(asked, context.signal, { granted: true });
    if (outcome.path !== asked) {
      return notRead(`${asked} leads elsewhere now (${outcome.path}); it was not read.`, 'Changed');
    }
  }
  if (outcome.kind !== 'text') return unreadable(outcome);
  context.task.reads.set(outcome.path, outcome.version);
  return outcome;
}

/** Why there is no text, and what to do instead. */
export function unreadable(outcome: Exclude<ReadOutcome, Text>): ToolResult {
  switch (outcome.kind) {
    case 'missing':
      return notRead(
        `${outcome.path} does not exist.${
          outcome.similar.length > 0
            ? ` Similar: ${outcome.similar.join(', ')}.`
            : ' Use list_files or search to find the right path.'
        }`,
        'Not found',
      );
    case 'directory':
      return notRead(
        `${outcome.path} is a directory. Use list_files with this path.`,
        'A directory',
      );
    case 'binary':
      return notRead(
        `${outcome.path} is a binary file of ${outcome.bytes} bytes. Images: use view_image. Otherwise use exec_command with a tool that understands the format.`,
        'Binary',
      );
    case 'tooLarge':
      return notRead(
        `${outcome.path} has ${outcome.bytes} bytes, more than the ${outcome.limit} that can be read. Use search with this path, or exec_command (head, tail, sed -n) for a part of it.`,
        'Too large',
      );
    case 'refused':
      return notRead(
        `${outcome.path} was not read: ${outcome.reason}. Go on without it, or ask the user.`,
        'Refused',
      );
  }
}

function notRead(output: string, summary: string): ToolResult {
  return { ok: false, output, summary };
}

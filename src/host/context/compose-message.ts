import { randomBytes } from 'node:crypto';
import type { UserInput } from '../../core/agent/task.ts';
import { buildUserMessage } from '../../core/context/user-message.ts';
import { collectContext, type ContextRequest } from './collect-context.ts';

/** A message of the user, ready for a session, with its context frozen as it is now. */
export async function composeMessage(
  text: string,
  doneWhen: readonly string[],
  request: ContextRequest,
  ports: Parameters<typeof collectContext>[1],
): Promise<UserInput> {
  const { snapshot, attachments } = await collectContext(
    request,
    ports,
    new AbortController().signal,
  );
  return {
    messageId: `message-${Date.now().toString(36)}-${randomBytes(3).toString('hex')}`,
    text,
    attachments,
    doneWhen,
    item: buildUserMessage(text, doneWhen, snapshot),
  };
}

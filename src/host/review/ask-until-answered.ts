import type { Event } from 'vscode';

export interface LastingQuestion<Answer> {
  /** Brings what the question is about before the user's eyes. */
  readonly show: () => Promise<void>;
  /** `undefined`: put away without an answer. */
  readonly put: () => Promise<Answer | undefined>;
  /** Fires when it shall be put again: VS Code's notifications are easily lost sight of. */
  readonly again: Event<void>;
  readonly over: AbortSignal;
}

/** Waits until the question has an answer; `undefined` when it was over first. */
export async function askUntilAnswered<Answer>(
  question: LastingQuestion<Answer>,
): Promise<Answer | undefined> {
  const { show, put, again, over } = question;
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  let isOpen = true;
  const ask = async (): Promise<void> => {
    await show();
    const answer = isOpen ? await put() : undefined;
    if (answer !== undefined) resolve(answer);
  };
  const askSafely = (): void => {
    ask().catch(reject);
  };
  const end = (): void => {
    resolve(undefined);
  };
  const listening = again(askSafely);
  over.addEventListener('abort', end, { once: true });
  try {
    if (over.aborted) return undefined;
    askSafely();
    return await promise;
  } finally {
    isOpen = false;
    listening.dispose();
    over.removeEventListener('abort', end);
  }
}

import * as vscode from 'vscode';
import type { Approver } from '../../core/ports.ts';
import type { ApprovalDecision, ApprovalRequest, Question } from '../../shared/events.ts';

/**
 * Asks in the panel, and with a notification while nobody can see the panel. The first answer
 * counts; an abort ends the question.
 */
export class PanelApprover implements Approver {
  readonly #waiting = new Map<string, (answer: readonly string[]) => void>();
  readonly #panel: { readonly visible: () => boolean; readonly show: () => void };

  constructor(panel: { readonly visible: () => boolean; readonly show: () => void }) {
    this.#panel = panel;
  }

  /** Questions that wait for the user. */
  get waiting(): number {
    return this.#waiting.size;
  }

  async approve(request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalDecision> {
    if (!this.#panel.visible()) void this.#notifyApproval(request);
    const [decision] = await this.#wait(request.callId, signal);
    return decision as ApprovalDecision;
  }

  async ask(
    callId: string,
    questions: readonly Question[],
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    if (!this.#panel.visible()) void this.#notifyQuestion(questions);
    return this.#wait(callId, signal);
  }

  /** What the user decided in the panel. Late or unknown answers do nothing. */
  answer(callId: string, answer: readonly string[]): void {
    this.#waiting.get(callId)?.(answer);
  }

  async #wait(callId: string, signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.set(callId, resolve);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#waiting.delete(callId);
    }
  }

  async #notifyApproval({ callId, kind, subject }: ApprovalRequest): Promise<void> {
    const verb = { command: 'run', verify: 'run', write: 'write', read: 'read' }[kind];
    const short = subject.length > 120 ? `${subject.slice(0, 120)}…` : subject;
    const show = 'Show';
    const once = 'Allow Once';
    const deny = 'Deny';
    const answer = await vscode.window.showInformationMessage(
      `Ratchet wants to ${verb}: ${short}`,
      // What is cut off, or runs together on one line, cannot be judged here.
      ...(short === subject && !subject.includes('\n') ? [once, deny, show] : [show, deny]),
    );
    if (answer === once) this.answer(callId, ['once']);
    else if (answer === deny) this.answer(callId, ['deny']);
    else if (answer === show) this.#panel.show();
  }

  async #notifyQuestion(questions: readonly Question[]): Promise<void> {
    const show = 'Show';
    const first = questions[0]?.question ?? '';
    const answer = await vscode.window.showInformationMessage(`Ratchet asks: ${first}`, show);
    if (answer === show) this.#panel.show();
  }
}

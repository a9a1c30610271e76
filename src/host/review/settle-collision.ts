import { TabInputTextDiff, window, type Event, type Tab } from 'vscode';
import type { Collision, SettledCollision } from '../checkpoints/plan-undo.ts';
import { askUntilAnswered } from './ask-until-answered.ts';
import { newReviewId } from './new-review-id.ts';
import type { ReviewQuestions } from './review-questions.ts';
import type { ReviewSides } from './review-sides.ts';
import { showBothTexts } from './show-both-texts.ts';

export interface CollisionDeps {
  readonly sides: Pick<ReviewSides, 'showBoth' | 'forgetBoth'>;
  readonly questions: Pick<ReviewQuestions, 'settleCollision'>;
  /** The user asks for the same again: the question comes before their eyes again. */
  readonly again: Event<void>;
  /** The user wants something else by now. */
  readonly over: AbortSignal;
}

/**
 * Asks what an undo shall do where the user has changed the same lines since, both texts shown. A
 * question that is put away stays open for as long as the editor with both texts does.
 */
export async function settleCollision(
  collision: Collision,
  path: string,
  { sides, questions, again, over }: CollisionDeps,
): Promise<SettledCollision> {
  const name = path.split('/').at(-1) ?? path;
  const id = `undo-${newReviewId()}`;
  const both = {
    id,
    path: name,
    yours: collision.yours,
    other: collision.earlier,
    title: `${name}: your text ↔ after the undo`,
    form: 'file' as const,
  };
  const put = async (): Promise<'yours' | 'earlier' | undefined> => {
    const said = await questions.settleCollision(collision, path);
    return said === 'later' ? undefined : said;
  };
  const closed = new AbortController();
  const watching = window.tabGroups.onDidChangeTabs((event) => {
    const open = window.tabGroups.all.flatMap(({ tabs }) => tabs);
    const isOurs = (tab: Tab): boolean =>
      tab.input instanceof TabInputTextDiff && tab.input.modified.authority === id;
    if (event.closed.some(isOurs) && !open.some(isOurs)) closed.abort();
  });
  try {
    const { answer, text } = await showBothTexts(both, sides, (show) =>
      // Without an editor there would be nothing left of a question that was put away.
      both.other === undefined
        ? put()
        : askUntilAnswered({ show, put, again, over: AbortSignal.any([over, closed.signal]) }),
    );
    if (answer === undefined) return { kind: 'cancel' };
    return answer === 'yours' ? { kind: 'yours' } : { kind: 'earlier', text };
  } finally {
    watching.dispose();
  }
}

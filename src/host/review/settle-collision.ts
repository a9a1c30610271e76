import { randomBytes } from 'node:crypto';
import type { Collision, SettledCollision } from '../checkpoints/plan-undo.ts';
import type { ReviewQuestions } from './review-questions.ts';
import type { ReviewSides } from './review-sides.ts';
import { showBothTexts } from './show-both-texts.ts';

export interface CollisionDeps {
  readonly sides: Pick<ReviewSides, 'showBoth' | 'forgetBoth'>;
  readonly questions: Pick<ReviewQuestions, 'settleCollision'>;
}

/** Asks what an undo shall do where the user has changed the same lines since, both texts shown. */
export async function settleCollision(
  collision: Collision,
  path: string,
  deps: CollisionDeps,
): Promise<SettledCollision> {
  const name = path.split('/').at(-1) ?? path;
  const both = {
    id: `undo-${randomBytes(8).toString('hex')}`,
    path: name,
    yours: collision.yours,
    other: collision.earlier,
    title: `${name}: your text ↔ after the undo`,
    form: 'file' as const,
  };
  const { answer, text } = await showBothTexts(both, deps.sides, async (show) => {
    await show();
    return deps.questions.settleCollision(collision, path);
  });
  switch (answer) {
    case 'yours':
    case 'cancel':
      return { kind: answer };
    case 'earlier':
      return { kind: 'earlier', text };
  }
}

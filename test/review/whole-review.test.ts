import fc from 'fast-check';
import { check, seed } from '../core/edits/properties.ts';
import { stories } from './world/acts.ts';
import { checkWorld } from './world/check-world.ts';
import { perform } from './world/perform.ts';
import { createWorld } from './world/world.ts';

/**
 * What a user may expect of each way to take something away:
 * - Undo, by our buttons and keys or by VS Code's arrow on a hunk of the agent's, typed over or not: the
 *   hunk stays remembered with every word in it, and comes back whole.
 * - The arrow on a hunk that is theirs alone, Ctrl+Z and typing over: gone by their own hand, as in any
 *   editor, whose history has it.
 * - An undo of steps, or of a hunk that is written already: what they wrote since stays; where the two
 *   meet they are asked, and lose at most what they say they give up.
 */
describe(`whole reviews, by random (seed ${seed})`, () => {
  it('lose no word of the user’s, whatever is proposed, typed, decided, written and undone', () =>
    check(
      fc.asyncProperty(stories, async ({ texts, acts, settlings }) => {
        const world = await createWorld(texts, settlings);
        for (const act of acts) {
          await perform(world, act);
          checkWorld(world);
        }
      }),
      600,
    ));
});

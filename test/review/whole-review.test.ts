import fc from 'fast-check';
import { check, seed } from '../core/edits/properties.ts';
import { stories } from './world/acts.ts';
import { checkWorld } from './world/check-world.ts';
import { perform } from './world/perform.ts';
import { createWorld } from './world/world.ts';

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

import assert from 'node:assert/strict';
import { applyChangeSet } from '../../../src/core/edits/apply-change-set.ts';
import { sourcePath } from '../../../src/core/edits/change-set.ts';
import { mergeTexts } from '../../../src/core/edits/merge-texts.ts';
import { reviewOutcome } from '../../../src/core/edits/review-outcome.ts';
import { isDecided } from '../../../src/core/edits/review-reducer.ts';
import { isTyped } from '../../../src/core/edits/whole-files.ts';
import { baseChanged, dispatch, forget, pick, record, type World } from './world.ts';

/**
 * The host writes as soon as nothing is left to decide; typing alone settles no conflict, and what is
 * typed waits for a word of its own. `typedIn`: the file whose right side changed.
 */
export async function finishWhenDecided(world: World, typedIn?: string): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const { review } = world;
    if (review === undefined) return;
    if (review.files.some(({ hunks }) => hunks.some(({ decision }) => decision === 'pending')))
      return;
    const conflicts = review.files.some(({ conflict }) => conflict !== undefined);
    const isTyping = review.files.some((file) => file.path === typedIn && isTyped(file));
    if (round === 0 && (isTyping || (conflicts && typedIn !== undefined))) return;
    followFiles(world);
    if (isDecided(world.review ?? review)) return write(world);
    settleConflicts(world);
  }
  assert.fail('The review comes to no end.');
}

function followFiles(world: World): void {
  const files = world.review?.files ?? [];
  const leaving = new Set(
    files.flatMap(({ change }) => (change.kind === 'rename' ? [change.from] : [])),
  );
  for (const { path, change, base, baseVersion, conflict } of files) {
    if (change.kind === 'create' && leaving.has(path)) continue;
    const text = world.files.get(sourcePath(change));
    const known =
      conflict === undefined
        ? baseVersion === undefined
          ? undefined
          : base
        : conflict.theirVersion === undefined
          ? undefined
          : conflict.theirs;
    if (text !== known) dispatch(world, baseChanged(path, text));
  }
}

function settleConflicts(world: World): void {
  for (const file of world.review?.files ?? []) {
    if (file.conflict === undefined) continue;
    const { path, base, current, conflict } = file;
    const { theirs } = conflict;
    const isGone = conflict.theirVersion === undefined;
    const merged = mergeTexts(base, current, theirs);
    const proposal = isGone ? current : merged.text;
    const settling = pick(world.settlings, world.count);
    const both = `${proposal}${/[^\r\n]$/.test(proposal) ? '\n' : ''}${theirs}`;
    const text = settling === 'mine' ? theirs : settling === 'proposal' ? proposal : both;
    // The choice between the two is the user's own; only what collides may go by it.
    if (settling === 'mine') forget(world, current, text);
    else if (settling === 'proposal' && !merged.ok) {
      const given = merged.conflicts.map((one) => one.theirs).join('\n');
      forget(world, given, text);
    }
    dispatch(world, { type: 'resolveConflict', path, text });
  }
}

async function write(world: World): Promise<void> {
  const { review } = world;
  assert.ok(review !== undefined);
  const { changeSet, blocked } = reviewOutcome(review);
  world.review = undefined;
  world.earlier.clear();
  const shown = review.files.map(({ current }) => current).join('\n');
  const recalled = review.files.flatMap(({ hunks }) => hunks.map(({ text }) => text)).join('\n');
  if (blocked.length > 0) {
    // Nothing is written, and what was typed into the proposal goes with it.
    forget(world, `${shown}\n${recalled}`, [...world.files.values()].join('\n'));
    return;
  }
  const applied = applyChangeSet(world.files, changeSet);
  assert.ok(applied.ok, 'the review is up to date with the files');
  const after = [...applied.files.values()].join('\n');
  const deleted = changeSet.changes.flatMap((change) =>
    change.kind === 'delete' ? [change.before] : [],
  );
  for (const word of world.typed) {
    if (!shown.includes(word) || deleted.some((text) => text.includes(word))) continue;
    assert.ok(after.includes(word), `${word} was shown and is not written`);
  }
  for (const [path, text] of world.files) {
    const isTouched = changeSet.changes.some(
      (change) => sourcePath(change) === path || (change.kind === 'rename' && change.to === path),
    );
    if (!isTouched) assert.equal(applied.files.get(path), text, `${path} stays as it is`);
  }
  // What the user undid, or left out of a conflict, is not written: that was their will.
  for (const file of review.files)
    forget(world, JSON.stringify(file), `${after}\n${deleted.join('\n')}`);
  if (changeSet.changes.length === 0) return;
  const from = new Map(
    changeSet.changes.flatMap((change) =>
      change.kind === 'rename' ? [[change.to, change.from] as const] : [],
    ),
  );
  await record(world, applied.files, from, { cause: 'edit', callId: `call ${world.count}` });
}

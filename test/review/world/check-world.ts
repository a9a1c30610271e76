import assert from 'node:assert/strict';
import { composeReview, isVisible } from '../../../src/core/edits/compose-review.ts';
import type { ReviewFile } from '../../../src/core/edits/review-state.ts';
import { splitLines } from '../../../src/core/edits/split-lines.ts';
import type { World } from './world.ts';

/** What must hold after every act. */
export function checkWorld(world: World): void {
  const places = [...world.files.values(), world.kept];
  for (const file of world.review?.files ?? []) {
    const { base, current, conflict, hunks } = file;
    places.push(base, current, conflict?.theirs ?? '', conflict?.proposed ?? '');
    places.push(...hunks.map(({ text }) => text));
    checkFile(file);
  }
  const all = places.join('\n');
  for (const word of world.typed) assert.ok(all.includes(word), `${word} is lost`);
}

function checkFile(file: ReviewFile): void {
  const { change, base, current, hunks } = file;
  const [whole] = hunks;
  if (change.kind === 'create') {
    assert.ok(whole !== undefined);
    assert.equal(current, isVisible(whole) ? whole.text : '');
    return;
  }
  if (change.kind === 'delete') {
    if (whole !== undefined && isVisible(whole)) assert.equal(current, '');
    else assert.equal(current, whole?.author === 'user' ? whole.text : base);
    return;
  }
  const visible = hunks.filter((hunk) => hunk.kind === 'text' && isVisible(hunk));
  assert.equal(composeReview(base, visible), current, 'the visible hunks on the base are the text');
  const lines = splitLines(base);
  let end = 0;
  let last: string | undefined;
  for (const { baseStart, baseLines, text } of visible) {
    const here = baseLines === 0 && last === `at ${baseStart}`;
    assert.ok(baseStart >= end && !here, 'hunks in order, beside each other');
    end = baseStart + baseLines;
    last = baseLines === 0 ? `at ${baseStart}` : undefined;
    assert.ok(end <= lines.length, 'within the base');
    assert.notEqual(lines.slice(baseStart, end).join(''), text, 'a hunk changes something');
  }
  assert.equal(new Set(hunks.map(({ id }) => id)).size, hunks.length, 'ids tell hunks apart');
}

import { forgetTypedOver, isVisible } from './compose-review.ts';
import { hunkId } from './diff-hunks.ts';
import type { Decision, ReviewHunk } from './review-state.ts';
import { endsLine } from './split-lines.ts';

/** Additions that come to stand at one point, because the user removed what was between, are one. */
export function joinMet(hunks: readonly ReviewHunk[], base: string): readonly ReviewHunk[] {
  const joined: ReviewHunk[] = [];
  let last = -1;
  for (const hunk of hunks) {
    const before = joined[last];
    const isAddition = hunk.kind === 'text' && isVisible(hunk) && hunk.baseLines === 0;
    if (!isAddition || before?.baseStart !== hunk.baseStart) {
      if (isAddition) last = joined.length;
      joined.push(hunk);
      continue;
    }
    const newline = base.includes('\r\n') ? '\r\n' : '\n';
    const text = before.text + (endsLine(before.text) ? '' : newline) + hunk.text;
    joined[last] = {
      ...forgetTypedOver(before),
      id: hunkId(before.baseStart, 0, text),
      text,
      author: before.author === hunk.author ? hunk.author : 'both',
      decision: joinDecisions(before.decision, hunk.decision),
    };
  }
  return joined;
}

/** What was not decided is not decided by being joined. */
function joinDecisions(one: Decision, other: Decision): Decision {
  if (one === other) return one;
  return one === 'pending' || other === 'pending' ? 'pending' : 'edited';
}

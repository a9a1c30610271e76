import type { HunkPlace, HunkVerdict } from './locate-hunk.ts';
import { applyLineEdits } from './line-edit.ts';
import { type MatchSource, openMatchSource } from './match-source.ts';
import type { PatchHunk } from './patch.ts';
import { placeHunks } from './place-hunks.ts';
import { readTextLines } from './text-lines.ts';

export type AppliedHunks =
  | {
      readonly ok: true;
      readonly text: string;
      /** Where each hunk was carried out, in the patch's order. */
      readonly places: readonly HunkPlace[];
    }
  | { readonly ok: false; readonly verdicts: readonly HunkVerdict[]; readonly source: MatchSource };

/**
 * The text with all hunks carried out, or none: each hunk's old lines must be at one place only.
 * Lines that no hunk removes stay to the byte, endings and byte order mark included, and so does
 * whether the text ends with a line ending, unless a hunk says otherwise. `newline` is for texts
 * without any line ending; `numbered`: the hunks' line numbers are of this text. Yields now and then: drive it with `runToEnd`, or pause between steps.
 */
export function* applyHunks(
  text: string,
  hunks: readonly PatchHunk[],
  newline: '\n' | '\r\n',
  numbered: boolean,
): Generator<void, AppliedHunks> {
  const source = openMatchSource(readTextLines(text));
  yield;
  const placed = yield* placeHunks(source, hunks, numbered);
  if (!placed.ok) return { ok: false, verdicts: placed.verdicts, source };
  yield;
  const { edits, places } = placed;
  const finalNewline = hunks.findLast((hunk) => hunk.finalNewline !== undefined)?.finalNewline;
  const after = applyLineEdits(source.lines, edits, newline, finalNewline);
  return { ok: true, text: after, places };
}

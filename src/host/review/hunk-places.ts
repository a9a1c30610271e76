import type { TextDocument } from 'vscode';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { shiftLines } from '../edits/shift-lines.ts';
import type { ReviewTarget } from './find-target.ts';
import { placeHunks, type PlacedHunk } from './place-hunks.ts';
import type { ReviewController } from './review-controller.ts';
import { uriOf, type ReviewRecord } from './review-record.ts';

/** A hunk where a document shows it: in a proposal, or in a file that was written already. */
export interface HunkPlace extends PlacedHunk {
  readonly file: ReviewFile;
  readonly target: ReviewTarget;
  /** Whether it is written already. */
  readonly isWritten: boolean;
}

/** The hunks that a document shows, by line: of a proposal all, of a written file the open ones. */
export type FindHunkPlaces = (document: TextDocument) => readonly HunkPlace[];

interface Shown {
  readonly record: ReviewRecord;
  readonly file: ReviewFile;
}

/** Looked up as often as an editor scrolls, and worked out once for each state of the text. */
export function createHunkPlaces(controller: ReviewController): FindHunkPlaces {
  const known = new WeakMap<
    TextDocument,
    { version: number; files: readonly ReviewFile[]; places: readonly HunkPlace[] }
  >();
  return (document) => {
    const shown = findShown(controller, document);
    const files = shown.map(({ file }) => file);
    const last = known.get(document);
    const isSame =
      last?.version === document.version &&
      last.files.length === files.length &&
      last.files.every((file, index) => file === files[index]);
    if (isSame) return last.places;
    const places = shown
      .flatMap((each) => placesOf(each, document))
      .sort((left, right) => left.line - right.line);
    known.set(document, { version: document.version, files, places });
    return places;
  };
}

function findShown({ reviews, deps }: ReviewController, document: TextDocument): readonly Shown[] {
  const side = deps.uris.parse(document.uri);
  if (side !== undefined) {
    const record = reviews.get(side.reviewId)?.session.record();
    const file = record?.state.files.find(({ path }) => path === side.path);
    const isShown = record !== undefined && file !== undefined && side.side === 'proposal';
    return isShown ? [{ record, file }] : [];
  }
  const uri = document.uri.toString();
  return reviews.all().flatMap(({ session }) => {
    const record = session.record();
    if (record.phase !== 'applied') return [];
    const file = record.state.files.find(
      ({ path, change }) => change.kind !== 'delete' && uriOf(record, path) === uri,
    );
    return file === undefined ? [] : [{ record, file }];
  });
}

function placesOf({ record, file }: Shown, document: TextDocument): readonly HunkPlace[] {
  const isWritten = record.phase === 'applied';
  const last = document.lineCount - 1;
  // What was written may have moved by what the user, or a later step, wrote since.
  const text = isWritten ? document.getText() : file.current;
  const shift = text === file.current ? undefined : shiftLines(file.current, text);
  return placeHunks(file)
    .filter(({ hunk }) => !isWritten || hunk.decision === 'pending')
    .map(({ hunk, line, lines }) => ({
      hunk,
      line: Math.min((shift?.(line + 1) ?? line + 1) - 1, last),
      lines,
      file,
      isWritten,
      target: { reviewId: record.id, path: file.path, hunkId: hunk.id },
    }));
}

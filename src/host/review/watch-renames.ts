import { workspace, type Disposable } from 'vscode';
import type { LiveReviews } from './live-reviews.ts';
import type { ReviewRecord } from './review-record.ts';

/** Files that the user moves while a proposal for them waits: it goes where they went. */
export function watchRenames(
  reviews: Pick<LiveReviews, 'all'>,
  pathOf: (uri: string) => string,
): Disposable {
  return workspace.onDidRenameFiles(({ files }) => {
    for (const { session } of reviews.all()) {
      const record = session.record();
      // While it is being written the one who moves files is the review itself.
      if (record.phase !== 'open') continue;
      const moved = files.flatMap(({ oldUri, newUri }) =>
        movedPlaces(record, oldUri.toString(), newUri.toString()),
      );
      if (moved.length === 0) continue;
      const paths = moved.map(([path, uri]) => [path, pathOf(uri)] as const);
      session.relocate(Object.fromEntries(moved), Object.fromEntries(paths));
    }
  });
}

function movedPlaces(
  { uris }: ReviewRecord,
  from: string,
  to: string,
): readonly (readonly [path: string, uri: string])[] {
  return Object.entries(uris).flatMap(([path, uri]) =>
    uri === from || uri.startsWith(`${from}/`)
      ? [[path, to + uri.slice(from.length)] as const]
      : [],
  );
}

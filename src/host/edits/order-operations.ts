import type { WantedFile } from './carry-out.ts';
import { orderMoves, type Move } from './order-moves.ts';

/** File operations in the order in which they can be carried out: deletions, moves, creations. */
export interface FileOperations {
  readonly deletes: readonly string[];
  readonly moves: readonly (Move & { readonly overwrite: boolean })[];
  readonly creates: readonly string[];
}

/** What has to come, go and move before texts are changed in place. */
export function orderOperations(files: readonly WantedFile[]): FileOperations {
  const there = new Set(files.flatMap(({ uri, now }) => (now.kind === 'file' ? [uri] : [])));
  const moves = orderMoves(files).map((move) => ({ ...move, overwrite: there.has(move.to) }));
  const left = new Set(moves.map(({ from }) => from));
  const reached = new Set(moves.map(({ to }) => to));
  const deletes: string[] = [];
  const creates: string[] = [];
  for (const { uri, now, then } of files) {
    if (reached.has(uri)) continue;
    if (then.kind === 'missing' && !left.has(uri)) deletes.push(uri);
    // Another file may come to be where one has moved away.
    if (then.kind === 'file' && (now.kind === 'missing' || left.has(uri))) creates.push(uri);
  }
  return { deletes, moves, creates };
}

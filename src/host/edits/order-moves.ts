import type { WantedFile } from './carry-out.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * The moves in an order in which each finds its target free. Files that trade places in a circle
 * are not moved but rewritten: they are left out here.
 */
export function orderMoves(files: readonly WantedFile[]): readonly Move[] {
  let open = files.flatMap(({ uri, from, then }) =>
    from === undefined || then.kind === 'missing' ? [] : [{ from, to: uri }],
  );
  const ordered: Move[] = [];
  while (open.length > 0) {
    const waitingToLeave = new Set(open.map(({ from }) => from));
    const ready = open.filter(({ to }) => !waitingToLeave.has(to));
    if (ready.length === 0) return ordered;
    ordered.push(...ready);
    open = open.filter(({ to }) => waitingToLeave.has(to));
  }
  return ordered;
}

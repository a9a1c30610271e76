import type { Problem, Severity } from '../../core/ports.ts';

/** Where a problem's line came to lie; `undefined` where it is gone. */
export type ShiftLine = (
  problem: Pick<Problem, 'path' | 'line' | 'cell'>,
) => Pick<Problem, 'path' | 'line' | 'cell'> | undefined;

/**
 * The problems that were not there before: same code (or source), message and place, where the
 * place is shifted through the edit. Errors first, then in the order of files and lines.
 */
export function findNewProblems(
  before: readonly Problem[],
  after: readonly Problem[],
  shift: ShiftLine,
): readonly Problem[] {
  const known = new Map<string, number>();
  for (const problem of before) {
    const place = shift(problem);
    if (place === undefined) continue;
    const key = keyOf(problem, place);
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  const found = after.filter((problem) => {
    const key = keyOf(problem, problem);
    const left = known.get(key) ?? 0;
    if (left > 0) known.set(key, left - 1);
    return left === 0;
  });
  return sortProblems(found);
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (left, right) =>
      rank[left.severity] - rank[right.severity] ||
      compare(left.path, right.path) ||
      (left.cell ?? -1) - (right.cell ?? -1) ||
      left.line - right.line ||
      left.column - right.column,
  );
}

function keyOf(
  { code, source, message }: Problem,
  { path, cell = -1, line }: Pick<Problem, 'path' | 'line' | 'cell'>,
): string {
  return JSON.stringify([path, cell, line, code ?? source ?? '', message]);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

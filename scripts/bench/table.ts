import type { Row } from '../../bench/bench.ts';

const columns = ['figure', 'value', 'goal', 'baseline', 'ratio', ''] as const;

/** Lines of a table with one row for each figure, columns aligned. */
export function formatTable(rows: readonly Row[]): string[] {
  const cells = [[...columns], ...rows.map(cellsOf)];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((row) => row[index]?.length ?? 0)),
  );
  return cells.map((row) =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Whether a figure has a goal and is above it. */
export function missesGoal(row: Row): boolean {
  return row.goal !== undefined && row.value > row.goal;
}

function cellsOf(row: Row): string[] {
  const number = (value: number | undefined, unit = '') =>
    value === undefined ? '' : `${value.toFixed(value < 100 ? 1 : 0)}${unit}`;
  const verdict = row.goal === undefined ? '' : missesGoal(row) ? 'missed' : 'met';
  return [
    row.name,
    number(row.value, ` ${row.unit}`),
    number(row.goal, ` ${row.unit}`),
    number(row.baseline, ` ${row.unit}`),
    number(row.ratio, '×'),
    verdict,
  ];
}

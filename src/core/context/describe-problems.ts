import type { Problem } from '../ports.ts';
import { cutLine } from '../tools/bounded-text.ts';
import { groupByPath } from '../tools/group-by-path.ts';
import { toolLimits } from '../tools/tool-limits.ts';

/** Problems as lines for the model, grouped by file, in the order they come; the rest is counted. */
export function describeProblems(problems: readonly Problem[], limit = Infinity): string {
  const byFile = groupByPath(problems.slice(0, limit));
  const lines = [...byFile].flatMap(([path, entries]) => [path, ...entries.map(describeProblem)]);
  if (problems.length > limit)
    lines.push(`… and ${problems.length - limit} more; call diagnostics to see them.`);
  return lines.join('\n');
}

function describeProblem(problem: Problem): string {
  const origin = [problem.source, problem.code].filter(Boolean).join(' ');
  const message = cutLine(
    problem.message.replaceAll(/\s*\n\s*/g, ' / '),
    toolLimits.diagnosticMessageCharacters,
  );
  const cell = problem.cell === undefined ? '' : `cell ${problem.cell}, line `;
  return `  ${cell}${problem.line}:${problem.column} ${problem.severity}: ${message}${origin ? ` (${origin})` : ''}`;
}

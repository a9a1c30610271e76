import type { Problem } from '../ports.ts';

/** Problems as lines for the model, grouped by file, at most `limit`; the rest is counted. */
export function describeProblems(problems: readonly Problem[], limit: number): string {
  const lines: string[] = [];
  let path: string | undefined;
  for (const problem of problems.slice(0, limit)) {
    if (problem.path !== path) lines.push(`${problem.path}:`);
    path = problem.path;
    const origin = [problem.source, problem.code].filter(Boolean).join(' ');
    lines.push(
      `  ${problem.line}:${problem.column} ${problem.severity}: ${problem.message}${origin ? ` (${origin})` : ''}`,
    );
  }
  if (problems.length > limit)
    lines.push(`… and ${problems.length - limit} more; call diagnostics to see them.`);
  return lines.join('\n');
}

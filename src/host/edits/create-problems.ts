import { DiagnosticSeverity, languages, Uri, type Diagnostic } from 'vscode';
import type { Files, Problem, Problems, Severity } from '../../core/ports.ts';
import { sortProblems } from './new-problems.ts';
import { workspacePath } from './workspace-path.ts';

/** The Problems panel as the model sees it: workspace files only, errors first. */
export function createProblems(files: Files): Problems {
  return {
    async current(paths) {
      if (paths === undefined) return allProblems(files);
      const problems: Problem[] = [];
      for (const path of paths) {
        const located = await files.locate(path);
        if (located.kind !== 'inside') continue;
        problems.push(...problemsOf(Uri.parse(located.uri, true), located.path));
      }
      return sortProblems(problems);
    },
  };
}

export function allProblems(files: Pick<Files, 'roots'>): readonly Problem[] {
  const problems = languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
    const path = workspacePath(files.roots, uri.toString());
    return path === undefined ? [] : diagnostics.map((diagnostic) => toProblem(path, diagnostic));
  });
  return sortProblems(problems);
}

function problemsOf(uri: Uri, path: string): readonly Problem[] {
  return languages.getDiagnostics(uri).map((diagnostic) => toProblem(path, diagnostic));
}

const severities: Readonly<Record<DiagnosticSeverity, Severity>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

function toProblem(path: string, { severity, message, source, code, range }: Diagnostic): Problem {
  const value = typeof code === 'object' ? code.value : code;
  return {
    path,
    severity: severities[severity],
    message,
    ...(source === undefined ? {} : { source }),
    ...(value === undefined ? {} : { code: String(value) }),
    line: range.start.line + 1,
    column: range.start.character + 1,
  };
}

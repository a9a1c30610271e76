import { DiagnosticSeverity, languages, Uri, type Diagnostic } from 'vscode';
import type { Files, Problem, Problems, Severity } from '../../core/ports.ts';
import { cellPlace } from '../notebooks/cell-place.ts';
import { sortProblems } from './new-problems.ts';
import { workspacePath } from './workspace-path.ts';

/** The Problems panel as the model sees it: workspace files only, errors first. */
export function createProblems(files: Pick<Files, 'roots' | 'locate'>): Problems {
  return {
    async current(paths) {
      if (paths === undefined) return allProblems(files);
      const wanted: string[] = [];
      for (const path of paths) {
        const located = await files.locate(path);
        if (located.kind === 'inside') wanted.push(Uri.parse(located.uri, true).toString());
      }
      return problemsWhere(files, (uri) =>
        wanted.some((place) => uri === place || uri.startsWith(`${place.replace(/\/$/u, '')}/`)),
      );
    },
  };
}

export function allProblems(files: Pick<Files, 'roots'>): readonly Problem[] {
  return problemsWhere(files, () => true);
}

/** What is wrong in a notebook's cell is wrong in the notebook. */
function problemsWhere(
  { roots }: Pick<Files, 'roots'>,
  isWanted: (uri: string) => boolean,
): readonly Problem[] {
  const problems = languages.getDiagnostics().flatMap(([document, diagnostics]) => {
    const place = cellPlace(document);
    const uri = (place?.uri ?? document).toString();
    const path = isWanted(uri) ? workspacePath(roots, uri) : undefined;
    if (path === undefined) return [];
    return diagnostics.map((diagnostic) => toProblem(path, place?.cell, diagnostic));
  });
  return sortProblems(problems);
}

const severities: Readonly<Record<DiagnosticSeverity, Severity>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

function toProblem(
  path: string,
  cell: number | undefined,
  { severity, message, source, code, range }: Diagnostic,
): Problem {
  const value = typeof code === 'object' ? code.value : code;
  return {
    path,
    severity: severities[severity],
    message,
    ...(source === undefined ? {} : { source }),
    ...(value === undefined ? {} : { code: String(value) }),
    ...(cell === undefined ? {} : { cell }),
    line: range.start.line + 1,
    column: range.start.character + 1,
  };
}

import { minimatch } from 'minimatch';
import * as vscode from 'vscode';
import type { Search, SearchMatch, SearchOutcome, SearchQuery } from '../../core/ports.ts';
import type { WorkspaceFiles } from './create-files.ts';
import { findRipgrep } from './find-ripgrep.ts';
import type { Hidden } from './ignore-rules.ts';
import { readPlainText } from './read-text.ts';
import { outputFile } from './output-files.ts';
import { plainSearch } from './plain-search.ts';
import type { NamedRoot } from './resolve-path.ts';
import { type FoundLine, runRipgrep } from './run-ripgrep.ts';

export interface SearchOptions {
  readonly files: WorkspaceFiles;
  /** `vscode.env.appRoot`; a folder without ripgrep to test the fallback. */
  readonly appRoot: string;
  /** The built `plain-search.worker`. */
  readonly workerFile: string;
  readonly outputFolder: string;
  readonly log: (line: string) => void;
}

/** Matches gathered before they are sorted and cut: enough that the cut is rarely seen. */
const gatheredMost = 5_000;

/** Search as the editor sees the files: unsaved text in place of the disk's, hidden files left out. */
export function createSearch(options: SearchOptions): Search {
  const { files } = options;
  let program: Promise<string | undefined> | undefined;
  const ripgrep = () =>
    (program ??= findRipgrep(options.appRoot).then((found) => {
      if (found === undefined) options.log(`no ripgrep under ${options.appRoot}: plain search`);
      return found;
    }));

  return {
    async search(query, signal) {
      signal.throwIfAborted();
      if (query.pattern.includes('\0') || query.pattern.length > 5_000) {
        return { kind: 'problem', message: 'The pattern is too long or has a NUL in it.' };
      }
      const output =
        query.path === undefined ? undefined : outputFile(query.path, options.outputFolder);
      const scope = output === undefined ? await scopeOf(query.path, files) : [];
      if ('problem' in scope) return { kind: 'problem', message: scope.problem };
      const found = await ripgrep();
      const disk = scope.every(({ root }) => root.uri.startsWith('file:'));
      if (found === undefined || !disk) {
        return plainSearch(query, files, options.workerFile, signal);
      }
      if (output !== undefined) return searchOutput(found, query, output, signal);
      return searchDisk(found, query, scope, files, signal);
    },
  };
}

interface Scope {
  readonly root: NamedRoot;
  readonly relative: string;
}

async function scopeOf(
  path: string | undefined,
  files: WorkspaceFiles,
): Promise<readonly Scope[] | { readonly problem: string }> {
  if (files.namedRoots.length === 0) return { problem: 'No folder is open.' };
  if (path === undefined || /^(?:\.\/?)?$/.test(path)) {
    return files.namedRoots.map((root) => ({ root, relative: '' }));
  }
  const located = await files.locate(path);
  if (located.kind === 'invalid')
    return { problem: `${path} was not searched: ${located.reason}.` };
  const place = await files.place(path);
  if (located.kind === 'outside' || !place) {
    return {
      problem: `${located.path} is outside the workspace and was not searched. Single files there can be read with read_file if the user allows it.`,
    };
  }
  let type: vscode.FileType;
  try {
    ({ type } = await vscode.workspace.fs.stat(place.uri));
  } catch {
    return { problem: `${place.path} does not exist. Use list_files to find the right path.` };
  }
  const kind = (type & vscode.FileType.Directory) !== 0 ? 'directory' : 'file';
  const hidden = await files.rulesOf(place.root).hides(place.relative, kind);
  if (hidden) {
    return {
      problem: `${place.path} was not searched: ${hidden.reason}. read_file asks the user for leave to read a file of it.`,
    };
  }
  return [{ root: place.root, relative: place.relative }];
}

async function searchDisk(
  program: string,
  query: SearchQuery,
  scope: readonly Scope[],
  files: WorkspaceFiles,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const matches: SearchMatch[] = [];
  let cut = false;
  for (const { root, relative } of scope) {
    const folder = vscode.Uri.parse(root.uri, true).fsPath;
    const request = { query, folder, excludes: [], most: gatheredMost };
    const outcome = await runRipgrep(
      program,
      { ...request, target: relative === '' ? '.' : `./${relative}` },
      signal,
    );
    if (outcome.kind === 'problem') return outcome;
    cut ||= outcome.cut;
    const unsaved = await unsavedTexts(root, relative, query, files);
    const open = new Set(unsaved.map((document) => document.relative));
    const onDisk = outcome.lines.filter((line) => !open.has(line.path));
    matches.push(...(await visible(onDisk, root, query, files)));
    for (const document of unsaved) {
      const found = await runRipgrep(
        program,
        { ...request, target: '-', input: document.text },
        signal,
      );
      if (found.kind === 'problem') return found;
      const lines = found.lines.map((line) => ({ ...line, path: document.relative }));
      matches.push(...(await visible(lines, root, query, files)));
    }
  }
  matches.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  return {
    kind: 'matches',
    matches: matches.slice(0, query.limit),
    truncated: cut || matches.length > query.limit,
  };
}

async function searchOutput(
  program: string,
  query: SearchQuery,
  file: string,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const { fsPath } = vscode.Uri.joinPath(vscode.Uri.file(file), '..');
  const { pattern, literal, caseSensitive, contextLines, limit } = query;
  const outcome = await runRipgrep(
    program,
    {
      query: { pattern, literal, caseSensitive, contextLines, limit },
      folder: fsPath,
      target: file,
      excludes: [],
      most: query.limit,
    },
    signal,
  );
  if (outcome.kind === 'problem') return outcome;
  const path = query.path ?? file;
  const lines = outcome.lines.map((line) => ({ ...line, path }));
  return {
    kind: 'matches',
    matches: withContext(lines, path, query.contextLines),
    truncated: outcome.cut,
  };
}

/** Files below `relative` whose editors hold other text than the disk. */
async function unsavedTexts(
  root: NamedRoot,
  relative: string,
  query: SearchQuery,
  files: WorkspaceFiles,
): Promise<readonly { readonly relative: string; readonly text: string }[]> {
  const dirty = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments].filter(
    (document) => document.isDirty,
  );
  const uris = new Map(dirty.map(({ uri }) => [uri.toString(), uri]));
  const found = await Promise.all(
    [...uris.values()].map(async (uri) => {
      const path = files.pathOf(uri);
      const place = path === undefined ? undefined : await files.place(path);
      if (place?.root !== root) return [];
      const within =
        relative === '' || place.relative === relative || place.relative.startsWith(`${relative}/`);
      if (!within || !globMatches(place.relative, query.glob)) return [];
      const shown = await readPlainText(uri, place.path);
      return shown !== 'missing' && shown.kind === 'text'
        ? [{ relative: place.relative, text: shown.text }]
        : [];
    }),
  );
  return found.flat();
}

/** As ripgrep reads globs: without a slash they match names, else paths from the folder on. */
function globMatches(relative: string, glob: string | undefined): boolean {
  if (glob === undefined) return true;
  const negated = glob.startsWith('!');
  const pattern = (negated ? glob.slice(1) : glob).replace(/^\//, '');
  const matched = minimatch(relative, pattern, { dot: true, matchBase: !pattern.includes('/') });
  return matched !== negated;
}

/** ripgrep knows `.gitignore`; secrets, `.ratchetignore` and the editor's excludes it does not. */
async function visible(
  lines: readonly FoundLine[],
  root: NamedRoot,
  query: SearchQuery,
  files: WorkspaceFiles,
): Promise<readonly SearchMatch[]> {
  const rules = files.rulesOf(root);
  const paths = [...new Set(lines.map((line) => line.path))];
  const verdicts = new Map<string, Hidden | undefined>();
  for (const path of paths) verdicts.set(path, await rules.hides(path, 'file'));
  const lead = files.namedRoots.length === 1 ? '' : `${root.name}/`;
  const byPath = new Map<string, FoundLine[]>();
  for (const line of lines) {
    if (verdicts.get(line.path)) continue;
    const group = byPath.get(line.path);
    if (group) group.push(line);
    else byPath.set(line.path, [line]);
  }
  return [...byPath].flatMap(([path, group]) =>
    withContext(group, `${lead}${path}`, query.contextLines),
  );
}

function withContext(
  lines: readonly FoundLine[],
  path: string,
  contextLines: number,
): readonly SearchMatch[] {
  const texts = new Map(lines.map((line) => [line.line, line.text] as const));
  const around = (from: number, to: number): readonly string[] => {
    const found: string[] = [];
    for (let line = from; line <= to; line++) {
      const text = texts.get(line);
      if (text !== undefined) found.push(text);
    }
    return found;
  };
  return lines
    .filter((line) => line.match)
    .map(({ line, text }) => ({
      path,
      line,
      text,
      before: around(line - contextLines, line - 1),
      after: around(line + 1, line + contextLines),
    }));
}

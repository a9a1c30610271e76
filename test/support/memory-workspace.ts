import { minimatch } from 'minimatch';
import type { ChangeSet } from '../../src/core/edits/change-set.ts';
import type {
  EditOutcome,
  Editor,
  Files,
  Git,
  Languages,
  LanguageOutcome,
  Problem,
  Problems,
  ReadConcern,
  ReadOutcome,
  Search,
  SearchMatch,
  Shell,
  ShellOutput,
  TaskChange,
} from '../../src/core/ports.ts';
import type { Review } from '../../src/shared/events.ts';

/**
 * A workspace of one root in memory, with every port a tool may reach. What a test wants to be
 * otherwise it sets on the object: `unsaved`, `refused`, `problems`, `decide`, `commands`.
 */
export interface MemoryWorkspace {
  /** Text by workspace path; change it to play the user who edits. */
  readonly texts: Map<string, string>;
  readonly bytes: Map<string, Uint8Array>;
  /** Paths whose text is not on the disk yet. */
  readonly unsaved: Set<string>;
  /** Paths that need leave, with the reason; `granted` reads get through. */
  readonly refused: Map<string, { readonly reason: string; readonly ask?: ReadConcern }>;
  readonly found: Problem[];
  /** How the user reviews; by default everything is kept. */
  decide: (changes: ChangeSet) => 'kept' | 'undone';
  /** Problems that the next edits bring. */
  readonly newProblems: Problem[];
  /** Change sets that were proposed, in order. */
  readonly proposed: ChangeSet[];
  /** What a command answers; unknown ones exit with 127. */
  readonly commands: Map<string, ShellOutput | (() => ShellOutput | Promise<ShellOutput>)>;
  /** Commands that ran, in order. */
  readonly ran: string[];
  readonly files: Files;
  readonly search: Search;
  readonly problems: Problems;
  readonly languages: Languages;
  readonly git: Git;
  /** Diffs by scope. */
  readonly diffs: Map<string, string>;
  readonly editor: Editor;
  readonly shell: Shell;
}

export function createMemoryWorkspace(
  texts: Readonly<Record<string, string>> = {},
): MemoryWorkspace {
  const workspace = {
    texts: new Map(Object.entries(texts)),
    bytes: new Map<string, Uint8Array>(),
    unsaved: new Set<string>(),
    refused: new Map<string, { readonly reason: string; readonly ask?: ReadConcern }>(),
    found: [] as Problem[],
    decide: (): 'kept' | 'undone' => 'kept',
    newProblems: [] as Problem[],
    proposed: [] as ChangeSet[],
    commands: new Map<string, ShellOutput | (() => ShellOutput | Promise<ShellOutput>)>(),
    ran: [] as string[],
    diffs: new Map<string, string>(),
  };
  return Object.assign(workspace, {
    files: memoryFiles(workspace),
    search: memorySearch(workspace),
    problems: memoryProblems(workspace),
    languages: memoryLanguages(),
    git: memoryGit(workspace),
    editor: memoryEditor(workspace),
    shell: memoryShell(workspace),
  });
}

type State = Omit<
  MemoryWorkspace,
  'files' | 'search' | 'problems' | 'languages' | 'git' | 'editor' | 'shell'
>;

function memoryGit(state: State): Git {
  return {
    diff: async (scope) => {
      const text = state.diffs.get(scope);
      return text === undefined
        ? { kind: 'problem', message: 'No Git repository is open in this workspace.' }
        : { kind: 'diff', text };
    },
  };
}

/** A command's result in one line: `exited('ok\n')`, `exited('no\n', 1)`. */
export function exited(output: string, code = 0): ShellOutput {
  return { output, state: { kind: 'exited', code }, wallMs: 5 };
}

/** Equal texts have equal versions, as on the disk. */
export function versionOf(text: string): string {
  let hash = 5381;
  for (let at = 0; at < text.length; at++) hash = (hash * 33) ^ text.charCodeAt(at);
  return `${text.length}-${hash >>> 0}`;
}

function normalize(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..') parts.push(part);
  }
  return path.startsWith('/') ? undefined : parts.join('/');
}

function memoryFiles(state: State): Files {
  const isDirectory = (path: string) =>
    path === '' || [...state.texts.keys()].some((file) => file.startsWith(`${path}/`));
  const check = (raw: string, granted: boolean | undefined): string | ReadOutcome => {
    const path = normalize(raw);
    if (path === undefined) {
      const ask = { why: 'outside', covers: raw } as const;
      return { kind: 'refused', path: raw, reason: 'it is outside the workspace', ask };
    }
    const refused = state.refused.get(path);
    if (refused && !granted) return { kind: 'refused', path, ...refused };
    if (state.bytes.has(path) || state.texts.has(path)) return path;
    if (isDirectory(path)) return { kind: 'directory', path };
    const name = path.split('/').at(-1) ?? '';
    const similar = [...state.texts.keys()].filter((file) => file.endsWith(`/${name}`));
    return { kind: 'missing', path, similar };
  };
  return {
    roots: [{ name: 'workspace', uri: 'memory:/workspace' }],
    locate: async (raw) => {
      const path = normalize(raw);
      return path === undefined
        ? { kind: 'outside', path: raw, uri: `memory:${raw}` }
        : { kind: 'inside', path, uri: `memory:/workspace/${path}` };
    },
    read: async (raw, signal, options) => {
      signal.throwIfAborted();
      const path = check(raw, options?.granted);
      if (typeof path !== 'string') return path;
      const bytes = state.bytes.get(path);
      if (bytes) return { kind: 'binary', path, bytes: bytes.length };
      const text = state.texts.get(path) ?? '';
      return {
        kind: 'text',
        path,
        text,
        version: versionOf(text),
        unsaved: state.unsaved.has(path),
      };
    },
    readBytes: async (raw, limit, signal, options) => {
      signal.throwIfAborted();
      const path = check(raw, options?.granted);
      if (typeof path !== 'string') return path;
      const bytes = state.bytes.get(path) ?? new TextEncoder().encode(state.texts.get(path));
      return bytes.length > limit ? { kind: 'tooLarge', path, bytes: bytes.length, limit } : bytes;
    },
    list: async ({ path: raw = '', glob, limit }) => {
      const path = normalize(raw);
      if (path === undefined || !isDirectory(path)) {
        return { entries: [], truncated: false, problem: `${raw} is not a directory here.` };
      }
      const all = [...state.texts.keys(), ...state.bytes.keys()]
        .filter((file) => path === '' || file.startsWith(`${path}/`))
        .filter((file) => glob === undefined || minimatch(file, glob, { matchBase: true }))
        .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
      return {
        entries: all.slice(0, limit).map((file) => ({ path: file, kind: 'file' })),
        truncated: all.length > limit,
      };
    },
  };
}

function depth(path: string): number {
  return path.split('/').length;
}

function memorySearch(state: State): Search {
  return {
    search: async (query) => {
      let pattern: RegExp;
      try {
        const source = query.literal
          ? query.pattern.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&')
          : query.pattern;
        pattern = new RegExp(source, query.caseSensitive ? '' : 'i');
      } catch {
        return { kind: 'problem', message: 'The pattern is not a regular expression.' };
      }
      const matches: SearchMatch[] = [];
      for (const [path, text] of [...state.texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (query.path && path !== query.path && !path.startsWith(`${query.path}/`)) continue;
        if (query.glob && !minimatch(path, query.glob, { matchBase: true })) continue;
        const lines = text.split('\n');
        for (const [index, line] of lines.entries()) {
          if (!pattern.test(line)) continue;
          matches.push({
            path,
            line: index + 1,
            text: line,
            before: lines.slice(Math.max(0, index - query.contextLines), index),
            after: lines.slice(index + 1, index + 1 + query.contextLines),
          });
        }
      }
      return {
        kind: 'matches',
        matches: matches.slice(0, query.limit),
        truncated: matches.length > query.limit,
      };
    },
  };
}

function memoryProblems(state: State): Problems {
  return {
    current: async (paths) =>
      state.found.filter(
        (problem) =>
          !paths ||
          paths.some((path) => problem.path === path || problem.path.startsWith(`${path}/`)),
      ),
  };
}

function memoryLanguages(): Languages {
  const nothing = async <Found>(): Promise<LanguageOutcome<Found>> => ({
    kind: 'found',
    found: [],
  });
  return { outline: nothing, find: nothing, places: nothing };
}

/** Applies whole change sets; `decide` plays the user. */
function memoryEditor(state: State): Editor {
  const before = new Map<string, string | undefined>();
  const remember = (path: string) => {
    if (!before.has(path)) before.set(path, state.texts.get(path));
  };
  const apply = (changes: ChangeSet): readonly string[] => {
    const touched: string[] = [];
    for (const change of changes.changes) {
      if (change.kind === 'rename') {
        remember(change.from);
        remember(change.to);
        state.texts.delete(change.from);
        state.texts.set(change.to, change.after);
        touched.push(change.from, change.to);
        continue;
      }
      remember(change.path);
      if (change.kind === 'delete') state.texts.delete(change.path);
      else state.texts.set(change.path, change.after);
      touched.push(change.path);
    }
    return touched;
  };
  const net = (): readonly TaskChange[] =>
    [...before].flatMap(([path, text]) => {
      const now = state.texts.get(path);
      if (now === text) return [];
      const kind = text === undefined ? 'created' : now === undefined ? 'deleted' : 'modified';
      return [{ path, uri: `memory:/workspace/${path}`, kind, review: 'kept' } as const];
    });
  return {
    propose: async (changes, call, signal): Promise<EditOutcome> => {
      signal.throwIfAborted();
      state.proposed.push(changes);
      const decision = state.decide(changes);
      call.emit(reviewOf(changes, call.callId, decision));
      if (decision === 'undone') {
        const report = 'The user undid all of it; nothing was written.';
        return { status: 'undone', report, touched: [], newProblems: [] };
      }
      const touched = apply(changes);
      const newProblems = state.newProblems.splice(0);
      return { status: 'kept', report: `Kept: ${touched.join(', ')}.`, touched, newProblems };
    },
    changes: net,
    newProblems: async () => [],
    diff: async () =>
      net()
        .map((change) => `${change.kind} ${change.path}`)
        .join('\n'),
    renameSymbol: async () => ({ kind: 'problem', message: 'No language server in memory.' }),
  };
}

function reviewOf(changes: ChangeSet, callId: string, decision: 'kept' | 'undone'): Review {
  const kinds = {
    create: 'created',
    modify: 'modified',
    delete: 'deleted',
    rename: 'renamed',
  } as const;
  return {
    id: `review-${callId}`,
    callId,
    state: 'closed',
    files: changes.changes.map((change) => {
      const path = change.kind === 'rename' ? change.to : change.path;
      return {
        path,
        uri: `memory:/workspace/${path}`,
        kind: kinds[change.kind],
        hunks: [],
        decision,
      };
    }),
  };
}

function memoryShell(state: State): Shell {
  return {
    run: async (request, signal) => {
      signal.throwIfAborted();
      state.ran.push(request.command);
      const answer = state.commands.get(request.command);
      if (!answer) return exited(`${request.command}: command not found\n`, 127);
      const result = typeof answer === 'function' ? await answer() : answer;
      if (result.output !== '') request.onOutput?.(result.output);
      return result;
    },
    write: async ({ sessionId }) => ({
      output: '',
      state: { kind: 'failed', message: `There is no running command ${sessionId}.` },
      wallMs: 0,
    }),
    running: () => [],
    stopAll: async () => undefined,
  };
}

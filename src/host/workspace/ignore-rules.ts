import ignore, { type Ignore } from 'ignore';
import { minimatch } from 'minimatch';
import { secretReason } from '../../core/policy/secret-paths.ts';

/** What keeps a path of one root from being listed, searched and read without leave. */
export interface Hidden {
  readonly why: 'secret' | 'ignored';
  readonly reason: string;
  /** The path, or the folder around it that the rule hides as a whole; relative to the root. */
  readonly covers: string;
}

export interface IgnoreRules {
  /** `relative` is below the root, with `/`. */
  hides(relative: string, kind: 'file' | 'directory'): Promise<Hidden | undefined>;
}

const fileNames = ['.gitignore', '.ratchetignore'] as const;

/**
 * The rules of one root: secrets, `.gitignore` and `.ratchetignore` of each folder on the way, and
 * the editor's `files.exclude`. Each rule file is read once, so make new rules for each operation.
 */
export function createIgnoreRules(options: {
  /** The text of a file below the root; undefined when there is none. */
  readonly readText: (relative: string) => Promise<string | undefined>;
  readonly excludes: readonly string[];
}): IgnoreRules {
  const loaded = new Map<string, Promise<FolderRules | undefined>>();
  const decided = new Map<string, Promise<Hidden | undefined>>();

  const rulesOf = (folder: string) => {
    let rules = loaded.get(folder);
    if (!rules) {
      rules = loadRules(folder, options.readText);
      loaded.set(folder, rules);
    }
    return rules;
  };

  /** A folder hidden as a whole hides everything below, whatever rules say there. */
  const hides: IgnoreRules['hides'] = (relative, kind) => {
    if (relative === '') return Promise.resolve(undefined);
    const key = kind === 'directory' ? `${relative}/` : relative;
    let decision = decided.get(key);
    if (!decision) {
      decision = decide(relative, kind);
      decided.set(key, decision);
    }
    return decision;
  };

  const decide = async (
    relative: string,
    kind: 'file' | 'directory',
  ): Promise<Hidden | undefined> => {
    const parent = parentOf(relative);
    const above = await hides(parent, 'directory');
    const secret = kind === 'file' ? secretReason(relative) : undefined;
    if (secret !== undefined) {
      return { why: 'secret', reason: `it ${secret}`, covers: relative };
    }
    if (above) return above;
    if (relative.split('/').at(-1) === '.git') {
      return { why: 'ignored', reason: "it is git's own", covers: `${relative}/` };
    }
    const covers = kind === 'directory' ? `${relative}/` : relative;
    const exclude = options.excludes.find((glob) => minimatch(relative, glob, { dot: true }));
    if (exclude !== undefined) {
      return { why: 'ignored', reason: `files.exclude hides it (${exclude})`, covers };
    }
    const file = await lastVerdict(relative, kind, rulesOf);
    return file === undefined
      ? undefined
      : { why: 'ignored', reason: `${file} ignores it`, covers };
  };

  return { hides };
}

/** The rules of one folder; those of `.ratchetignore` come after git's and so have the last word. */
interface FolderRules {
  readonly all: Ignore;
  readonly files: readonly { readonly name: string; readonly rules: Ignore }[];
}

async function loadRules(
  folder: string,
  readText: (relative: string) => Promise<string | undefined>,
): Promise<FolderRules | undefined> {
  const names = fileNames.map((fileName) => (folder === '' ? fileName : `${folder}/${fileName}`));
  const texts = await Promise.all(
    names.map(async (name) => ({ name, text: await readText(name) })),
  );
  const found = texts.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));
  if (found.length === 0) return undefined;
  const all = ignore();
  for (const { text } of found) all.add(text);
  return { all, files: found.map(({ name, text }) => ({ name, rules: ignore().add(text) })) };
}

/** The rule file that hides the path; rules of nearer folders have the last word. */
async function lastVerdict(
  relative: string,
  kind: 'file' | 'directory',
  rulesOf: (folder: string) => Promise<FolderRules | undefined>,
): Promise<string | undefined> {
  let hiddenBy: string | undefined;
  for (const folder of foldersAbove(relative)) {
    const rules = await rulesOf(folder);
    if (!rules) continue;
    const below = folder === '' ? relative : relative.slice(folder.length + 1);
    const path = kind === 'directory' ? `${below}/` : below;
    const { ignored, unignored } = rules.all.test(path);
    if (ignored)
      hiddenBy = rules.files.findLast((file) => file.rules.ignores(path))?.name ?? 'a rule';
    else if (unignored) hiddenBy = undefined;
  }
  return hiddenBy;
}

/** `a/b/c.ts` → ``, `a`, `a/b`. */
function foldersAbove(relative: string): readonly string[] {
  const parts = relative.split('/');
  return parts.map((_, index) => parts.slice(0, index).join('/'));
}

function parentOf(relative: string): string {
  return relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
}

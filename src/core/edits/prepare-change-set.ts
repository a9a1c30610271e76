import type { ChangeSet, FileState } from './change-set.ts';
import type { Patch } from './patch.ts';
import { stageSections } from './stage-sections.ts';
import { settleFiles } from './settle-files.ts';

/** What preparing needs of the world. */
export interface PrepareOptions {
  /** The file as it is now, unsaved edits included. Called once per path. */
  readonly readFile: (path: string) => Promise<FileState>;
  /** Let others run: awaited now and then during long work. */
  readonly pause?: () => Promise<void>;
  /** The workspace path that an absolute one is another name of, if it is inside. */
  readonly locate?: (absolute: string) => Promise<string | undefined>;
  /** Line ending of new files. */
  readonly newline?: '\n' | '\r\n';
  /** Paths that differ in capitals only are one file. */
  readonly ignoreCase?: boolean;
  /** Refuse names that Windows cannot have. */
  readonly windows?: boolean;
}

export type PreparedChangeSet =
  | {
      readonly ok: true;
      readonly changeSet: ChangeSet;
      /** For the model: what was read leniently. Empty if all was to the letter. */
      readonly notes: readonly string[];
      /** Paths whose whole text a section removes unseen, replaced ones included. */
      readonly deleted: readonly string[];
    }
  /** Text for the model: every problem found, what would have applied, and what to do next. */
  | { readonly ok: false; readonly error: string };

/**
 * Computes what a patch does to the files, whole or not at all: every section and hunk is checked
 * before anything is returned, and nothing is written. Paths in the patch name files as they are
 * before the patch, or else as earlier sections left them, so that files can be swapped or chained.
 */
export async function prepareChangeSet(
  patch: Patch,
  options: PrepareOptions,
): Promise<PreparedChangeSet> {
  const staged = await stageSections(patch.sections, options);
  const settled = await settleFiles(staged);
  const problems = [...staged.problems, ...settled.problems];
  if (problems.length > 0) {
    // Where sections collide with each other, none of them can be said to fit.
    const fits =
      staged.problems.length > 0 ? listSome([...staged.fits], 'sections would have applied') : [];
    return {
      ok: false,
      error: [refusal, ...listSome(problems, 'problems like these'), ...fits].join('\n'),
    };
  }
  if (settled.changeSet.changes.length === 0) return { ok: false, error: noChange };
  const notes = patch.endMissing ? [...staged.notes, endMissing] : staged.notes;
  return { ok: true, changeSet: settled.changeSet, notes, deleted: staged.deleted };
}

function listSome(lines: readonly string[], what: string): readonly string[] {
  const more = lines.length - linesTold;
  return more > 0 ? [...lines.slice(0, linesTold), `And ${more} more ${what}.`] : lines;
}

const linesTold = 20;
const refusal = 'The patch was not applied; no file was changed.';
const noChange =
  'The patch changes nothing: the files already are as it would leave them. Nothing was written.';
const endMissing =
  'The patch had no `*** End Patch` line. If it was cut off, send what is missing as another patch.';

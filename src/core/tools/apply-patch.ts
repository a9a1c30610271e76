import {
  type ChangeSet,
  type FileState,
  resultPath,
  sourcePath,
  textAfter,
  textBefore,
} from '../edits/change-set.ts';
import { patchGrammar } from '../edits/patch-grammar.ts';
import { readPatchHeader } from '../edits/patch-header.ts';
import { preparePatch } from '../edits/prepare-patch.ts';
import { isNotebookPath } from '../notebooks/parse-notebook.ts';
import { plural } from './bounded-text.ts';
import { defineCustomTool } from './define-tool.ts';
import { proposeChanges } from './propose-changes.ts';
import type { ToolContext, ToolResult } from './tool.ts';
import { toolLimits } from './tool-limits.ts';

export const applyPatch = defineCustomTool({
  kind: 'custom',
  name: 'apply_patch',
  effect: 'act',
  description:
    'Edit files with one patch: checked whole, shown to the user as a diff, applied all or not at all. Three lines of context around each change, copied exactly, or more to be unique; `@@ class or function line` before a hunk when its lines repeat.',
  format: { type: 'grammar', syntax: 'lark', definition: patchGrammar },
  title: (patch) => `Edit ${namedFiles(patch)}`,
  async run(patch, context) {
    const detail = { kind: 'patch', patch } as const;
    const naming = context.files.naming;
    const prepared = await preparePatch(patch, {
      readFile: (path) => readState(path, context),
      locate: async (absolute) => {
        const located = await context.files.locate(absolute);
        return located.kind === 'inside' ? located.path : undefined;
      },
      ...(context.pause ? { pause: context.pause } : {}),
      ...(naming ?? {}),
    });
    const notebook = patchedNotebook(patch, prepared.ok ? prepared.changeSet : undefined);
    if (notebook !== undefined) {
      return { ...refused(notebookAdvice(notebook), context), detail };
    }
    if (!prepared.ok) return { ...refused(prepared.error, context), detail };
    const stale = staleFiles(prepared.changeSet, context);
    // No hunk's context stands between the model and text that it has not seen.
    const deleted = new Set(prepared.deleted);
    const blind = stale.filter((path) => deleted.has(path));
    if (blind.length > 0) {
      return {
        ...refused(
          `${blind.join(', ')} changed since you read it, and the patch removes its whole text. Nothing was changed. Read it again and decide anew.`,
          context,
        ),
        detail,
      };
    }
    const result = await proposeChanges(prepared.changeSet, context, detail);
    if (result.ok) context.task.failures.clear();
    const notes = [
      ...prepared.notes,
      ...stale.map((path) => `${path} had changed since you read it; the hunks fit its new text.`),
    ];
    return notes.length > 0 && typeof result.output === 'string'
      ? { ...result, output: [result.output, ...notes].join('\n') }
      : result;
  },
});

/** Files outside stay closed to edits; for secrets and ignored files the user is asked. */
async function readState(path: string, context: ToolContext): Promise<FileState> {
  let outcome = await context.files.read(path, context.signal);
  if (outcome.kind === 'refused' && outcome.ask && outcome.ask.why !== 'outside') {
    const { reason, ask } = outcome;
    const answer = await context.approve({
      kind: 'read',
      path: outcome.path,
      reason,
      concern: ask,
    });
    if (answer.kind === 'denied') return { kind: 'refused', reason: answer.reason };
    outcome = await context.files.read(path, context.signal, { granted: true });
  }
  switch (outcome.kind) {
    case 'text':
      return { kind: 'text', text: outcome.text, version: outcome.version };
    case 'tooLarge':
      return { kind: 'tooLarge', bytes: outcome.bytes };
    case 'refused':
      return { kind: 'refused', reason: outcome.reason };
    case 'missing':
    case 'binary':
    case 'directory':
      return { kind: outcome.kind };
  }
}

/** Files whose text is another one than the model saw last. */
function staleFiles(changes: ChangeSet, context: ToolContext): readonly string[] {
  return changes.changes.flatMap((change) => {
    if (change.kind === 'create') return [];
    const seen = context.task.reads.get(sourcePath(change));
    return seen !== undefined && seen !== change.baseVersion ? [sourcePath(change)] : [];
  });
}

/**
 * A notebook whose content the patch would change. Moving and deleting one is fine; where the patch
 * did not fit, its headers tell.
 */
function patchedNotebook(patch: string, changes: ChangeSet | undefined): string | undefined {
  if (changes === undefined) {
    const named = fileHeaders(patch).filter(({ kind }) => kind !== 'delete');
    return named.find(({ path }) => isNotebookPath(path))?.path;
  }
  const content = changes.changes.find(
    (change) =>
      change.kind !== 'delete' &&
      textBefore(change) !== textAfter(change) &&
      (isNotebookPath(sourcePath(change)) || isNotebookPath(resultPath(change))),
  );
  return content && resultPath(content);
}

function notebookAdvice(path: string): string {
  return `Nothing was changed: ${path} is a notebook. Change its cells with edit_notebook, which also creates new notebooks; leave it out of the patch.`;
}

/**
 * The same patch failing in the same way is where agents burn money: after three times the advice
 * changes from mending the patch to looking anew.
 */
function refused(error: string, context: ToolContext): ToolResult {
  const { failures } = context.task;
  const times = (failures.get(error) ?? 0) + 1;
  failures.set(error, times);
  const advice =
    times >= toolLimits.equalFailures
      ? `\nThis is failure ${times} of the same kind. Do not send this patch again: read_file the place as it is now, then write a smaller patch with lines copied from that answer, or tell the user what stands in the way.`
      : '';
  return { ok: false, output: `${error}${advice}`, summary: 'Not applied' };
}

function namedFiles(patch: string): string {
  const paths = [...new Set(fileHeaders(patch).map((header) => header.path))];
  const [first] = paths;
  if (first === undefined) return 'files';
  return paths.length === 1 ? first : `${first} and ${plural(paths.length - 1, 'other file')}`;
}

function fileHeaders(patch: string): readonly { readonly kind: string; readonly path: string }[] {
  return patch.split('\n').flatMap((line) => {
    const header = readPatchHeader(line);
    return header !== undefined && 'path' in header && header.kind !== 'move' ? [header] : [];
  });
}

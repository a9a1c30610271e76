import assert from 'node:assert/strict';
import { applyChangeSet } from '../../../src/core/edits/apply-change-set.ts';
import type { FileState } from '../../../src/core/edits/change-set.ts';
import type { PrepareOptions } from '../../../src/core/edits/prepare-change-set.ts';
import { preparePatch } from '../../../src/core/edits/prepare-patch.ts';

/** A patch on files, and the exact files it gives or the exact answer it is refused with. */
export interface EditCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string | FileState>>;
  readonly patch: string;
  readonly gives?: Readonly<Record<string, string>>;
  readonly fails?: string;
  readonly options?: Partial<PrepareOptions>;
}

/** The one-file case: `body` is what follows the Update header. */
export function update(name: string, before: string, body: string, after: string): EditCase {
  return { name, files: { f: before }, patch: updatePatch(body), gives: { f: after } };
}

/** The one-file case that is refused with `told`, behind the words that all refusals begin with. */
export function refuse(name: string, before: string, body: string, told: string): EditCase {
  return { name, files: { f: before }, patch: updatePatch(body), fails: `${refusal}\n${told}` };
}

export const refusal = 'The patch was not applied; no file was changed.';

export function updatePatch(body: string): string {
  return `*** Begin Patch\n*** Update File: f\n${body}\n*** End Patch\n`;
}

export function describeCases(title: string, cases: readonly EditCase[]): void {
  describe(title, () => {
    for (const one of cases) it(one.name, () => runCase(one));
  });
}

async function runCase({ files, patch, gives, fails, options }: EditCase): Promise<void> {
  const texts = new Map<string, string>();
  for (const [path, file] of Object.entries(files)) {
    if (typeof file === 'string') texts.set(path, file);
  }
  const prepared = await preparePatch(patch, { readFile: readFrom(files), ...options });
  if (fails !== undefined) {
    assert.equal(prepared.ok ? 'applied' : prepared.error, fails);
    return;
  }
  if (!prepared.ok) assert.fail(prepared.error);
  const applied = applyChangeSet(texts, prepared.changeSet);
  assert.ok(applied.ok);
  assert.deepEqual(Object.fromEntries([...applied.files].sort()), gives);
}

export function readFrom(
  files: Readonly<Record<string, string | FileState>>,
): (path: string) => Promise<FileState> {
  return async (path) => {
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (file === undefined) return { kind: 'missing' };
    return typeof file === 'string' ? { kind: 'text', text: file, version: '1' } : file;
  };
}

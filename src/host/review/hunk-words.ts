import type { HunkPlace } from './hunk-places.ts';

/** What a hunk stands for when it is not some lines: `New file: ` and the like, else nothing. */
export function kindWords({ hunk, file }: HunkPlace): string {
  return hunk.kind === 'file' ? wholeFile[file.change.kind] : '';
}

const wholeFile = {
  create: 'New file: ',
  delete: 'Delete: ',
  rename: 'Move: ',
  modify: '',
} as const;

/** How a hunk is decided; nothing while it is open. */
export function decisionWords({ hunk }: HunkPlace): string {
  return decided[hunk.decision];
}

const decided = {
  pending: '',
  kept: '✓ Kept',
  edited: '✓ Kept as edited',
  undone: '✕ Undone',
} as const;

/** The keys of the manifest, as tooltips name them. */
export const hunkKeys = { keep: 'Ctrl+Alt+Y', undo: 'Ctrl+Alt+U' } as const;

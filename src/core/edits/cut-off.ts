import type { PatchHunk, PatchSection } from './patch.ts';

/**
 * Whether a patch without `*** End Patch` was rather cut off than left open: in the middle of a line
 * (`lineEnded` is false where no newline ends the last one), or between lines that are taken out and
 * what was to replace them. A line of context behind the last change, or `*** End of File`, shows
 * that change to be whole: half a line of context would not be found in the file.
 */
export function mayBeCutOff(
  section: PatchSection | undefined,
  lastLine: string,
  lineEnded: boolean,
): boolean {
  switch (section?.kind) {
    case 'add':
    case 'delete':
      return !lineEnded;
    case 'update': {
      const hunk = section.hunks.at(-1);
      return hunk === undefined ? !lineEnded : endsInside(hunk, lastLine, lineEnded);
    }
    case undefined:
      return true;
  }
}

function endsInside(hunk: PatchHunk, lastLine: string, lineEnded: boolean): boolean {
  if (lastLine.startsWith('@@')) return true;
  if (hunk.endOfFile) return false;
  const lines = hunk.lines.filter(({ kind, text }) => kind !== 'context' || text.trim() !== '');
  // What is only added goes to the end of the file; the lines beside it may have been cut off.
  const hasPlace = hunk.anchors.length > 0 || lines.some(({ kind }) => kind !== 'add');
  const changes = lines.some(({ kind }) => kind !== 'context');
  const last = lines.at(-1)?.kind;
  return !hasPlace || !changes || last === 'remove' || (last === 'add' && !lineEnded);
}

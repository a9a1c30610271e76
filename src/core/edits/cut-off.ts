import type { PatchSection } from './patch.ts';

/**
 * Whether a patch without `*** End Patch` may have been cut off inside a change: then what is there
 * is half a line, half a file or the path of another file. A line of context behind the last change,
 * or `*** End of File`, shows that change to be whole. A newline behind the last line (`lineEnded`)
 * shows a path to be whole.
 */
export function mayBeCutOff(
  section: PatchSection | undefined,
  lastLine: string,
  lineEnded: boolean,
): boolean {
  switch (section?.kind) {
    case 'delete':
      return !lineEnded;
    case 'update': {
      const hunk = section.hunks.at(-1);
      const isWhole = hunk?.endOfFile === true || hunk?.lines.at(-1)?.kind === 'context';
      return (
        lastLine.startsWith('@@') || !isWhole || !hunk.lines.some((line) => line.kind !== 'context')
      );
    }
    case 'add':
    case undefined:
      return true;
  }
}

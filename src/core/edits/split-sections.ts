import { type PatchHeader, readPatchHeader } from './patch-header.ts';
import { isPaddedAnchor } from './read-hunks.ts';

/** One file's part of a patch: its header and the range of body lines that follow it. */
export interface RawSection {
  readonly kind: 'add' | 'delete' | 'update';
  readonly path: string;
  /** Index of the header among the lines; the body is [`header` + 1, `end`). */
  readonly header: number;
  readonly end: number;
}

export interface SplitPatch {
  readonly sections: readonly RawSection[];
  readonly endMissing: boolean;
  /** An indented header stood where the format has a context line: there are two readings. */
  readonly paddedSeen: boolean;
  /** First line that belongs to no section but looks as if it should, if any. */
  readonly stray: { readonly at: number; readonly behindEnd: boolean } | undefined;
}

/**
 * What an indented header inside a hunk is: the context line that the format says it is, or a header.
 * `edits`: a header unless it deletes a file, since no hunk stands witness that this was meant.
 */
export type PaddedHeaders = 'context' | 'edits' | 'headers';

/** Cuts a patch's lines at its headers. */
export function splitSections(lines: readonly string[], padded: PaddedHeaders): SplitPatch {
  const sections: RawSection[] = [];
  let open: Omit<RawSection, 'end'> | undefined;
  let endMissing = true;
  let paddedSeen = false;
  let stray: SplitPatch['stray'];
  const behind = watchEnd();
  const close = (end: number) => {
    if (open !== undefined) sections.push({ ...open, end });
    open = undefined;
  };
  for (const [index, line] of lines.entries()) {
    const header = readPatchHeader(line);
    const inHunks = open?.kind === 'update' && line.startsWith(' ');
    if (header?.kind === 'move' || header?.kind === 'endOfFile' || header === undefined) {
      if (inHunks && (header?.kind === 'endOfFile' || isPaddedAnchor(line))) paddedSeen = true;
      if (open !== undefined || !isPatchLine(line)) continue;
      if (endMissing) stray ??= { at: index, behindEnd: false };
      else if (header === undefined) behind.note(index, line);
      continue;
    }
    if (inHunks) {
      paddedSeen = true;
      if (!isMeant(header, padded) || (header.kind === 'end' && goesOn(lines, index))) continue;
    }
    close(index);
    const lost = header.kind === 'begin' ? behind.misplaced() : behind.leftover();
    if (lost !== undefined) stray ??= { at: lost, behindEnd: true };
    endMissing = header.kind !== 'end';
    behind.restart(endMissing ? undefined : index);
    if (header.kind === 'add' || header.kind === 'delete' || header.kind === 'update') {
      open = { kind: header.kind, path: header.path, header: index };
    }
  }
  close(lines.length);
  const lost = behind.misplaced();
  if (lost !== undefined) stray ??= { at: lost, behindEnd: true };
  return { sections, endMissing, paddedSeen, stray };
}

/** Watches for lines of a hunk behind `*** End Patch`, which would silently be left out. */
interface EndWatch {
  restart(end: number | undefined): void;
  note(index: number, line: string): void;
  /** The first line that reads like one of a hunk: too much before another section. */
  leftover(): number | undefined;
  /** Likewise, but no list with dashes: words may follow a patch. */
  misplaced(): number | undefined;
}

function watchEnd(): EndWatch {
  let leftover: number | undefined;
  let misplaced: number | undefined;
  let last = -2;
  return {
    restart(end = -2) {
      leftover = undefined;
      misplaced = undefined;
      last = end;
    },
    note(index, line) {
      leftover ??= index;
      const follows = index === last + 1;
      if (follows) last = index;
      if (follows || !line.startsWith('-')) misplaced ??= index;
    },
    leftover: () => leftover,
    misplaced: () => misplaced,
  };
}

function isMeant(header: PatchHeader, padded: PaddedHeaders): boolean {
  return padded === 'headers' || (padded === 'edits' && header.kind !== 'delete');
}

/** Whether lines of a hunk follow before any other header. */
function goesOn(lines: readonly string[], end: number): boolean {
  for (let at = end + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (readPatchHeader(line) !== undefined) return false;
    if (isPatchLine(line)) return true;
  }
  return false;
}

/** Not prose: a line with a mark of the format at its start. */
function isPatchLine(line: string): boolean {
  return /^(?:[-+]|@@|\*\*\*)/.test(line);
}

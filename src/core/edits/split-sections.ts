import { type PatchHeader, readPatchHeader } from './patch-header.ts';

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
  /** First line that belongs to no section, if any. */
  readonly stray: number | undefined;
}

/** Cuts a patch's lines at its headers. `paddedAreHeaders` decides on indented ones in a hunk. */
export function splitSections(lines: readonly string[], paddedAreHeaders: boolean): SplitPatch {
  const sections: RawSection[] = [];
  let open: Omit<RawSection, 'end'> | undefined;
  let endMissing = true;
  let paddedSeen = false;
  let stray: number | undefined;
  const close = (end: number) => {
    if (open !== undefined) sections.push({ ...open, end });
    open = undefined;
  };
  for (const [index, line] of lines.entries()) {
    const header = sectionHeader(line);
    if (header === undefined) {
      if (open === undefined && endMissing && line.trim() !== '') stray ??= index;
      continue;
    }
    if (open?.kind === 'update' && line.startsWith(' ')) {
      paddedSeen = true;
      if (!paddedAreHeaders) continue;
    }
    close(index);
    endMissing = header.kind !== 'end';
    if (header.kind === 'add' || header.kind === 'delete' || header.kind === 'update') {
      open = { kind: header.kind, path: header.path, header: index };
    }
  }
  close(lines.length);
  return { sections, endMissing, paddedSeen, stray };
}

/** Headers that begin or end a section; `Move to` and `End of File` belong to a body. */
function sectionHeader(line: string): PatchHeader | undefined {
  const header = readPatchHeader(line);
  return header?.kind === 'move' || header?.kind === 'endOfFile' ? undefined : header;
}

import type { Patch, PatchSection } from './patch.ts';
import { readHunks } from './read-hunks.ts';
import { type RawSection, splitSections } from './split-sections.ts';
import { readPatchHeader } from './patch-header.ts';
import { unwrapPatch } from './unwrap-patch.ts';

/**
 * `alternative` is there when indented lines inside hunks read like headers (` *** Update File: x`):
 * `patch` is the likelier reading, and the other one may be tried if that fits nowhere.
 */
export type ParsedPatch =
  | { readonly ok: true; readonly patch: Patch; readonly alternative: Patch | undefined }
  | { readonly ok: false; readonly error: string };

/**
 * Reads a patch in the apply_patch format; lenient in form, in time linear in the text. The error is
 * for the model: what is wrong, on which line, and what to write instead.
 */
export function parsePatch(text: string): ParsedPatch {
  const unwrapped = unwrapPatch(text);
  if (unwrapped === undefined) return { ok: false, error: noHeader(text) };
  const { lines, skipped } = unwrapped;
  const paddedAreHeaders = paddedHeadersAreMeant(lines);
  const { result, paddedSeen } = readPatch(lines, skipped, paddedAreHeaders);
  if (!paddedSeen) return result;
  const other = readPatch(lines, skipped, !paddedAreHeaders).result;
  if (!result.ok) return other.ok ? other : result;
  return { ...result, alternative: other.ok ? other.patch : undefined };
}

interface Reading {
  readonly result: ParsedPatch;
  readonly paddedSeen: boolean;
}

function readPatch(lines: readonly string[], skipped: number, paddedAreHeaders: boolean): Reading {
  const split = splitSections(lines, paddedAreHeaders);
  const { paddedSeen, endMissing } = split;
  const fail = (at: number, error: string): Reading => ({
    result: { ok: false, error: `Patch line ${skipped + at + 1}: ${error}\n${formReminder}` },
    paddedSeen,
  });
  if (split.stray !== undefined) return fail(split.stray, noSection);
  if (split.sections.length === 0) {
    return fail(
      0,
      'the patch names no file: it has no `*** Add File:`, `*** Update File:` or `*** Delete File:` line.',
    );
  }
  const sections: PatchSection[] = [];
  for (const raw of split.sections) {
    const read = readSection(raw, lines, skipped);
    if (!read.ok) return fail(read.at, read.error);
    sections.push(read.section);
  }
  const patch: Patch = { sections, endMissing };
  return { result: { ok: true, patch, alternative: undefined }, paddedSeen };
}

type SectionReading =
  | { readonly ok: true; readonly section: PatchSection }
  | { readonly ok: false; readonly at: number; readonly error: string };

function readSection(raw: RawSection, lines: readonly string[], skipped: number): SectionReading {
  const { path } = raw;
  const first = raw.header + 1;
  const patchLine = skipped + first;
  if (path === '') return { ok: false, at: raw.header, error: 'the header has no path.' };
  const body = lines.slice(first, raw.end);
  switch (raw.kind) {
    case 'add': {
      const read = readAddedLines(body);
      if (!read.ok) return { ok: false, at: first + read.at, error: read.error };
      return { ok: true, section: { kind: 'add', path, lines: read.lines, patchLine } };
    }
    case 'delete': {
      const at = body.findIndex((line) => line.trim() !== '');
      if (at >= 0) return { ok: false, at: first + at, error: deleteHasNoBody };
      return { ok: true, section: { kind: 'delete', path, patchLine } };
    }
    case 'update': {
      const read = readHunks(body, patchLine + 1);
      if (!read.ok) return { ok: false, at: first + read.at, error: read.error };
      const { hunks, moveTo } = read;
      if (hunks.length === 0 && moveTo === undefined) {
        return {
          ok: false,
          at: raw.header,
          error: `no hunks follow \`*** Update File: ${path}\`.`,
        };
      }
      if (moveTo === '') return { ok: false, at: first, error: '`*** Move to:` has no path.' };
      return { ok: true, section: { kind: 'update', path, moveTo, hunks, patchLine } };
    }
  }
}

type AddedLines =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly at: number; readonly error: string };

/** Empty lines between `+` lines are empty lines of the file; those after the last are spacing. */
function readAddedLines(body: readonly string[]): AddedLines {
  const added: string[] = [];
  let blanks = 0;
  for (const [at, line] of body.entries()) {
    if (line.startsWith('+')) {
      for (; blanks > 0; blanks -= 1) if (added.length > 0) added.push('');
      added.push(line.slice(1));
    } else if (line.trim() === '') {
      blanks += 1;
    } else if (!(added.length === 0 && line.trim() === '@@') && !isEndOfFile(line)) {
      return { ok: false, at, error: everyAddedLine };
    }
  }
  return { ok: true, lines: added };
}

function isEndOfFile(line: string): boolean {
  return line.startsWith('\\') || readPatchHeader(line)?.kind === 'endOfFile';
}

/** Inside a hunk an indented header is a context line by the format, unless even the last one is so. */
function paddedHeadersAreMeant(lines: readonly string[]): boolean {
  const isEnd = (line: string) => readPatchHeader(line)?.kind === 'end';
  return lines.some(isEnd) && !lines.some((line) => line.startsWith('***') && isEnd(line));
}

function noHeader(text: string): string {
  return text.trim() === ''
    ? `The patch is empty.\n${formReminder}`
    : `This is not a patch: it has no \`*** Begin Patch\` line and no file header (it may have been cut off).\n${formReminder}`;
}

const noSection =
  'this line belongs to no file: a `*** Add File:`, `*** Update File:` or `*** Delete File:` line must come first.';
const everyAddedLine =
  'every line below `*** Add File:` starts with `+` (an empty line is a lone `+`).';
const deleteHasNoBody =
  'nothing follows `*** Delete File:`; to remove some lines only, use `*** Update File:`.';

const formReminder = `The form is:
*** Begin Patch
*** Update File: path/to/file
@@ optional line that precedes the hunk, such as a function's header
 context line
-removed line
+added line
*** End Patch`;

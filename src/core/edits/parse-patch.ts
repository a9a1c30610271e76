import { mayBeCutOff } from './cut-off.ts';
import type { Patch, PatchSection } from './patch.ts';
import { readHunks } from './read-hunks.ts';
import { readUnified, startsUnified } from './read-unified.ts';
import { type PaddedHeaders, type RawSection, splitSections } from './split-sections.ts';
import { readPatchHeader } from './patch-header.ts';
import { runToEnd } from './run-steps.ts';
import { type Folder, startsPatch, type UnwrappedPatch, unwrapPatch } from './unwrap-patch.ts';

/**
 * `alternative` is there when indented lines inside hunks read like headers (` *** Update File: x`):
 * `patch` is the likelier reading, and the other one may be tried if that fits nowhere.
 */
export type ParsedPatch =
  | { readonly ok: true; readonly patch: Patch; readonly alternative: Patch | undefined }
  | { readonly ok: false; readonly error: string };

/**
 * Reads a patch in the apply_patch format, or a unified diff; lenient in form, in time linear in the
 * text. The error is for the model: what is wrong, on which line, and what to write instead.
 */
export function parsePatch(text: string): ParsedPatch {
  return runToEnd(parsePatchInSteps(text));
}

/** Likewise, and yields now and then. */
export function* parsePatchInSteps(text: string): Generator<void, ParsedPatch> {
  const unwrapped = unwrapPatch(text, startsPatch);
  yield;
  if (unwrapped === undefined || !unwrapped.lines.some(namesFile)) {
    const diff = unwrapPatch(text, startsUnified);
    if (diff !== undefined) return readDiff(diff);
  }
  if (unwrapped === undefined) return { ok: false, error: noHeader(text) };
  const { lines, folder } = unwrapped;
  const meant = paddedHeadersAreMeant(lines);
  yield;
  const { result, paddedSeen } = yield* readPatch(unwrapped, meant ? 'headers' : 'context');
  if (!result.ok && !paddedSeen) return result;
  const other = paddedSeen
    ? (yield* readPatch(unwrapped, meant ? 'context' : 'edits')).result
    : result;
  if (!result.ok) return other.ok ? belowFolder(other, folder) : result;
  const alternative = paddedSeen && other.ok ? other.patch : undefined;
  return belowFolder({ ...result, alternative }, folder);
}

function namesFile(line: string): boolean {
  const kind = readPatchHeader(line)?.kind;
  return kind === 'add' || kind === 'delete' || kind === 'update';
}

type ReadPatch = Extract<ParsedPatch, { ok: true }>;

/** Paths of a patch that a shell would have applied in a folder of the workspace. */
function belowFolder(read: ReadPatch, folder: Folder): ParsedPatch {
  if (folder === undefined) return read;
  if (folder === 'unclear') return { ok: false, error: `${unclearFolder}\n${formReminder}` };
  const below = (path: string) =>
    path.startsWith('/') || path.startsWith('~') ? path : `${folder.path}/${path}`;
  const move = (patch: Patch): Patch => ({
    ...patch,
    sections: patch.sections.map((section) => {
      const path = below(section.path);
      if (section.kind !== 'update' || section.moveTo === undefined) return { ...section, path };
      return { ...section, path, moveTo: below(section.moveTo) };
    }),
  });
  const { patch, alternative } = read;
  return { ...read, patch: move(patch), alternative: alternative && move(alternative) };
}

function readDiff({ lines, skipped, folder, ending }: UnwrappedPatch): ParsedPatch {
  const read = readUnified(lines, skipped);
  if (!read.ok) return { ok: false, error: complaint(skipped + read.at, read.error) };
  if (read.short && ending !== 'closed') {
    return { ok: false, error: complaint(skipped + lines.length - 1, shortDiff) };
  }
  const patch: Patch = { sections: read.sections, endMissing: false };
  return belowFolder({ ok: true, patch, alternative: undefined }, folder);
}

function complaint(line: number, error: string): string {
  return `Patch line ${line + 1}: ${error}\n${formReminder}`;
}

interface Reading {
  readonly result: ParsedPatch;
  readonly paddedSeen: boolean;
}

function* readPatch(
  { lines, skipped, ending }: UnwrappedPatch,
  padded: PaddedHeaders,
): Generator<void, Reading> {
  const split = splitSections(lines, padded);
  yield;
  const { paddedSeen, endMissing } = split;
  const fail = (at: number, error: string): Reading => ({
    result: { ok: false, error: complaint(skipped + at, error) },
    paddedSeen,
  });
  if (split.stray !== undefined) {
    return fail(split.stray.at, split.stray.behindEnd ? behindEnd : noSection);
  }
  if (split.sections.length === 0) {
    return fail(
      0,
      'the patch names no file: it has no `*** Add File:`, `*** Update File:` or `*** Delete File:` line.',
    );
  }
  const sections: PatchSection[] = [];
  for (const raw of split.sections) {
    const read = yield* readSection(raw, lines, skipped, padded);
    if (!read.ok) return fail(read.at, read.error);
    sections.push(read.section);
  }
  const last = lines.at(-1) ?? '';
  const lineEnded = ending === 'newline';
  if (endMissing && ending !== 'closed' && mayBeCutOff(sections.at(-1), last, lineEnded)) {
    return fail(lines.length - 1, cutOff);
  }
  const patch: Patch = { sections, endMissing };
  return { result: { ok: true, patch, alternative: undefined }, paddedSeen };
}

type SectionReading =
  | { readonly ok: true; readonly section: PatchSection }
  | { readonly ok: false; readonly at: number; readonly error: string };

function* readSection(
  raw: RawSection,
  lines: readonly string[],
  skipped: number,
  padded: PaddedHeaders,
): Generator<void, SectionReading> {
  const { path } = raw;
  const first = raw.header + 1;
  const patchLine = skipped + first;
  if (path === '') return { ok: false, at: raw.header, error: 'the header has no path.' };
  const body = lines.slice(first, raw.end);
  switch (raw.kind) {
    case 'add': {
      const read = readAddedLines(body);
      if (!read.ok) return { ok: false, at: first + read.at, error: read.error };
      const { lines: added, finalNewline } = read;
      return { ok: true, section: { kind: 'add', path, lines: added, finalNewline, patchLine } };
    }
    case 'delete': {
      const at = body.findIndex((line) => line.trim() !== '');
      if (at >= 0) return { ok: false, at: first + at, error: deleteHasNoBody };
      return { ok: true, section: { kind: 'delete', path, lines: undefined, patchLine } };
    }
    case 'update': {
      const read = yield* readHunks(body, patchLine + 1, padded !== 'context');
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
  | { readonly ok: true; readonly lines: readonly string[]; readonly finalNewline: boolean }
  | { readonly ok: false; readonly at: number; readonly error: string };

/** Empty lines between `+` lines are empty lines of the file; those after the last are spacing. */
function readAddedLines(body: readonly string[]): AddedLines {
  const added: string[] = [];
  let blanks = 0;
  let finalNewline = true;
  for (let at = skipDiffHeader(body); at < body.length; at += 1) {
    const line = body[at] ?? '';
    if (line.startsWith('+')) {
      for (; blanks > 0; blanks -= 1) if (added.length > 0) added.push('');
      added.push(line.slice(1));
      finalNewline = true;
    } else if (line.trim() === '') {
      blanks += 1;
    } else if (line.startsWith('\\ ')) {
      finalNewline = false;
    } else if (readPatchHeader(line)?.kind !== 'endOfFile') {
      return { ok: false, at, error: everyAddedLine };
    }
  }
  return { ok: true, lines: added, finalNewline };
}

/** `--- /dev/null`, `+++ b/x` and `@@ -0,0 +1,9 @@` before the lines say nothing new. */
function skipDiffHeader(body: readonly string[]): number {
  let at = 0;
  const pair = body[0]?.startsWith('--- ') === true && body[1]?.startsWith('+++ ') === true;
  if (pair && body[2]?.startsWith('@@') === true) at = 2;
  return /^@@\s*(?:@@|-0,0 \+\d.{0,20})?\s*$/.test(body[at]?.slice(0, 60) ?? '') ? at + 1 : 0;
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

const unclearFolder =
  'The command around the patch changes the folder in a way that cannot be followed here. Send the bare patch, with paths relative to the workspace folder.';
const cutOff =
  'the patch ends here without `*** End Patch`, and seems to have been cut off. Nothing was applied. Send it again as a whole, or in several shorter patches.';
const shortDiff =
  'the diff ends here in a change, with fewer lines than the numbers of its last `@@` line say, and seems to have been cut off. Nothing was applied. Send it again as a whole, with the lines that follow the change.';
const noSection =
  'this line belongs to no file: a `*** Add File:`, `*** Update File:` or `*** Delete File:` line must come first.';
const behindEnd =
  'this line stands behind `*** End Patch`. Put that at the very end; a line of a file that reads so needs its prefix (space, `-` or `+`) too.';
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

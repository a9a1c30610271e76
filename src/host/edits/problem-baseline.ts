import { extensions, languages, Uri, workspace } from 'vscode';
import type { Clock, Files, Problem } from '../../core/ports.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { allProblems } from './create-problems.ts';
import { cellPlace, liveCells } from '../notebooks/cell-place.ts';
import { followLines, linedText, type LinedText } from './lined-text.ts';
import { openDocument } from './open-documents.ts';
import { findNewProblems, type ShiftLine } from './new-problems.ts';
import { settle, type SettleTimes } from './settle.ts';

/** The problems at a moment, with the texts their lines refer to. */
export interface ProblemBaseline {
  readonly problems: readonly Problem[];
  /** Texts by workspace path, of the files that are about to change. */
  readonly texts: ReadonlyMap<string, LinedText>;
}

const settleTimes: SettleTimes = { firstMs: 1500, quietMs: 500, capMs: 6000 };
/** Where no extension minds the language, nothing will come; something else may still look. */
const shortTimes: SettleTimes = { ...settleTimes, firstMs: 250 };

/** How many problems an answer to the model lists. */
export const listedProblems = 30;

/** Resolves when language services had their say about the files as they are. */
export async function settleProblems(
  uris: readonly Uri[],
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
  signal: AbortSignal,
): Promise<void> {
  const places = new Set(uris.map((uri) => uri.toString()));
  await settle(
    (happened) => {
      const listening = languages.onDidChangeDiagnostics(({ uris: changed }) => {
        if (changed.some((uri) => places.has((cellPlace(uri)?.uri ?? uri).toString()))) happened();
      });
      return () => {
        listening.dispose();
      };
    },
    hasLanguageService(uris) ? settleTimes : shortTimes,
    clock,
    signal,
  );
}

function hasLanguageService(uris: readonly Uri[]): boolean {
  const documents = uris.flatMap((uri) => [openDocument(uri), ...liveCells(uri)]);
  const events = new Set(documents.map((each) => `onLanguage:${each?.languageId ?? ''}`));
  return extensions.all.some(({ isActive, packageJSON }) => {
    const { activationEvents = [] } = packageJSON as { activationEvents?: readonly string[] };
    return isActive && activationEvents.some((event) => events.has(event));
  });
}

/**
 * Opens the files in the background, so that language services look at them, and waits for what
 * they find: without that, old problems of a file that was closed would count as new.
 */
export async function captureBaseline(
  files: Files,
  places: readonly { readonly path: string; readonly uri: string }[],
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
  signal: AbortSignal,
): Promise<ProblemBaseline> {
  const known = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
  const found = await inParallel(places, async ({ path, uri }): Promise<[string, LinedText][]> => {
    try {
      const document = await workspace.openTextDocument(Uri.parse(uri, true));
      return [[path, linedText(document.uri)]];
    } catch {
      // Gone by now, or no text any more: then it has no problems, and the review tells the rest.
      return [];
    }
  });
  const texts = new Map(found.flat());
  if (places.some(({ uri }) => !known.has(Uri.parse(uri, true).toString()))) {
    const uris = places.map(({ uri }) => Uri.parse(uri, true));
    await settleProblems(uris, clock, signal);
  }
  return { problems: allProblems(files), texts };
}

/** What is wrong now and was not wrong then. `moved`: where files are by now. */
export function problemsSince(
  baseline: ProblemBaseline,
  now: readonly Problem[],
  textNow: (path: string) => LinedText,
  moved: ReadonlyMap<string, string> = new Map(),
): readonly Problem[] {
  const shifts = new Map<string, ReturnType<typeof followLines>>();
  const shift: ShiftLine = (problem) => {
    const path = moved.get(problem.path) ?? problem.path;
    const before = baseline.texts.get(problem.path);
    if (before === undefined) return { ...problem, path };
    let lines = shifts.get(path);
    if (lines === undefined) {
      lines = followLines(before, textNow(path));
      shifts.set(path, lines);
    }
    const place = lines(problem);
    return place === undefined ? undefined : { path, ...place };
  };
  return findNewProblems(baseline.problems, now, shift);
}

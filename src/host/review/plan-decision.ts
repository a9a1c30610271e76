import { keepEndings } from '../../core/edits/keep-endings.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { endAsUnsaved, mergeEndings } from '../checkpoints/merge-endings.ts';
import type { Merge, UndoDeps } from '../checkpoints/plan-undo.ts';
import type { FileState } from '../checkpoints/snapshot.ts';
import type { WantedFile } from '../edits/carry-out.ts';

/** What the way from one decision to the next is worked out from; nothing is written. */
export interface DecisionDeps {
  readonly uriOf: (path: string) => string;
  readonly read: (uri: string) => Promise<FileState>;
  /** What a document of this state shows. */
  readonly textOf: (state: FileState) => Promise<string | undefined>;
  /** `now` with another text, in the encoding it has. Throws where that cannot be. */
  readonly withText: (uri: string, now: FileState, text: string) => Promise<FileState>;
  readonly merge: Merge;
  readonly settle: UndoDeps['settle'];
}

export type DecisionPlan =
  | { readonly kind: 'plan'; readonly files: readonly WantedFile[] }
  /** A file that is to move back, and the place where there is another one by now. */
  | { readonly kind: 'occupied'; readonly uri: string; readonly by: string };

/** A file that was written at once, from one decision about it to the next, with what the user did since. */
export async function planDecision(
  old: ReviewFile,
  file: ReviewFile,
  deps: DecisionDeps,
): Promise<DecisionPlan> {
  const was = placesOf(old, deps);
  const will = placesOf(file, deps);
  const appearing = [...will].find(
    ([uri, text]) => text !== undefined && was.get(uri) === undefined,
  );
  const leaving = [...was].find(([uri, text]) => text !== undefined && will.get(uri) === undefined);
  if (appearing !== undefined && leaving !== undefined) {
    return moveBack(leaving[0], leaving[1] ?? '', appearing[0], appearing[1] ?? '', deps);
  }
  const files: WantedFile[] = [];
  for (const [uri, text] of will) {
    const known = was.get(uri);
    if (known === text) continue;
    const now = await deps.read(uri);
    const then = await mergeInto(now, known, text, uri, deps);
    if (then !== now) files.push({ uri, now, then });
  }
  return { kind: 'plan', files };
}

/** What a file's places hold by its decisions; `undefined` where nothing is. */
function placesOf(
  { path, change, current, base, hunks }: ReviewFile,
  { uriOf }: DecisionDeps,
): ReadonlyMap<string, string | undefined> {
  const uri = uriOf(path);
  const isUndone = hunks.some(({ kind, decision }) => kind === 'file' && decision === 'undone');
  switch (change.kind) {
    case 'create':
      return new Map([[uri, isUndone ? undefined : current]]);
    case 'delete':
      return new Map([[uri, isUndone ? base : undefined]]);
    case 'modify':
      return new Map([[uri, current]]);
    case 'rename': {
      const from = uriOf(change.from);
      return new Map([
        [from, isUndone ? current : undefined],
        [uri, isUndone ? undefined : current],
      ]);
    }
  }
}

async function moveBack(
  from: string,
  known: string,
  to: string,
  text: string,
  deps: DecisionDeps,
): Promise<DecisionPlan> {
  const source = await deps.read(from);
  const target = await deps.read(to);
  if (source.kind === 'missing') return { kind: 'plan', files: [] };
  if (target.kind === 'file') return { kind: 'occupied', uri: from, by: to };
  const then = await mergeInto(source, known, text, from, deps);
  if (then.kind === 'missing') return { kind: 'plan', files: [] };
  const files: readonly WantedFile[] = [
    { uri: from, now: source, then: { kind: 'missing' } },
    { uri: to, now: target, then, from },
  ];
  return { kind: 'plan', files };
}

async function mergeInto(
  now: FileState,
  known: string | undefined,
  text: string | undefined,
  uri: string,
  deps: DecisionDeps,
): Promise<FileState> {
  const shown = await deps.textOf(now);
  const wanted = async (content: string | undefined): Promise<FileState> => {
    if (content === undefined) return { kind: 'missing' };
    const unsaved = now.kind === 'file' ? now.unsaved : undefined;
    return deps.withText(uri, now, endAsUnsaved(unsaved, content));
  };
  if (shown === known) return wanted(text);
  let earlier = text;
  if (shown !== undefined && known !== undefined && text !== undefined) {
    if (keepEndings(known, shown) === known) return wanted(text);
    const merged = await mergeEndings(deps.merge, known, text, shown);
    const isSame = [shown, keepEndings(known, shown)].includes(merged.text);
    if (merged.kind === 'merged') return isSame ? now : wanted(merged.text);
    earlier = merged.text;
  }
  const choice = await deps.settle({ uri, yours: shown, earlier });
  return choice.kind === 'earlier' ? wanted(choice.text) : now;
}

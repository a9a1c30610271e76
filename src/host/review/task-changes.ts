import { Uri, window, type Tab } from 'vscode';
import { inParallel } from '../checkpoints/in-parallel.ts';
import type { TaskCheckpoints } from '../checkpoints/task-checkpoints.ts';
import { shownText } from '../edits/carry-out.ts';
import { netPlaces, type NetPlace } from '../edits/net-changes.ts';
import type { ReviewSides } from './review-sides.ts';
import type { ReviewUris } from './review-uris.ts';
import { isTitled, showChanges } from './show-review.ts';

/** All that a task changed, step by step or not, as one comparison with how it found the files. */
export interface TaskChanges {
  /** False when there is nothing to show. */
  show(taskId: string): Promise<boolean>;
  /** Fills the left sides again, as for an editor restored after a reload. */
  restore(uri: Uri): Promise<void>;
  /** Nothing is left to decide: the editor goes, unless the user has unsaved text in it. */
  close(taskId: string): Promise<void>;
  /** The task whose changes a tab shows. */
  readonly shownIn: (tab: Tab | undefined) => string | undefined;
}

export interface TaskChangesDeps {
  readonly uris: ReviewUris;
  readonly sides: () => Pick<ReviewSides, 'setBefore'>;
  readonly checkpoints: (taskId: string) => Promise<TaskCheckpoints>;
  readonly pathOf: (uri: string) => string;
}

export function createTaskChanges(deps: TaskChangesDeps): TaskChanges {
  /** By the tab's title: VS Code tells nothing else of such a tab. */
  const titles = new Map<string, string>();
  const original = (taskId: string, { uri, from = uri }: NetPlace): Uri =>
    deps.uris.beforeOf(authorityOf(taskId), pathIn(deps.pathOf(uri)), Uri.parse(from, true));

  const shownIn = (tab: Tab | undefined): string | undefined =>
    [...titles].find(([title]) => isTitled(tab, title))?.[1];

  const fill = async (taskId: string): Promise<readonly NetPlace[]> => {
    const checkpoints = await deps.checkpoints(taskId);
    const places = withoutOrigins(netPlaces(checkpoints));
    await inParallel(places, async (place) => {
      const { first, from } = place;
      const found = from === undefined ? first : (firstOf(checkpoints, from) ?? first);
      const state = await checkpoints.blobs.restore(found);
      const text = state === undefined ? undefined : await shownText(state);
      deps.sides().setBefore(original(taskId, place), text ?? '');
    });
    return places;
  };
  return {
    async show(taskId) {
      const places = await fill(taskId);
      const [only] = places;
      if (only === undefined) return false;
      const title = titleOf(places, deps.pathOf);
      titles.set(title, taskId);
      await showChanges(
        title,
        places.map((place) => {
          const { first, last, from } = place;
          const modified = Uri.parse(place.uri, true);
          const isNew = first.kind === 'missing' && from === undefined;
          return [
            modified,
            isNew ? undefined : original(taskId, place),
            last.kind === 'missing' ? undefined : modified,
          ];
        }),
      );
      return true;
    },
    async restore(uri) {
      const taskId = taskOf(uri.authority);
      if (taskId === undefined) return;
      const places = await fill(taskId);
      if (places.length > 0) titles.set(titleOf(places, deps.pathOf), taskId);
    },
    async close(taskId) {
      const tabs = window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter((tab) => !tab.isDirty && shownIn(tab) === taskId);
      if (tabs.length > 0) await window.tabGroups.close(tabs, true);
    },
    shownIn,
  };
}

/** A moved file is shown where it is now. */
function withoutOrigins(places: readonly NetPlace[]): readonly NetPlace[] {
  const origins = new Set(places.flatMap(({ from }) => (from === undefined ? [] : [from])));
  return places.filter(({ uri, last }) => last.kind === 'file' || !origins.has(uri));
}

function firstOf(checkpoints: TaskCheckpoints, uri: string): NetPlace['first'] | undefined {
  return netPlaces(checkpoints).find((place) => place.uri === uri)?.first;
}

function titleOf(places: readonly NetPlace[], pathOf: (uri: string) => string): string {
  const name = pathOf(places[0]?.uri ?? '')
    .split('/')
    .at(-1);
  const more = places.length > 1 ? ` and ${places.length - 1} more` : '';
  return `Changed by the task: ${name ?? ''}${more}`;
}

const prefix = 'task-';

/** Hex: capitals do not count in an authority. */
function authorityOf(taskId: string): string {
  return prefix + Buffer.from(taskId).toString('hex');
}

function taskOf(authority: string): string | undefined {
  if (!authority.startsWith(prefix)) return undefined;
  return Buffer.from(authority.slice(prefix.length), 'hex').toString();
}

/** A file outside of the workspace has no workspace path but an address. */
function pathIn(path: string): string {
  return path.includes(':') ? Uri.parse(path).path.slice(1) : path;
}

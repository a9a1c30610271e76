import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Disposable,
  Uri,
  commands,
  window,
  workspace,
  type Event,
  type WorkspaceFolder,
} from 'vscode';
import type { News } from '../../../src/core/agent/news.ts';
import type { ChangeSet, FileChange } from '../../../src/core/edits/change-set.ts';
import type { Clock, EditOutcome, Files } from '../../../src/core/ports.ts';
import type { Review } from '../../../src/shared/events.ts';
import { createNodeStorage } from '../../../src/host/checkpoints/node-storage.ts';
import { createEditor, type TaskEditor } from '../../../src/host/edits/create-editor.ts';
import {
  createReviewController,
  type ReviewController,
  type ReviewDeps,
} from '../../../src/host/review/review-controller.ts';
import { createReviewUris, type ReviewUris } from '../../../src/host/review/review-uris.ts';

/** A real folder, a controller over it with addresses of its own, and the edits of one task. */
export interface ReviewFixture {
  readonly root: string;
  readonly uris: ReviewUris;
  readonly controller: ReviewController;
  readonly editor: TaskEditor;
  readonly reviews: Review[];
  /** What the task's model is to be told, in order. */
  readonly news: News[];
  readonly asked: string[];
  at(name: string): Uri;
  write(name: string, content: string | Uint8Array): Promise<void>;
  bytes(name: string): Promise<Uint8Array>;
  text(name: string): Promise<string>;
  names(): Promise<readonly string[]>;
  propose(...changes: FileChange[]): Promise<Proposed>;
  /** Copies what a kill at this moment would leave of the storage. */
  copyStorage(): string;
  /** A new controller over the same storage, as after a reload, or over a copy, as after a kill. */
  reload(copy?: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface Proposed {
  readonly outcome: Promise<EditOutcome>;
  readonly reviewId: string;
  readonly stop: () => void;
}

export interface FixtureOptions {
  readonly review?: 'before' | 'after';
  readonly questions?: Partial<ReviewDeps['questions']>;
  readonly applyEdit?: ReviewDeps['applyEdit'];
  /** Waited for each time VS Code has been given a right side's text, before it gets it. */
  readonly beforeRead?: (uri: Uri) => Promise<void>;
  /** Names of folders in the root that are workspace folders of their own. */
  readonly roots?: readonly string[];
  /** The folder's address, when it is not a folder of the disk. */
  readonly rootUri?: Uri;
  readonly saveAfterKeep?: boolean;
  /** The product's own files over the folder; without, every name is a place in it. */
  readonly files?: (folder: WorkspaceFolder) => Files;
}

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: () => 0.5,
};

export async function createReviewFixture(options: FixtureOptions = {}): Promise<ReviewFixture> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ratchet-review-'));
  const storage = await mkdtemp(path.join(os.tmpdir(), 'ratchet-storage-'));
  const rootUri = options.rootUri ?? Uri.file(root);
  const unique = randomBytes(6).toString('hex');
  const uris = createReviewUris({
    proposal: `test-proposal-${unique}`,
    before: `test-before-${unique}`,
  });
  const asked: string[] = [];
  const reviews: Review[] = [];
  const news: News[] = [];
  const failed: unknown[] = [];
  const copies: string[] = [];
  let calls = 0;
  const ask = <Answer>(question: string, answer: Answer): Promise<Answer> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  const deps: ReviewDeps = {
    storage: createNodeStorage(storage),
    settings: () => ({
      review: options.review ?? 'before',
      saveAfterKeep: options.saveAfterKeep ?? true,
    }),
    uris,
    questions: {
      openAs: (files, encoding) =>
        ask(`open ${files.map(({ path: name }) => name).join(' ')} as ${encoding}`, false),
      settleUnencodable: ({ reason }) => ask(reason, 'later' as const),
      settleFailure: (message) => ask(message, 'later' as const),
      settleConflict: (name) => ask(`conflict ${name}`, 'later' as const),
      deleteUnsaved: (name) => ask(`delete ${name}`, false),
      settleCollision: (_, name) => ask(`collision ${name}`, 'later' as const),
      tell: (message) => {
        asked.push(`told ${message}`);
      },
      ...options.questions,
    },
    isBusy: () => false,
    rememberFocus: () => () => Promise.resolve(),
    announce: () => undefined,
    applyEdit: options.applyEdit ?? ((edit) => workspace.applyEdit(edit)),
    report: (error) => failed.push(error),
  };
  const at = (name: string): Uri => Uri.joinPath(rootUri, ...name.split('/'));
  const folder: WorkspaceFolder = { uri: rootUri, name: path.basename(root), index: 0 };
  const files: Pick<Files, 'roots' | 'locate'> = options.files?.(folder) ?? {
    roots: options.roots?.map((name) => ({ name, uri: at(name).toString() })) ?? [
      { name: path.basename(root), uri: rootUri.toString() },
    ],
    locate: (name) => Promise.resolve({ kind: 'inside', path: name, uri: at(name).toString() }),
  };
  const open = async () => {
    const controller = createReviewController(deps);
    const registered = Disposable.from(
      workspace.registerFileSystemProvider(uris.schemes.proposal, {
        ...controller.sides.proposals,
        async readFile(uri) {
          const bytes = await controller.sides.proposals.readFile(uri);
          await options.beforeRead?.(uri);
          return bytes;
        },
      }),
      workspace.registerFileSystemProvider(uris.schemes.before, controller.sides.befores, {
        isReadonly: true,
      }),
      controller,
    );
    controller.onDidReview(({ review }) => reviews.push(review));
    controller.onNews((item) => news.push(item.news));
    // The editor asks for places and roots only.
    const editor = await createEditor({
      task: { id: 'task-1' },
      files: files as Files,
      reviews: controller,
      clock,
    });
    return { controller, editor, registered };
  };
  let { controller, editor, registered } = await open();
  return {
    root,
    uris,
    get controller() {
      return controller;
    },
    get editor() {
      return editor;
    },
    reviews,
    news,
    asked,
    at,
    async write(name, content) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), content);
    },
    bytes: (name) => readFile(path.join(root, name)),
    text: (name) => readFile(path.join(root, name), 'utf8'),
    async names() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
        .sort();
    },
    async propose(...changes) {
      const set: ChangeSet = { changes };
      const stopper = new AbortController();
      const started = Promise.withResolvers<string>();
      const call = {
        callId: `call-${++calls}`,
        emit: (review: Review) => {
          started.resolve(review.id);
        },
      };
      const outcome = editor.propose(set, call, stopper.signal);
      outcome.catch(() => undefined);
      void outcome.then(
        () => {
          started.resolve('');
        },
        (error: unknown) => {
          started.reject(error);
        },
      );
      const reviewId = await started.promise;
      return {
        outcome,
        reviewId,
        stop: () => {
          stopper.abort(new Error('stopped'));
        },
      };
    },
    copyStorage() {
      const copy = mkdtempSync(path.join(os.tmpdir(), 'ratchet-storage-'));
      copies.push(copy);
      cpSync(storage, copy, { recursive: true });
      return copy;
    },
    async reload(copy) {
      await controller.settled();
      registered.dispose();
      if (copy !== undefined) {
        await rm(storage, { recursive: true });
        await cp(copy, storage, { recursive: true });
      }
      ({ controller, editor, registered } = await open());
      await controller.recover();
      await controller.restore();
    },
    async dispose() {
      await controller.settled();
      registered.dispose();
      await commands.executeCommand('workbench.action.closeAllEditors');
      await rm(root, { recursive: true, force: true });
      for (const each of [storage, ...copies]) await rm(each, { recursive: true, force: true });
      if (failed.length > 0) throw failed[0];
    },
  };
}

/** Resolves when it is true, looking again whenever VS Code says that something changed. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  ...alsoOn: readonly Event<unknown>[]
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const look = (): void => {
    Promise.resolve(isTrue()).then((found) => {
      if (found) resolve(undefined);
    }, reject);
  };
  const events: readonly Event<unknown>[] = [
    workspace.onDidChangeTextDocument,
    workspace.onDidSaveTextDocument,
    workspace.onDidCloseTextDocument,
    window.tabGroups.onDidChangeTabs,
    window.onDidChangeVisibleTextEditors,
    ...alsoOn,
  ];
  const listening = Disposable.from(...events.map((event) => event(look)));
  // Only to say what was waited for when the test runs out of time.
  const name = setTimeout(() => {
    reject(new Error(`Waited in vain: ${what}`));
  }, 60_000);
  try {
    look();
    await promise;
  } finally {
    clearTimeout(name);
    listening.dispose();
  }
}

export function modify(name: string, before: string, after: string): FileChange {
  return { kind: 'modify', path: name, before, after, baseVersion: 'v1' };
}

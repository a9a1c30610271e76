import { Uri, type FileSystemProvider, type TextDocument } from 'vscode';
import { sourcePath } from '../../core/edits/change-set.ts';
import type { ReviewFile } from '../../core/edits/review-state.ts';
import { openDocument, setText } from '../edits/open-documents.ts';
import type { DisposablePart } from './disposable-part.ts';
import { keepEndings } from '../../core/edits/keep-endings.ts';
import { createReviewFileSystem } from './review-file-system.ts';
import { formOf, uriOf, type ReviewRecord } from './review-record.ts';
import type { ReviewForm, ReviewUris } from './review-uris.ts';
import { savesUnchanged } from './saves-unchanged.ts';
import type { TypedTexts } from './typed-texts.ts';

/** Both sides of every review, as file systems that VS Code's editors read. */
export interface ReviewSides extends DisposablePart {
  readonly proposals: FileSystemProvider;
  /** Read-only. */
  readonly befores: FileSystemProvider;
  /**
   * Makes the sides show a review as it is now; asked anew for each file, since the user may type
   * while one is written.
   */
  show(current: () => ReviewRecord | undefined, options?: ShowOptions): Promise<void>;
  /** Whether `show` is just giving a document this text. */
  isOwn(document: TextDocument, shown: string): boolean;
  /** Puts a text on the left of an editor that shows more than one review. */
  setBefore(uri: Uri, text: string): void;
  /** Two texts of one file for as long as a question about them is open; `read`: the right side. */
  showBoth(both: BothPlace, left: string, right: string): BothSides;
  forgetBoth(both: BothPlace): void;
  /** Takes a review's files out of memory; its editors are closed by then. */
  forget(record: ReviewRecord): void;
}

interface Proposal {
  readonly text: string;
  readonly encoding: string | undefined;
}

export interface ShowOptions {
  /** Left sides by source path, where they are not simply what was there before this review. */
  readonly beginnings?: ReadonlyMap<string, string>;
  /** The files to show, by path; the others stay as they are. */
  readonly only?: ReadonlySet<string>;
}

export interface BothPlace {
  readonly id: string;
  readonly path: string;
  readonly form: ReviewForm;
}

export interface BothSides {
  readonly original: Uri;
  readonly modified: Uri;
  readonly read: () => string | undefined;
}

/** The left and right side of a file's diff: what was there, and what is proposed or written. */
export function sidesOf(
  uris: ReviewUris,
  record: ReviewRecord,
  file: ReviewFile,
): { readonly original: Uri; readonly modified: Uri } {
  const source = sourcePath(file.change);
  const form = formOf(record, file.path);
  if (record.phase !== 'applied') {
    return {
      original: uris.before(record.id, source, form),
      modified: uris.proposal(record.id, file.path, form),
    };
  }
  return {
    original: uris.beforeOf(record.id, source, Uri.parse(uriOf(record, source), true), form),
    modified: Uri.parse(uriOf(record, file.path), true),
  };
}

export interface ReviewSidesDeps {
  /** Brings back a side that an editor asks for after a reload. */
  readonly restore: (uri: Uri) => Promise<void>;
  readonly isEdited: TypedTexts['isEdited'];
}

export function createReviewSides(
  uris: ReviewUris,
  { isEdited, restore }: ReviewSidesDeps,
): ReviewSides {
  const proposals = createReviewFileSystem({ readOnly: false, restore });
  const befores = createReviewFileSystem({ readOnly: true, restore });
  const turns = new Map<string, Promise<void>>();
  const writing = new Map<string, string>();
  /** One after the other: each asks anew what is to be shown when it is its turn. */
  const inTurn = (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key);
    const turn = (before ?? Promise.resolve()).catch(() => undefined).then(work);
    turns.set(key, turn);
    const forget = (): void => {
      if (turns.get(key) === turn) turns.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
  /** VS Code calls a text clean that was typed in while it was saved. */
  const isUnsaved = (document: TextDocument): boolean =>
    document.isDirty ||
    (isEdited(document) && document.getText() !== proposals.saved(document.uri));
  const showProposal = async (uri: Uri, wanted: () => Proposal | undefined): Promise<void> => {
    for (;;) {
      const proposal = wanted();
      if (proposal === undefined) return;
      const { text, encoding } = proposal;
      const document = openDocument(uri);
      // VS Code does not look at the file system again where there is something to save.
      if (document === undefined || !isUnsaved(document)) {
        proposals.set(uri, text, encoding);
        return;
      }
      // VS Code holds mixed line endings as all alike: then there is nothing to write either.
      if (keepEndings(text, document.getText()) === text) return;
      const { version } = document;
      writing.set(uri.toString(), text);
      const isSet = await setText(document, text);
      writing.delete(uri.toString());
      if (isSet && savesUnchanged(document)) await document.save();
      // Else the user has typed meanwhile, and it is part of the review by now.
      if (isSet || document.version === version) return;
    }
  };
  return {
    proposals,
    befores,
    async show(current, { beginnings = new Map<string, string>(), only } = {}) {
      for (const path of current()?.state.files.map((file) => file.path) ?? []) {
        if (only?.has(path) === false) continue;
        const find = (): ReviewFile | undefined =>
          current()?.state.files.find((each) => each.path === path);
        const record = current();
        const file = find();
        if (record === undefined || file === undefined) return;
        const { original, modified } = sidesOf(uris, record, file);
        const left = file.change.kind === 'create' ? '' : file.base;
        const encoding = record.encodings?.[sourcePath(file.change)];
        befores.set(original, beginnings.get(sourcePath(file.change)) ?? left, encoding);
        if (modified.scheme !== uris.schemes.proposal) continue;
        await inTurn(modified.toString(), () =>
          showProposal(modified, () => {
            const text = find()?.current;
            return text === undefined ? undefined : { text, encoding };
          }),
        );
      }
    },
    isOwn({ uri }, shown) {
      const text = writing.get(uri.toString());
      return text !== undefined && keepEndings(text, shown) === text;
    },
    setBefore(uri, text) {
      befores.set(uri, text);
    },
    showBoth({ id, path, form }, left, right) {
      const original = uris.before(id, path, form);
      const modified = uris.proposal(id, path, form);
      befores.set(original, left);
      proposals.set(modified, right);
      return { original, modified, read: () => proposals.get(modified) };
    },
    forgetBoth({ id, path, form }) {
      befores.delete(uris.before(id, path, form));
      proposals.delete(uris.proposal(id, path, form));
    },
    dispose() {
      proposals.dispose();
      befores.dispose();
    },
    forget(record) {
      for (const file of record.state.files) {
        const form = formOf(record, file.path);
        const source = sourcePath(file.change);
        const real = Uri.parse(uriOf(record, source), true);
        befores.delete(uris.before(record.id, source, form));
        befores.delete(uris.beforeOf(record.id, source, real, form));
        proposals.delete(uris.proposal(record.id, file.path, form));
      }
    },
  };
}

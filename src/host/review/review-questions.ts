import { window } from 'vscode';
import type { Collision } from '../checkpoints/plan-undo.ts';
import type { MisreadFile } from '../edits/check-encoding.ts';
import { encodingLabel } from '../edits/encoding-label.ts';
import type { Unencodable } from './finish-review.ts';

/**
 * How the user's file and a proposal meet: both changed the same lines (or both made the file), or
 * the user deleted what the proposal changes, or changed what it deletes.
 */
export type ConflictKind = 'changed' | 'deleted' | 'toDelete';

/** What a review and an undo ask the user, where nobody else can know. */
export interface ReviewQuestions {
  /**
   * Files that VS Code opens in an encoding they are not in: may they be opened in the one that was
   * detected? Without it they cannot be edited.
   */
  openAs(files: readonly MisreadFile[], encoding: string): Promise<boolean>;
  /** What was kept cannot be saved; the user may change the right side and then keep it again. */
  settleUnencodable(unencodable: Unencodable): Promise<'again' | 'later'>;
  /** A review that the user typed into could not be written; it waits for them to keep it again. */
  settleFailure(message: string): Promise<'again' | 'later'>;
  /**
   * Both ways out are before the user in a diff editor, whose right side they may edit: it is the
   * proposal then. `later`: put away without an answer.
   */
  settleConflict(path: string, kind: ConflictKind): Promise<'mine' | 'proposal' | 'later'>;
  /** A file with unsaved edits is to be deleted. */
  deleteUnsaved(path: string): Promise<boolean>;
  /** Likewise, where an undo meets what the user wrote since. */
  settleCollision(collision: Collision, path: string): Promise<'yours' | 'earlier' | 'later'>;
  /** Says what the user has to know, and asks nothing. */
  tell(message: string): void;
}

export const windowQuestions: ReviewQuestions = {
  async openAs(files, encoding) {
    const name = encodingLabel(encoding);
    const open = `Open as ${name}`;
    const [only, ...others] = files;
    const which =
      only === undefined || others.length > 0 ? `${files.length} files are` : `${only.path} is`;
    const answer = await window.showWarningMessage(
      `${which} not in ${encodingLabel(only?.shownAs ?? 'utf8')}. Open as ${name}?`,
      {
        modal: true,
        detail: [
          'The way VS Code opens it now, an edit would damage its characters. Opened so, it reads:',
          ...files.slice(0, 5).map(({ path, sample }) => `${path}: ${sample}`),
          ...(files.length > 5 ? [`… and ${files.length - 5} more`] : []),
        ].join('\n'),
      },
      open,
    );
    return answer === open;
  },
  async settleUnencodable({ reason }) {
    const again = 'Keep Again';
    const answer = await ask(
      `${reason} Nothing was written. Change the right side, then keep it again; or save the file as UTF-8 first.`,
      again,
    );
    return answer === again ? 'again' : 'later';
  },
  async settleFailure(message) {
    const again = 'Keep Again';
    const answer = await ask(`${message} What you typed into the proposal is still there.`, again);
    return answer === again ? 'again' : 'later';
  },
  async settleConflict(path, kind) {
    const { question, mine, proposal } = conflictWords(path)[kind];
    const answer = await ask(question, proposal, mine);
    return answer === proposal ? 'proposal' : answer === mine ? 'mine' : 'later';
  },
  async deleteUnsaved(path) {
    const remove = 'Delete';
    const answer = await window.showWarningMessage(
      `${path} has unsaved edits. Delete it all the same?`,
      { modal: true, detail: 'The unsaved text stays in the checkpoint and can be restored.' },
      remove,
    );
    return answer === remove;
  },
  async settleCollision({ yours, earlier }, path) {
    const restore = earlier === undefined ? 'Delete it' : 'Take the right side';
    const keep = yours === undefined ? 'Leave it deleted' : 'Keep my text';
    const answer = await ask(
      earlier === undefined || yours === undefined
        ? `${path} was changed since. What shall become of it?`
        : `You changed ${path} since, in the same place. Your text is on the left. Edit the right side until it is what you want and take it, or keep your text. Closing the editor undoes nothing.`,
      restore,
      keep,
    );
    return answer === restore ? 'earlier' : answer === keep ? 'yours' : 'later';
  },
  tell(message) {
    void window.showWarningMessage(message);
  },
};

interface ConflictWords {
  readonly question: string;
  readonly mine: string;
  readonly proposal: string;
}

function conflictWords(path: string): Readonly<Record<ConflictKind, ConflictWords>> {
  return {
    changed: {
      question: `You changed ${path} where the proposal changes it. On the left it has your lines there, on the right the proposal’s. Edit the right side until it is what you want and take it, or keep your lines.`,
      mine: 'Keep my lines',
      proposal: 'Take the right side',
    },
    deleted: {
      question: `${path} was deleted or moved elsewhere while its change was reviewed. Write it as a new file in its old place, or leave it deleted?`,
      mine: 'Leave it deleted',
      proposal: 'Write it anew',
    },
    toDelete: {
      question: `You changed ${path}, which the proposal deletes. Keep your text, or delete it all the same?`,
      mine: 'Keep my text',
      proposal: 'Delete it',
    },
  };
}

/** Not modal, so that both texts can be read and edited; an error, since only those stay open. */
async function ask(question: string, ...answers: readonly string[]): Promise<string | undefined> {
  return window.showErrorMessage(question, ...answers);
}

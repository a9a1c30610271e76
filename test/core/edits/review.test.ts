import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChangeSet } from '../../../src/core/edits/change-set.ts';
import { composeReview, isVisible } from '../../../src/core/edits/compose-review.ts';
import { hunkId } from '../../../src/core/edits/diff-hunks.ts';
import { mergeTexts } from '../../../src/core/edits/merge-texts.ts';
import { conflictTexts, resolveConflict } from '../../../src/core/edits/resolve-conflict.ts';
import { reviewOutcome } from '../../../src/core/edits/review-outcome.ts';
import { isDecided, reviewReducer } from '../../../src/core/edits/review-reducer.ts';
import type { ReviewEvent, ReviewFile, ReviewState } from '../../../src/core/edits/review-state.ts';
import { splitLines } from '../../../src/core/edits/split-lines.ts';
import { startReview } from '../../../src/core/edits/start-review.ts';
import { check, seed } from './properties.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\n';
const after = 'A\nb\nc\nd1\nd2\ne\nf\n';

function modify(path = 'f'): ChangeSet {
  return { changes: [{ kind: 'modify', path, before, after, baseVersion: '1' }] };
}

function play(changeSet: ChangeSet, ...events: readonly ReviewEvent[]): ReviewState {
  return events.reduce(reviewReducer, startReview(changeSet));
}

function only(state: ReviewState): ReviewFile {
  const [file] = state.files;
  assert.ok(file !== undefined);
  return file;
}

const decisions = (state: ReviewState) =>
  state.files.flatMap((file) => file.hunks.map((hunk) => hunk.decision));

const hunkAt = (file: ReviewFile, line: number): string => {
  const hunk = file.hunks.find((one) => one.baseStart === line);
  assert.ok(hunk !== undefined);
  return hunk.id;
};
const [first, second, third] = [0, 3, 6].map((line) => hunkAt(only(startReview(modify())), line));
const keep = (hunkId = ''): ReviewEvent => ({ type: 'keepHunk', path: 'f', hunkId });
const undo = (hunkId = ''): ReviewEvent => ({ type: 'undoHunk', path: 'f', hunkId });
const reset = (hunkId = ''): ReviewEvent => ({ type: 'resetHunk', path: 'f', hunkId });
const type = (text: string): ReviewEvent => ({ type: 'documentChanged', path: 'f', text });
const base = (text: string | undefined, version: string | undefined = '2'): ReviewEvent => ({
  type: 'baseChanged',
  path: 'f',
  text,
  version,
});

interface ReviewCase {
  readonly name: string;
  readonly changeSet?: ChangeSet;
  readonly events: readonly ReviewEvent[];
  /** The right side's text. */
  readonly current: string;
  readonly decisions: readonly string[];
  readonly changes: ChangeSet['changes'];
  readonly summary: string;
}

const changed = (text: string, left = before, baseVersion = '1'): ChangeSet['changes'] => [
  { kind: 'modify', path: 'f', before: left, after: text, baseVersion },
];

const create: ChangeSet = { changes: [{ kind: 'create', path: 'f', after: 'new\n' }] };
const remove: ChangeSet = { changes: [{ kind: 'delete', path: 'f', before, baseVersion: '1' }] };
const rename: ChangeSet = {
  changes: [{ kind: 'rename', from: 'old', to: 'f', before, after, baseVersion: '1' }],
};

const gone = { ...base(''), text: undefined, version: undefined } as ReviewEvent;
const instead =
  'f: the deletion was undone by the user, who wrote a text of their own there, now:\n    mine';
const movedOn = '\nChanged by the user meanwhile: f. Read before changing again.';

const undidAll =
  'The user undid all changes: none of them was written. Ask what to do differently, or take another way.';

const cases: readonly ReviewCase[] = [
  {
    name: 'nothing decided applies nothing',
    events: [],
    current: after,
    decisions: ['pending', 'pending', 'pending'],
    changes: [],
    summary:
      'f: 0 of 3 hunks kept as proposed, 3 left open and not written.\n  line 1: left open: `A`\n  line 4: left open: `d1`\n  line 7: left open: removing 1 lines',
  },
  {
    name: 'keep all',
    events: [{ type: 'keepAll' }],
    current: after,
    decisions: ['kept', 'kept', 'kept'],
    changes: changed(after),
    summary: 'The user kept all changes.',
  },
  {
    name: 'undo all',
    events: [{ type: 'undoAll' }],
    current: before,
    decisions: ['undone', 'undone', 'undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'keep one, undo one, leave one',
    events: [keep(first), undo(second)],
    current: 'A\nb\nc\nd\ne\nf\n',
    decisions: ['kept', 'undone', 'pending'],
    changes: changed('A\nb\nc\nd\ne\nf\ng\n'),
    summary:
      'f: 1 of 3 hunks kept as proposed, 1 undone by the user, 1 left open and not written.\n  line 4: undone: `d1`\n  line 7: left open: removing 1 lines',
  },
  {
    name: 'keep the file keeps what is open only',
    events: [undo(second), { type: 'keepFile', path: 'f' }],
    current: 'A\nb\nc\nd\ne\nf\n',
    decisions: ['kept', 'undone', 'kept'],
    changes: changed('A\nb\nc\nd\ne\nf\n'),
    summary: 'f: 2 of 3 hunks kept as proposed, 1 undone by the user.\n  line 4: undone: `d1`',
  },
  {
    name: 'decisions taken back',
    events: [keep(first), undo(second), reset(first), reset(second)],
    current: after,
    decisions: ['pending', 'pending', 'pending'],
    changes: [],
    summary:
      'f: 0 of 3 hunks kept as proposed, 3 left open and not written.\n  line 1: left open: `A`\n  line 4: left open: `d1`\n  line 7: left open: removing 1 lines',
  },
  {
    name: "VS Code's own arrow counts as an undo",
    events: [type('A\nb\nc\nd\ne\nf\n'), { type: 'keepFile', path: 'f' }],
    current: 'A\nb\nc\nd\ne\nf\n',
    decisions: ['kept', 'undone', 'kept'],
    changes: changed('A\nb\nc\nd\ne\nf\n'),
    summary: 'f: 2 of 3 hunks kept as proposed, 1 undone by the user.\n  line 4: undone: `d1`',
  },
  {
    name: 'the arrow, taken back by Ctrl+Z',
    events: [type('A\nb\nc\nd\ne\nf\n'), type(after)],
    current: after,
    decisions: ['pending', 'pending', 'pending'],
    changes: [],
    summary:
      'f: 0 of 3 hunks kept as proposed, 3 left open and not written.\n  line 1: left open: `A`\n  line 4: left open: `d1`\n  line 7: left open: removing 1 lines',
  },
  {
    name: 'a hunk that was typed over, and brought back by Ctrl+Z',
    events: [
      keep(third),
      type('A\nb\nc\nd1 mine\nd2\ne\nf\n'),
      type('A\nb\nc\nd1 mine too\nd2\ne\nf\n'),
      type('A\nb\nc\nd1 mine\nd2\ne\nf\n'),
      type(after),
    ],
    current: after,
    decisions: ['pending', 'pending', 'kept'],
    changes: changed('a\nb\nc\nd\ne\nf\n'),
    summary:
      'f: 1 of 3 hunks kept as proposed, 2 left open and not written.\n  line 1: left open: `A`\n  line 4: left open: `d1`',
  },
  {
    name: 'two hunks that were typed over at once, and brought back step by step',
    events: [
      base('new\na\nb\nc\nd\ne\nf\ng\n'),
      type('new\nA mine\nb\nc\nd1\nd2\ne\nf\n'),
      type('new\nall mine\nd2\ne\nf\n'),
      type('new\nA mine\nb\nc\nd1\nd2\ne\nf\n'),
      type(`new\n${after}`),
      { type: 'keepAll' },
    ],
    current: `new\n${after}`,
    decisions: ['kept', 'kept', 'kept'],
    changes: [
      {
        ...{ kind: 'modify', path: 'f', baseVersion: '2' },
        ...{ before: 'new\na\nb\nc\nd\ne\nf\ng\n', after: `new\n${after}` },
      },
    ],
    summary:
      'The user kept all changes.\nChanged by the user meanwhile: f. Read before changing again.',
  },
  {
    name: 'a hunk changed by hand is kept as changed',
    events: [type('A\nb\nc\nd1 mine\nd2\ne\nf\n'), { type: 'keepAll' }],
    current: 'A\nb\nc\nd1 mine\nd2\ne\nf\n',
    decisions: ['kept', 'edited', 'kept'],
    changes: changed('A\nb\nc\nd1 mine\nd2\ne\nf\n'),
    summary:
      'f: 2 of 3 hunks kept as proposed, 1 changed by the user.\n  line 4: changed by the user, now:\n    d1 mine\n    d2',
  },
  {
    name: 'a line of the user’s own survives undo all',
    events: [type('A\nb\nmine\nc\nd1\nd2\ne\nf\n'), { type: 'undoAll' }],
    current: 'a\nb\nmine\nc\nd\ne\nf\ng\n',
    decisions: ['undone', 'edited', 'undone', 'undone'],
    changes: changed('a\nb\nmine\nc\nd\ne\nf\ng\n'),
    summary:
      'f: 0 of 4 hunks kept as proposed, 1 changed by the user, 3 undone by the user.\n  line 1: undone: `A`\n  line 3: added by the user, now:\n    mine\n  line 4: undone: `d1`\n  line 7: undone: removing 1 lines',
  },
  {
    name: 'a hunk changed by hand, undone, comes back as changed',
    events: [type('A!\nb\nc\nd1\nd2\ne\nf\n'), undo('0+1:1t1n9ur.3')],
    current: 'A!\nb\nc\nd1\nd2\ne\nf\n',
    decisions: ['edited', 'pending', 'pending'],
    changes: changed('A!\nb\nc\nd\ne\nf\ng\n'),
    summary:
      'f: 0 of 3 hunks kept as proposed, 1 changed by the user, 2 left open and not written.\n  line 1: changed by the user, now:\n    A!\n  line 4: left open: `d1`\n  line 7: left open: removing 1 lines',
  },
  {
    name: 'the file changed elsewhere meanwhile: hunks move along',
    events: [keep(first), base('a\nb\nnew\nc\nd\ne\nf\ng\n'), { type: 'keepAll' }],
    current: 'A\nb\nnew\nc\nd1\nd2\ne\nf\n',
    decisions: ['kept', 'kept', 'kept'],
    changes: changed('A\nb\nnew\nc\nd1\nd2\ne\nf\n', 'a\nb\nnew\nc\nd\ne\nf\ng\n', '2'),
    summary: `The user kept all changes.${movedOn}`,
  },
  {
    name: 'the arrow on a last line that has lines of the user’s own behind it',
    changeSet: {
      changes: [{ kind: 'modify', path: 'f', before: 'a', after: 'b\n', baseVersion: '1' }],
    },
    events: [type('b\nmine'), type('b too\nmine'), type('a\nmine')],
    current: 'a\nmine',
    decisions: ['undone', 'edited'],
    changes: changed('a\nmine', 'a'),
    summary:
      'f: 0 of 2 hunks kept as proposed, 1 changed by the user, 1 undone by the user.\n  line 1: undone: `b too`\n  line 2: added by the user, now:\n    mine',
  },
  {
    name: 'the arrow on lines that repeat, typed over: the words are remembered',
    changeSet: {
      changes: [
        { kind: 'modify', path: 'f', before: 'a\na\n\na', after: '\n\n\na', baseVersion: '1' },
      ],
    },
    events: [type('\nmine\na'), type('a\na\n\na'), { type: 'keepAll' }],
    current: 'a\na\n\na',
    decisions: ['undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'the arrow on lines that repeat, typed over, and the words brought back',
    changeSet: {
      changes: [
        { kind: 'modify', path: 'f', before: 'a\na\n\na', after: '\n\n\na', baseVersion: '1' },
      ],
    },
    events: [type('\nmine\na'), type('a\na\n\na'), keep(hunkId(0, 3, '\nmine\n'))],
    current: '\nmine\na',
    decisions: ['edited'],
    changes: changed('\nmine\na', 'a\na\n\na'),
    summary:
      'f: 0 of 1 hunks kept as proposed, 1 changed by the user.\n  line 1: changed by the user, now:\n    \n    mine',
  },
  {
    name: 'the arrow on lone carriage returns, typed over, and the words brought back',
    changeSet: {
      changes: [
        {
          kind: 'modify',
          path: 'f',
          before: '\r\r\na',
          after: '\r\r\nx\r\n\r\n',
          baseVersion: '1',
        },
      ],
    },
    events: [type('\rmine\r\n\r\n'), type('\r\r\na'), keep(hunkId(1, 2, 'mine\r\n\r\n'))],
    current: '\rmine\r\n\r\n',
    decisions: ['edited'],
    changes: changed('\rmine\r\n\r\n', '\r\r\na'),
    summary:
      'f: 0 of 1 hunks kept as proposed, 1 changed by the user.\n  line 2: changed by the user, now:\n    mine\n    ',
  },
  {
    name: 'the arrow on a removed line among equal ones, the user’s own lines beside it',
    changeSet: {
      changes: [{ kind: 'modify', path: 'f', before: 'a\na', after: 'a', baseVersion: '1' }],
    },
    events: [type('a\nmine\n'), type('a\na\nmine\n')],
    current: 'a\na\nmine\n',
    decisions: ['undone', 'edited'],
    changes: changed('a\na\nmine\n', 'a\na'),
    summary:
      'f: 0 of 2 hunks kept as proposed, 1 changed by the user, 1 undone by the user.\n  line 1: undone: removing 1 lines\n  line 2: added by the user, now:\n    a\n    mine',
  },
  {
    name: 'the arrow where the document has one ending and the file several',
    changeSet: {
      changes: [
        {
          kind: 'modify',
          path: 'f',
          before: 'a\r\nb\nc\rd\n',
          after: 'A\r\nb\nd\n',
          baseVersion: '1',
        },
      ],
    },
    events: [type('A mine\nb\nd\n'), type('A mine\nb\nc\nd\n'), type('a\nb\nc\nd\n')],
    current: 'a\r\nb\nc\rd\n',
    decisions: ['undone', 'undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'the arrow where what was typed has another ending than the file',
    changeSet: {
      changes: [{ kind: 'modify', path: 'f', before: 'a\r\n', after: '', baseVersion: '1' }],
    },
    events: [type('mine\n'), base('x\r\na\r\n'), type('x\r\na\n')],
    current: 'x\r\na\r\n',
    decisions: ['undone'],
    changes: [],
    summary: `The user undid all changes: none of them was written. Ask what to do differently, or take another way.${movedOn}`,
  },
  {
    name: 'the arrow in an emptied document, which knows no CRLF any more',
    changeSet: {
      changes: [{ kind: 'modify', path: 'f', before: 'a\r\nb\r\n', after: '', baseVersion: '1' }],
    },
    events: [type('a\nb\n')],
    current: 'a\r\nb\r\n',
    decisions: ['undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'all undone after typing, and typed back around a last line without an ending',
    changeSet: {
      changes: [{ kind: 'modify', path: 'f', before: '\nb', after: '\nb\n', baseVersion: '1' }],
    },
    events: [type('mine\nb\n'), { type: 'undoFile', path: 'f' }, type('\nb\n')],
    current: '\nb\n',
    decisions: ['pending'],
    changes: [],
    summary:
      'f: 0 of 1 hunks kept as proposed, 1 left open and not written.\n  line 2: left open: `b`',
  },
  {
    name: 'a removal that was typed over, put back, undone and brought back over a changed line',
    changeSet: {
      changes: [{ kind: 'modify', path: 'f', before: 'a\nb', after: 'b', baseVersion: '1' }],
    },
    events: [
      ...[type('mine\nb'), type('b'), undo(hunkId(0, 1, ''))],
      ...[base('my a\nb'), keep(hunkId(0, 1, ''))],
    ],
    current: 'b',
    decisions: ['kept'],
    changes: changed('b', 'my a\nb', '2'),
    summary: `The user kept all changes.${movedOn}`,
  },
  {
    name: 'the user made one of the changes alike: it falls away',
    events: [base('A\nb\nc\nd\ne\nf\ng\n'), { type: 'keepAll' }],
    current: after,
    decisions: ['kept', 'kept'],
    changes: changed(after, 'A\nb\nc\nd\ne\nf\ng\n', '2'),
    summary: `The user kept all changes.${movedOn}`,
  },
  {
    name: 'the user removed what was between two additions: they become one',
    changeSet: {
      changes: [
        { kind: 'modify', path: 'f', before: 'a\nb\n', after: 'x\na\ny\nb\n', baseVersion: '1' },
      ],
    },
    events: [base('b\n'), { type: 'keepAll' }],
    current: 'x\ny\nb\n',
    decisions: ['kept'],
    changes: changed('x\ny\nb\n', 'b\n', '2'),
    summary: `The user kept all changes.${movedOn}`,
  },
  {
    name: 'the user changed the same line: a conflict, nothing is applied',
    events: [base('a\nb\nc\nother\ne\nf\ng\n'), { type: 'keepAll' }],
    current: after,
    decisions: ['kept', 'kept', 'kept'],
    changes: [],
    summary: 'f: the user changed the same lines meanwhile; nothing was written.',
  },
  {
    name: 'a conflict ends when the colliding hunk is undone',
    events: [base('a\nb\nc\nother\ne\nf\ng\n'), undo(second), { type: 'keepAll' }],
    current: 'A\nb\nc\nother\ne\nf\n',
    decisions: ['kept', 'undone', 'kept'],
    changes: changed('A\nb\nc\nother\ne\nf\n', 'a\nb\nc\nother\ne\nf\ng\n', '2'),
    summary: `f: 2 of 3 hunks kept as proposed, 1 undone by the user.\n  line 4: undone: \`d1\`${movedOn}`,
  },
  {
    name: 'a conflict settled with the user’s lines: what met nothing is kept',
    events: [
      base('a\nb\nc\nother\nmore\ne\nf\ng\n'),
      { type: 'keepAll' },
      { type: 'resolveConflict', path: 'f', text: 'A\nb\nc\nother\nmore\ne\nf\n' },
    ],
    current: 'A\nb\nc\nother\nmore\ne\nf\n',
    decisions: ['kept', 'undone', 'kept'],
    changes: changed('A\nb\nc\nother\nmore\ne\nf\n', 'a\nb\nc\nother\nmore\ne\nf\ng\n', '2'),
    summary: `f: 2 of 3 hunks kept as proposed.\n  line 4: not written: the user has \`other\` there and keeps that${movedOn}`,
  },
  {
    name: 'a conflict settled with the proposal’s lines: the user’s others stay',
    events: [
      base('a\nb\nmine\nc\nother\nmore\ne\nf\ng\n'),
      { type: 'keepAll' },
      { type: 'resolveConflict', path: 'f', text: 'A\nb\nmine\nc\nd1\nd2\ne\nf\n' },
    ],
    current: 'A\nb\nmine\nc\nd1\nd2\ne\nf\n',
    decisions: ['kept', 'kept', 'kept'],
    changes: changed('A\nb\nmine\nc\nd1\nd2\ne\nf\n', 'a\nb\nmine\nc\nother\nmore\ne\nf\ng\n', '2'),
    summary: `The user kept all changes.${movedOn}`,
  },
  {
    name: 'two conflicts settled each its own way',
    events: [
      base('mine\nb\nc\nother\ne\nf\ng\n'),
      { type: 'keepAll' },
      { type: 'resolveConflict', path: 'f', text: 'mine\nb\nc\nd1\nd2\ne\nf\n' },
    ],
    current: 'mine\nb\nc\nd1\nd2\ne\nf\n',
    decisions: ['undone', 'kept', 'kept'],
    changes: changed('mine\nb\nc\nd1\nd2\ne\nf\n', 'mine\nb\nc\nother\ne\nf\ng\n', '2'),
    summary: `f: 2 of 3 hunks kept as proposed.\n  line 1: not written: the user has \`mine\` there and keeps that${movedOn}`,
  },
  {
    name: 'the proposal’s lines taken back after all',
    events: [
      base('mine\nb\nc\nd\ne\nf\ng\n'),
      { type: 'resolveConflict', path: 'f', text: 'mine\nb\nc\nd1\nd2\ne\nf\n' },
      keep(first),
      { type: 'keepAll' },
    ],
    current: after,
    decisions: ['kept', 'kept', 'kept'],
    changes: changed(after, 'mine\nb\nc\nd\ne\nf\ng\n', '2'),
    summary: `The user kept all changes.${movedOn}`,
  },
  {
    name: 'the user took out what a change changes, and keeps that',
    events: [
      base('a\nb\nc\ne\nf\ng\n'),
      { type: 'keepAll' },
      { type: 'resolveConflict', path: 'f', text: 'A\nb\nc\ne\nf\n' },
    ],
    current: 'A\nb\nc\ne\nf\n',
    decisions: ['kept', 'undone', 'kept'],
    changes: changed('A\nb\nc\ne\nf\n', 'a\nb\nc\ne\nf\ng\n', '2'),
    summary: `f: 2 of 3 hunks kept as proposed.\n  line 4: not written: the user took the lines out and keeps that${movedOn}`,
  },
  {
    name: 'a deleted file stays deleted',
    events: [gone, { type: 'keepAll' }, { type: 'resolveConflict', path: 'f', text: '' }],
    current: '',
    decisions: ['undone'],
    changes: [],
    summary:
      'f: nothing was written: the user deleted it meanwhile, or moved it elsewhere, and that stays so.',
  },
  {
    name: 'a deleted file is written anew',
    events: [gone, { type: 'keepAll' }, { type: 'resolveConflict', path: 'f', text: after }],
    current: after,
    decisions: ['kept'],
    changes: [{ kind: 'create', path: 'f', after }],
    summary: 'The user kept all changes.',
  },
  {
    name: 'a deleted file of which nothing was kept is not asked about',
    events: [{ type: 'undoAll' }, gone],
    current: '',
    decisions: ['undone', 'undone', 'undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'a deleted file that was to be moved stays deleted',
    changeSet: rename,
    events: [gone, { type: 'keepAll' }, { type: 'resolveConflict', path: 'f', text: '' }],
    current: '',
    decisions: ['undone', 'undone'],
    changes: [],
    summary:
      'f: nothing was written: the user deleted it meanwhile, or moved it elsewhere, and that stays so.',
  },
  {
    name: 'a deleted file that was to be moved is written anew where it was to go',
    changeSet: rename,
    events: [gone, { type: 'keepAll' }, { type: 'resolveConflict', path: 'f', text: after }],
    current: after,
    decisions: ['kept', 'kept'],
    changes: [{ kind: 'create', path: 'f', after }],
    summary: 'The user kept all changes.',
  },
  {
    name: 'the user’s file at the path of a created one stays',
    changeSet: create,
    events: [
      base('theirs\n'),
      { type: 'keepAll' },
      { type: 'resolveConflict', path: 'f', text: 'theirs\n' },
    ],
    current: 'theirs\n',
    decisions: ['undone'],
    changes: [],
    summary: `f: nothing was written: the user has a text of their own there, and keeps it.${movedOn}`,
  },
  {
    name: 'a file to be deleted stays as the user changed it',
    changeSet: remove,
    events: [
      keep('file'),
      base(`${before}h\n`),
      { type: 'resolveConflict', path: 'f', text: `${before}h\n` },
    ],
    current: `${before}h\n`,
    decisions: ['undone'],
    changes: [],
    summary: `f: nothing was written: the user has a text of their own there, and keeps it.${movedOn}`,
  },
  {
    name: 'a conflict settled by the user',
    events: [
      base('a\nb\nc\nother\ne\nf\ng\n'),
      { type: 'resolveConflict', path: 'f', text: 'A\nb\nc\nother d1\ne\nf\n' },
      { type: 'keepAll' },
    ],
    current: 'A\nb\nc\nother d1\ne\nf\n',
    decisions: ['kept', 'edited', 'kept'],
    changes: changed('A\nb\nc\nother d1\ne\nf\n', 'a\nb\nc\nother\ne\nf\ng\n', '2'),
    summary:
      'f: 2 of 3 hunks kept as proposed, 1 changed by the user.\n  line 4: changed by the user, now:\n    other d1' +
      movedOn,
  },
  {
    name: 'a created file kept',
    changeSet: create,
    events: [{ type: 'keepFile', path: 'f' }],
    current: 'new\n',
    decisions: ['kept'],
    changes: create.changes,
    summary: 'The user kept all changes.',
  },
  {
    name: 'a created file changed by hand',
    changeSet: create,
    events: [type('new\nmine\n'), keep('file')],
    current: 'new\nmine\n',
    decisions: ['edited'],
    changes: [{ kind: 'create', path: 'f', after: 'new\nmine\n' }],
    summary: 'f: the creation was kept, changed by the user.',
  },
  {
    name: 'a created file emptied by the arrow is undone',
    changeSet: create,
    events: [type('')],
    current: '',
    decisions: ['undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'a created file undone and brought back',
    changeSet: create,
    events: [undo('file'), keep('file')],
    current: 'new\n',
    decisions: ['kept'],
    changes: create.changes,
    summary: 'The user kept all changes.',
  },
  {
    name: 'a file came to be at the path of a created one',
    changeSet: create,
    events: [base('theirs\n'), { type: 'keepAll' }],
    current: 'new\n',
    decisions: ['kept'],
    changes: [],
    summary: 'f: the user changed the same lines meanwhile; nothing was written.',
  },
  {
    name: 'a file at the path of a created one, settled',
    changeSet: create,
    events: [base('theirs\n'), { type: 'resolveConflict', path: 'f', text: 'theirs\nnew\n' }],
    current: 'theirs\nnew\n',
    decisions: ['edited'],
    changes: changed('theirs\nnew\n', 'theirs\n', '2'),
    summary: `f: the creation was kept, changed by the user.${movedOn}`,
  },
  {
    name: 'a deletion kept',
    changeSet: remove,
    events: [keep('file')],
    current: '',
    decisions: ['kept'],
    changes: remove.changes,
    summary: 'The user kept all changes.',
  },
  {
    name: 'a deletion undone',
    changeSet: remove,
    events: [undo('file')],
    current: before,
    decisions: ['undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'a file to be deleted changed meanwhile',
    changeSet: remove,
    events: [keep('file'), base(`${before}h\n`)],
    current: '',
    decisions: ['kept'],
    changes: [],
    summary: 'f: the user changed the same lines meanwhile; nothing was written.',
  },
  {
    name: 'a file to be deleted, kept by the user as they have it, stays so when all is undone',
    changeSet: remove,
    events: [
      keep('file'),
      base(`${before}h\n`),
      { type: 'resolveConflict', path: 'f', text: `${before}h\n` },
      { type: 'undoAll' },
    ],
    current: `${before}h\n`,
    decisions: ['undone'],
    changes: [],
    summary: `f: nothing was written: the user has a text of their own there, and keeps it.${movedOn}`,
  },
  {
    name: 'a deletion settled for a text of the user’s own, which undoing all does not take away',
    changeSet: remove,
    events: [
      keep('file'),
      base(`${before}h\n`),
      { type: 'resolveConflict', path: 'f', text: 'mine\n' },
      { type: 'undoAll' },
    ],
    current: 'mine\n',
    decisions: ['undone'],
    changes: changed('mine\n', `${before}h\n`, '2'),
    summary: instead + movedOn,
  },
  {
    name: 'a text typed instead of a deletion, the deletion kept all the same',
    changeSet: remove,
    events: [type('mine\n'), keep('file')],
    current: '',
    decisions: ['kept'],
    changes: remove.changes,
    summary: 'The user kept all changes.',
  },
  {
    name: 'a text typed instead of a deletion that was kept meanwhile comes back with its undo',
    changeSet: remove,
    events: [type('mine\n'), keep('file'), { type: 'undoAll' }],
    current: 'mine\n',
    decisions: ['undone'],
    changes: changed('mine\n'),
    summary: instead,
  },
  {
    name: 'a deletion kept over a text, and another one typed: the first comes back',
    changeSet: remove,
    events: [type('mine\n'), keep('file'), type('other\n'), keep(hunkId(0, 0, 'mine\n'))],
    current: 'mine\n',
    decisions: ['undone', 'undone'],
    changes: changed('mine\n'),
    summary: instead,
  },
  {
    name: 'a text typed instead of a deletion, the arrow, and the text brought back',
    changeSet: remove,
    events: [type('mine\n'), type(before), keep(hunkId(0, 0, 'mine\n'))],
    current: 'mine\n',
    decisions: ['undone'],
    changes: changed('mine\n'),
    summary: instead,
  },
  {
    name: 'a text typed instead of a deletion, and the deletion settled: the text comes back',
    changeSet: remove,
    events: [
      ...[type('mine\n'), keep('file'), base(`${before}h\n`)],
      { type: 'resolveConflict', path: 'f', text: `${before}h\n` },
      keep(hunkId(0, 0, 'mine\n')),
    ],
    current: 'mine\n',
    decisions: ['undone'],
    changes: changed('mine\n', `${before}h\n`, '2'),
    summary: instead + movedOn,
  },
  {
    name: 'the arrow on a deletion, in a document that knows no CRLF, gives the file as it is',
    changeSet: {
      changes: [{ kind: 'delete', path: 'f', before: 'a\r\nb\r\n', baseVersion: '1' }],
    },
    events: [type('a\nb\n')],
    current: 'a\r\nb\r\n',
    decisions: ['undone'],
    changes: [],
    summary: undidAll,
  },
  {
    name: 'a new empty file typed into, emptied by the arrow, and the text brought back',
    changeSet: { changes: [{ kind: 'create', path: 'f', after: '' }] },
    events: [type('mine\n'), type(''), keep(hunkId(0, 0, 'mine\n'))],
    current: 'mine\n',
    decisions: ['edited'],
    changes: [{ kind: 'create', path: 'f', after: 'mine\n' }],
    summary: 'f: the creation was kept, changed by the user.',
  },
  {
    name: 'a deletion undone follows the file',
    changeSet: remove,
    events: [undo('file'), base(`${before}h\n`)],
    current: `${before}h\n`,
    decisions: ['undone'],
    changes: [],
    summary: `The user undid all changes: none of them was written. Ask what to do differently, or take another way.${movedOn}`,
  },
  {
    name: 'a file to be deleted is gone already',
    changeSet: remove,
    events: [keep('file'), gone],
    current: '',
    decisions: ['kept'],
    changes: [],
    summary: 'The user kept all changes.',
  },
  {
    name: 'a rename kept, its edits undone',
    changeSet: rename,
    events: [{ type: 'undoFile', path: 'f' }, keep('file')],
    current: before,
    decisions: ['kept', 'undone', 'undone', 'undone'],
    changes: [{ kind: 'rename', from: 'old', to: 'f', before, after: before, baseVersion: '1' }],
    summary:
      'f: 1 of 4 hunks kept as proposed, 3 undone by the user.\n  line 1: undone: `A`\n  line 4: undone: `d1`\n  line 7: undone: removing 1 lines',
  },
  {
    name: 'a rename undone, its edits kept',
    changeSet: rename,
    events: [undo('file'), { type: 'keepAll' }],
    current: after,
    decisions: ['undone', 'kept', 'kept', 'kept'],
    changes: [{ kind: 'modify', path: 'old', before, after, baseVersion: '1' }],
    summary: 'f: 3 of 4 hunks kept as proposed, 1 undone by the user.',
  },
  {
    name: 'a rename into the path of a file whose rename was undone',
    changeSet: {
      changes: [
        { kind: 'rename', from: 'b', to: 'c', before: 'B', after: 'B', baseVersion: '1' },
        { kind: 'rename', from: 'a', to: 'b', before: 'A', after: 'A', baseVersion: '1' },
      ],
    },
    events: [{ type: 'undoFile', path: 'c' }, { type: 'keepAll' }],
    current: 'B',
    decisions: ['undone', 'kept'],
    changes: [],
    summary:
      'c: the renaming was undone by the user.\nb: the renaming was kept.\nb: not carried out, a file is still at this path.',
  },
];

describe('the review of a change set', () => {
  for (const one of cases) {
    it(one.name, () => {
      let state = play(one.changeSet ?? modify(), ...one.events);
      if (one.name.endsWith('comes back as changed')) {
        const hunkId = hunkAt(only(state), 0);
        state = [undo(hunkId), keep(hunkId)].reduce(reviewReducer, state);
      }
      assert.equal(only(state).current, one.current);
      assert.deepEqual(decisions(state), one.decisions);
      const outcome = reviewOutcome(state);
      assert.deepEqual(outcome.changeSet.changes, one.changes);
      assert.equal(outcome.summary, one.summary);
      const open = only(state).conflict !== undefined || one.decisions.includes('pending');
      assert.equal(isDecided(state), !open);
    });
  }

  it('takes a line typed right behind an added one into that hunk', () => {
    const added: ChangeSet = {
      changes: [
        { kind: 'modify', path: 'f', before: 'a\nb\n', after: 'a\nx\nb\n', baseVersion: '1' },
      ],
    };
    const file = only(play(added, type('a\nx\nmine\nb\n')));
    assert.deepEqual(
      file.hunks.map(({ author, decision, baseStart, baseLines, text }) => [
        ...[author, decision, text],
        ...[baseStart, baseLines],
      ]),
      [['both', 'edited', 'x\nmine\n', 1, 0]],
    );
  });

  it('gives back what was written into a new file before it was undone and written anew', () => {
    const first = play(create, type('new\nmine\n'), undo('file'), type('other\n'));
    const memory = only(first).hunks.find((hunk) => hunk.kind === 'text');
    const back = reviewReducer(first, keep(memory?.id));
    assert.equal(only(first).current, 'other\n');
    assert.equal(only(back).current, 'new\nmine\n');
    assert.ok(only(back).hunks.some((hunk) => hunk.kind === 'text' && hunk.text === 'other\n'));
  });

  it('tells a conflict with both texts', () => {
    const theirs = 'a\nb\nc\nother\ne\nf\ng\n';
    const { conflict } = only(play(modify(), base(theirs)));
    assert.deepEqual(conflict, { theirs, proposed: after, theirVersion: '2', lines: [3] });
  });

  it('changes nothing for a path or hunk that is not there', () => {
    const state = startReview(modify());
    assert.deepEqual(reviewReducer(state, { ...keep(first), path: 'g' } as ReviewEvent), state);
    assert.deepEqual(reviewReducer(state, undo('none')), state);
    assert.notEqual(third, undefined);
  });

  it('does not bring back an undone hunk over what the user wrote there', () => {
    const written = 'A\nb\nc\nmine\ne\nf\n';
    const state = play(modify(), undo(second), type(written), keep(second));
    assert.equal(only(state).current, written);
  });

  it('bounds the summary', () => {
    const many = Array.from({ length: 100 }, (_, at) => modify(`f${at}`).changes).flat();
    const { summary } = reviewOutcome(play({ changes: many }, { type: 'undoFile', path: 'f0' }));
    assert.ok(summary.length < 4000, String(summary.length));
    assert.match(summary, /And 60 more files/);
  });
});

interface Step {
  readonly do:
    | ('typeLine' | 'typeBase' | 'revert' | 'keep' | 'undo')
    | ('reset' | 'keepAll' | 'undoAll' | 'reload' | 'settle');
  readonly at: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom<Step['do'][]>(
      ...(['typeLine', 'typeBase', 'revert', 'keep', 'undo'] as const),
      ...(['reset', 'keepAll', 'undoAll', 'reload', 'settle'] as const),
    ),
    at: fc.nat(60),
  }),
  { maxLength: 25 },
);

const proposals = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { minLength: 1, maxLength: 14 }),
    fc.array(fc.constantFrom('a', 'b', 'x', 'y', ''), { maxLength: 14 }),
    fc.constantFrom('modify' as const, 'rename' as const, 'create' as const),
    fc.boolean(),
  )
  .map(([old, next, kind, final]): ChangeSet => {
    const end = final ? '\n' : '';
    const text = { before: old.join('\n') + end, after: next.join('\n') + end };
    if (kind === 'create') return { changes: [{ kind, path: 'f', after: text.after }] };
    if (kind === 'rename')
      return { changes: [{ kind, from: 'old', to: 'f', ...text, baseVersion: '1' }] };
    return { changes: [{ kind, path: 'f', ...text, baseVersion: '1' }] };
  });

/** Inserts whole lines, as a user would who has the text before them. */
function insertLine(text: string, line: string, at: number): string {
  const lines = splitLines(text);
  lines.splice(at % (lines.length + 1), 0, `${line}\n`);
  const glued = lines.map((one, index) =>
    index < lines.length - 1 && !one.endsWith('\n') ? `${one}\n` : one,
  );
  return glued.join('');
}

describe(`reviews, by random (seed ${seed})`, () => {
  it('no interleaving of events loses what the user typed', () =>
    check(
      fc.property(proposals, steps, (changeSet, list) => {
        let state = startReview(changeSet);
        const typed: string[] = [];
        let inBase: string[] = [];
        for (const [number, step] of list.entries()) {
          const file = only(state);
          const events = eventsOf(file, step, `typed ${number}`);
          if (step.do === 'typeLine') typed.push(`typed ${number}`);
          if (step.do === 'typeBase' && events.length > 0) inBase.push(`typed ${number}`);
          // Who brings a hunk back over their own lines has chosen between the two.
          const given = broughtBackOver(file, step);
          inBase = inBase.filter((line) => !given.includes(`${line}\n`));
          state =
            step.do === 'reload'
              ? (JSON.parse(JSON.stringify(state)) as ReviewState)
              : events.reduce(reviewReducer, state);
          holds(only(state), typed, inBase);
        }
      }),
      1500,
    ));

  it('a conflict is about nothing but the regions that collide', () =>
    check(
      fc.property(texts, texts, texts, (left, right, theirs) => {
        const changes = [
          { kind: 'modify', path: 'f', before: left, after: right, baseVersion: '1' } as const,
        ];
        const file = only(play({ changes }, { type: 'keepAll' }, base(theirs)));
        if (file.conflict === undefined) return;
        const { mine, proposal } = conflictTexts(file, file.conflict);
        assert.equal(mine, mergeTexts(left, theirs, right).text);
        assert.equal(proposal, mergeTexts(left, right, theirs).text);
        for (const text of [mine, proposal]) {
          const settled = resolveConflict(file, text);
          assert.equal(settled.current, text);
          const { changeSet } = reviewOutcome({ files: [settled] });
          assert.equal(
            changeSet.changes[0]?.kind === 'modify' ? changeSet.changes[0].after : theirs,
            text,
          );
        }
      }),
      1500,
    ));
});

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 10 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

function eventsOf(file: ReviewFile, step: Step, line: string): readonly ReviewEvent[] {
  const hunk = file.hunks[step.at % Math.max(file.hunks.length, 1)];
  const theirs = file.conflict?.theirs ?? file.base;
  switch (step.do) {
    case 'typeLine':
      return [type(insertLine(file.current, line, step.at))];
    case 'typeBase':
      return file.change.kind === 'create' ? [] : [base(insertLine(theirs, line, step.at), line)];
    case 'revert': {
      // What VS Code's arrow does: one hunk's lines as in the base again.
      if (hunk?.kind !== 'text' || hunk.author !== 'agent' || !isVisible(hunk)) return [];
      const others = file.hunks.filter((one) => one !== hunk && isVisible(one));
      return [type(composeReview(file.base, others))];
    }
    case 'keep':
      return [keep(hunk?.id)];
    case 'undo':
      return [undo(hunk?.id)];
    case 'reset':
      return [reset(hunk?.id)];
    case 'keepAll':
      return [{ type: 'keepAll' }];
    case 'undoAll':
      return [{ type: 'undoAll' }];
    case 'settle':
      // A user who settles by putting both texts one after the other.
      return file.conflict === undefined
        ? []
        : [{ type: 'resolveConflict', path: 'f', text: `${theirs}\n${file.current}` }];
    case 'reload':
      return [];
  }
}

function broughtBackOver(file: ReviewFile, step: Step): readonly string[] {
  const hunk = file.hunks[step.at % Math.max(file.hunks.length, 1)];
  if (hunk === undefined || isVisible(hunk) || !['keep', 'reset'].includes(step.do)) return [];
  return splitLines(file.base).slice(hunk.baseStart, hunk.baseStart + hunk.baseLines);
}

function holds(file: ReviewFile, typed: readonly string[], inBase: readonly string[]): void {
  const visible = file.hunks.filter(isVisible);
  if (file.change.kind !== 'create') {
    assert.equal(composeReview(file.base, visible), file.current, 'the hunks give the text');
  }
  const kept = [file.current, file.base, ...file.hunks.map((hunk) => hunk.text)].join('\n');
  for (const line of typed) assert.ok(kept.includes(line), `${line} is lost`);
  const theirs = file.conflict?.theirs ?? file.base;
  for (const line of inBase) assert.ok(theirs.includes(line), `${line} is lost from the file`);
  if (file.conflict !== undefined || file.change.kind === 'create') return;
  const { changeSet } = reviewOutcome({ files: [file] });
  for (const change of changeSet.changes) {
    if (change.kind === 'create' || change.kind === 'delete') continue;
    assert.equal(change.before, file.base);
    const gone = inBase.filter((line) => !change.after.includes(line));
    assert.deepEqual(gone, [], 'lines the user typed into the file survive the edit');
  }
}

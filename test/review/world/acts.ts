import fc from 'fast-check';
import { anyText } from '../../core/edits/random-texts.ts';

/** A change of some lines: places and choices are numbers, to be taken modulo what there is. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly add: readonly AddedLine[];
}

/** `own`: a line that only the agent could have written, told by a mark. */
export type AddedLine = 'a' | 'b' | '' | 'own';

export type Proposed =
  | { readonly kind: 'modify'; readonly file: number; readonly splices: readonly Splice[] }
  | { readonly kind: 'create'; readonly splices: readonly Splice[] }
  | { readonly kind: 'delete'; readonly file: number }
  | { readonly kind: 'rename'; readonly file: number; readonly splices: readonly Splice[] }
  /** The file goes to where another one is, which goes elsewhere. */
  | { readonly kind: 'chain'; readonly file: number; readonly splices: readonly Splice[] };

/** How the user types one word: within a line, as a line, or over some lines. */
export interface Typing {
  readonly at: number;
  readonly form: 'word' | 'line' | 'lineBefore' | 'over';
}

export type Decision =
  'keepHunk' | 'undoHunk' | 'resetHunk' | 'keepFile' | 'undoFile' | 'keepAll' | 'undoAll';

export type Act =
  | { readonly do: 'propose' | 'writeAtOnce'; readonly changes: readonly Proposed[] }
  | {
      readonly do: 'decide';
      readonly decision: Decision;
      readonly file: number;
      readonly hunk: number;
    }
  | { readonly do: 'typeInProposal'; readonly file: number; readonly typing: Typing }
  | { readonly do: 'typeInFile'; readonly file: number; readonly typing: Typing }
  | { readonly do: 'deleteFile'; readonly file: number }
  /** VS Code's arrow: one hunk of the right side as in the base again. */
  | { readonly do: 'revert'; readonly file: number; readonly hunk: number }
  /** Ctrl+Z in the right side: as it was some edits ago. */
  | { readonly do: 'goBack'; readonly file: number; readonly steps: number }
  | { readonly do: 'reload' }
  /** Of what was written at once. */
  | {
      readonly do: 'decideWritten';
      readonly review: number;
      readonly decision: Decision;
      readonly file: number;
      readonly hunk: number;
      readonly answer: Answer;
    }
  | {
      readonly do: 'revertWritten';
      readonly review: number;
      readonly file: number;
      readonly hunk: number;
    }
  | {
      readonly do: 'undoSteps';
      readonly scope: UndoneSteps;
      readonly step: number;
      readonly answer: Answer;
    };

export type UndoneSteps = 'task' | 'last' | 'step' | 'undo';

/** What the user says where the files have moved on and two texts collide. */
export type Answer = 'yours' | 'earlier' | 'cancel';

/** How a conflict is settled once everything is decided. */
export type Settling = 'mine' | 'proposal' | 'both';

const place = fc.nat(200);
const splice: fc.Arbitrary<Splice> = fc.record({
  at: place,
  remove: fc.nat(3),
  add: fc.array(fc.constantFrom<AddedLine[]>('a', 'b', '', 'own', 'own'), { maxLength: 3 }),
});
const splices = fc.array(splice, { maxLength: 3 });
const file = fc.nat(9);
const proposed: fc.Arbitrary<Proposed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('modify'), file, splices }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create'), splices }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename'), file, splices }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('chain'), file, splices }) },
);
const typing: fc.Arbitrary<Typing> = fc.record({
  at: place,
  form: fc.constantFrom('word', 'line', 'lineBefore', 'over'),
});
const decision = fc.constantFrom<Decision[]>(
  ...(['keepHunk', 'undoHunk', 'resetHunk', 'keepFile'] as const),
  ...(['undoFile', 'keepAll', 'undoAll'] as const),
);
const answers = fc.constantFrom<Answer[]>('yours', 'earlier', 'cancel');
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('propose'),
      changes: fc.array(proposed, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('writeAtOnce'),
      changes: fc.array(proposed, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant('decide'), decision, file, hunk: file }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('decideWritten'), review: file, decision, file, hunk: file },
      answer: answers,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ do: fc.constant('revertWritten'), review: file, file, hunk: file },
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('typeInProposal'), file, typing }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('typeInFile'), file, typing }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteFile'), file }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revert'), file, hunk: file }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('goBack'), file, steps: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('undoSteps'),
      scope: fc.constantFrom<UndoneSteps[]>('task', 'last', 'step', 'undo'),
      step: file,
      answer: answers,
    }),
  },
);

const lines = fc
  .array(fc.constantFrom('a', 'b', '', '}', 'x'.repeat(300)), { maxLength: 10, size: 'max' })
  .chain((some) =>
    fc
      .tuple(fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([end, final]) => some.join(end) + (final && some.length > 0 ? end : '')),
  );

/** What a user and an agent do to a few files, one after the other. */
export const stories = fc.record({
  texts: fc.array(fc.oneof(lines, lines, anyText), { minLength: 1, maxLength: 3 }),
  acts: fc.array(act, { maxLength: 25, size: 'max' }),
  settlings: fc.array(fc.constantFrom<Settling[]>('mine', 'proposal', 'both'), {
    minLength: 5,
    maxLength: 5,
  }),
});

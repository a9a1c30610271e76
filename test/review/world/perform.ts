import assert from 'node:assert/strict';
import { composeReview, isVisible } from '../../../src/core/edits/compose-review.ts';
import type { ReviewEvent, ReviewFile } from '../../../src/core/edits/review-state.ts';
import { startReview } from '../../../src/core/edits/start-review.ts';
import { isWhole } from '../../../src/core/edits/whole-files.ts';
import { createReviewStorage } from '../../../src/host/review/review-storage.ts';
import type { Act, Decision, Typing } from './acts.ts';
import { keepEndings } from '../../../src/core/edits/keep-endings.ts';
import { asDocument, type } from './edit-texts.ts';
import { finishWhenDecided } from './finish-review.ts';
import { proposeChanges } from './propose.ts';
import { undoSteps } from './undo-steps.ts';
import { dispatch, fileChanged, forget, pick, type World } from './world.ts';
import { decideWritten, lookForUndone, revertWritten, writeAtOnce } from './written-reviews.ts';

/** Does it, as far as there is anything to do it to. */
export async function perform(world: World, act: Act): Promise<void> {
  world.count += 1;
  switch (act.do) {
    case 'propose':
    case 'writeAtOnce': {
      if (act.do === 'propose' && world.review !== undefined) return;
      const changeSet = proposeChanges(world, act.changes);
      if (changeSet === undefined) return;
      if (act.do === 'writeAtOnce') await writeAtOnce(world, changeSet);
      else world.review = startReview(changeSet);
      return;
    }
    case 'typeInFile':
      typeInFile(world, act.file, act.typing);
      await lookForUndone(world);
      return;
    case 'decideWritten':
    case 'revertWritten': {
      const review = pick(world.written, act.review);
      if (review === undefined) return;
      if (act.do === 'revertWritten') revertWritten(world, review, act.file, act.hunk);
      else {
        const file = pick(review.state.files, act.file);
        const hunk = pick(file?.hunks ?? [], act.hunk);
        const event = decisionEvent(act.decision, file?.path ?? 'none', hunk?.id ?? 'none');
        await decideWritten(world, review, event, act.answer);
      }
      await lookForUndone(world);
      return;
    }
    case 'deleteFile':
      deleteFile(world, act.file);
      return;
    case 'undoSteps':
      await undoSteps(world, act.scope, act.step, act.answer);
      return;
    case 'reload':
      await reload(world);
      return;
    case 'decide':
    case 'typeInProposal':
    case 'revert':
    case 'goBack': {
      const file = pick(world.review?.files ?? [], act.file);
      if (file !== undefined) await actOnProposal(world, file, act);
    }
  }
}

function typeInFile(world: World, at: number, typing: Typing): void {
  const [path, text] = pick([...world.files], at) ?? [];
  if (path === undefined || text === undefined) return;
  const word = `user${world.count}.`;
  // What VS Code saves has the document's endings.
  const next = type(asDocument(text), typing, word);
  forget(world, text, next);
  world.typed.add(word);
  world.files.set(path, next);
  fileChanged(world, path);
}

function deleteFile(world: World, at: number): void {
  const [path, text] = pick([...world.files], at) ?? [];
  if (path === undefined || text === undefined) return;
  forget(world, text, '');
  world.files.delete(path);
}

async function actOnProposal(
  world: World,
  file: ReviewFile,
  act: Extract<Act, { readonly do: 'decide' | 'typeInProposal' | 'revert' | 'goBack' }>,
): Promise<void> {
  const { path } = file;
  const shown = asDocument(file.current);
  /** As the host hears of it from the document. */
  const change = (document: string): void => {
    const text = keepEndings(file.current, document);
    if (text !== file.current) dispatch(world, { type: 'documentChanged', path, text });
  };
  const history = world.earlier.get(path) ?? [];
  switch (act.do) {
    case 'decide': {
      const hunkId = pick(file.hunks, act.hunk)?.id ?? 'none';
      dispatch(world, decisionEvent(act.decision, path, hunkId));
      await finishWhenDecided(world);
      return;
    }
    case 'typeInProposal': {
      const word = `user${world.count}.`;
      const text = type(shown, act.typing, word);
      forget(world, shown, text);
      world.typed.add(word);
      world.earlier.set(path, [...history, shown]);
      change(text);
      break;
    }
    case 'goBack': {
      const text = history.at(-1 - (act.steps % Math.max(history.length, 1)));
      if (text === undefined) return;
      forget(world, shown, text);
      change(text);
      break;
    }
    case 'revert': {
      if (isWhole(file)) {
        // All of it is one hunk: the arrow brings the left side's text.
        change(file.change.kind === 'create' ? '' : asDocument(file.base));
        break;
      }
      const hunk = pick(file.hunks, act.hunk);
      if (hunk?.kind !== 'text' || !isVisible(hunk)) return;
      const others = file.hunks.filter((one) => one !== hunk && isVisible(one));
      const end = shown.includes('\r\n') ? '\r\n' : '\n';
      const text = composeReview(file.base, others).replaceAll(/\r\n|\r|\n/g, end);
      // What differs in its endings alone has no arrow: VS Code shows the two sides alike.
      if (text === shown) return;
      if (hunk.author === 'user') forget(world, shown, text);
      change(text);
      checkUndone(world, file);
    }
  }
  await finishWhenDecided(world, path);
}

function decisionEvent(decision: Decision, path: string, hunkId: string): ReviewEvent {
  if (decision === 'keepAll' || decision === 'undoAll') return { type: decision };
  if (decision === 'keepFile' || decision === 'undoFile') return { type: decision, path };
  return { type: decision, path, hunkId };
}

/** The arrow is an undo: of the hunks that were seen some are not any more, and no other is. */
function checkUndone(world: World, { path, hunks, conflict }: ReviewFile): void {
  const now = world.review?.files.find((one) => one.path === path);
  if (conflict !== undefined || now === undefined) return;
  const ids = new Set(hunks.filter(isVisible).map(({ id }) => id));
  const seen = now.hunks.filter(isVisible);
  assert.ok(seen.length < ids.size, 'the arrow undoes something');
  for (const { id } of seen) assert.ok(ids.has(id), `${id} came to be by the arrow`);
}

async function reload(world: World): Promise<void> {
  const { review } = world;
  if (review === undefined) return;
  const record = {
    ...{ id: 'review', taskId: 'task', callId: 'call' },
    ...{ phase: 'open' as const, at: 0, uris: {}, state: review },
  };
  await createReviewStorage(world.storage).save(record);
  const loaded = await createReviewStorage(world.storage).load('review');
  // JSON leaves out what is undefined, which reads the same.
  assert.deepEqual(loaded?.state, JSON.parse(JSON.stringify(review)), 'a reload changes nothing');
  world.review = loaded?.state;
}

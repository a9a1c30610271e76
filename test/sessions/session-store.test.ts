import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JournalRecord } from '../../src/core/ports.ts';
import { openJournal, readJournal } from '../../src/host/sessions/journal-file.ts';
import {
  SessionStore,
  updateSummary,
  type SessionSummary,
} from '../../src/host/sessions/session-store.ts';
import type { AgentEvent, Review } from '../../src/shared/events.ts';
import { userSays } from '../support/play-task.ts';

const fail = (error: unknown): never => {
  throw error;
};
const message = userSays('Go.').item;
/** One of each kind: a kind without a line here does not compile. */
const oneOfEach: { readonly [Kind in JournalRecord['kind']]: JournalRecord & { kind: Kind } } = {
  about: { kind: 'about', at: 1, format: 1, workspace: 'w' },
  event: { kind: 'event', at: 2, event: { type: 'title', title: 'A title' } },
  item: { kind: 'item', at: 3, item: message, messageId: 'm1' },
  news: { kind: 'news', at: 4, news: { about: 'review r1', text: 'A hunk went.' } },
  queued: { kind: 'queued', at: 5, input: { ...userSays('Later.'), queuedId: 'q1' } },
  history: { kind: 'history', at: 6, items: [message], messages: [['m1', 0]] },
};

describe('a journal on the disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ratchet-journal-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back every kind of record, in order', async () => {
    const file = path.join(folder, 'a.jsonl');
    const journal = openJournal(file, fail);
    const records = Object.values(oneOfEach);
    for (const record of records) journal.append(record);
    journal.close();
    assert.deepEqual(await readJournal(file), records);
  });

  it('loses a torn last line, and a line that is none, and nothing else', async () => {
    const file = path.join(folder, 'a.jsonl');
    const before = openJournal(file, fail);
    before.append(oneOfEach.about);
    before.close();
    await appendFile(file, 'null\n{"kind":"daydream"}\n\u0000\u0000\n{"kind":"event","at":');
    assert.deepEqual(await readJournal(file), [oneOfEach.about]);
    const after = openJournal(file, fail);
    after.append(oneOfEach.news);
    after.close();
    assert.deepEqual(await readJournal(file), [oneOfEach.about, oneOfEach.news]);
  });
});

describe('what history lists of a task', () => {
  const fresh: SessionSummary = {
    id: 't',
    workspace: 'w',
    title: 't',
    updatedAt: 0,
    status: 'stopped',
    usd: 0,
    unreviewed: false,
  };
  const after = (...events: readonly AgentEvent[]) => events.reduce(updateSummary, fresh);
  const review = (id: string, state: Review['state']): AgentEvent => ({
    type: 'review',
    review: { id, callId: id, state, files: [] },
  });

  it('runs again when it goes on without a message', () => {
    const stopped: AgentEvent = { type: 'stopped', reason: { kind: 'user' } };
    const request: AgentEvent = { type: 'request', number: 2, model: 'm', endpoint: 'e' };
    assert.equal(after(stopped).status, 'stopped');
    assert.equal(after(stopped, request).status, 'running');
  });

  it('has changes to review until the last of its reviews is closed', () => {
    const both = [review('r1', 'applied'), review('r2', 'applied')];
    assert.equal(after(...both).unreviewed, true);
    assert.equal(after(...both, review('r2', 'closed')).unreviewed, true);
    assert.equal(after(...both, review('r2', 'closed'), review('r1', 'closed')).unreviewed, false);
  });

  it('is not pruned while one of its reviews waits', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ratchet-sessions-'));
    try {
      const store = new SessionStore(folder, fail);
      const waits = after(review('r1', 'applied'), review('r2', 'closed'));
      for (const summary of [waits, { ...fresh, id: 'over' }]) {
        (await store.create(summary.id, 'w', fail)).close();
        await store.saveSummary(summary);
      }
      assert.deepEqual(await store.prune(Date.now()), ['over']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Chat } from '../../src/host/chat/chat.ts';
import { SessionStore } from '../../src/host/sessions/session-store.ts';
import { Tasks } from '../../src/host/tasks/tasks.ts';
import type { ToPanel } from '../../src/shared/protocol.ts';
import { createMemoryWorkspace } from '../support/memory-workspace.ts';
import { memoryParts } from '../support/play-task.ts';
import { say } from '../support/scripted-items.ts';
import { createScriptedModel } from '../support/scripted-model.ts';

const fail = (line: string): never => {
  throw new Error(line);
};

describe('the tasks of a window', () => {
  let folder = '';
  let open: Tasks[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-tasks-'));
  });
  afterEach(async () => {
    for (const tasks of open) await tasks.dispose();
    open = [];
    await rm(folder, { recursive: true });
  });

  /** A window over the same sessions as the ones before it; `made` counts the sessions it opened. */
  function openWindow() {
    const model = createScriptedModel(() => ({ items: [say('Yes.')] }));
    const made: string[] = [];
    const tasks = new Tasks({
      store: new SessionStore(folder, fail),
      workspace: 'w',
      makeParts: async (id) => {
        made.push(id);
        return {
          parts: memoryParts({ model }),
          markMessage: async () => undefined,
          dispose: async () => undefined,
        };
      },
      model: () => 'gpt-5.5',
      forget: async () => undefined,
      log: fail,
    });
    open.push(tasks);
    return { tasks, model, made };
  }

  it('has one session for a task, however many ask for it at once', async () => {
    const first = openWindow();
    const { id } = await first.tasks.create('A task', 'panel');
    const { tasks, made } = openWindow();
    const opened = await Promise.all([tasks.open(id), tasks.open(id), tasks.open(id)]);
    assert.equal(new Set(opened).size, 1);
    assert.equal(await tasks.open(id), opened[0]);
    assert.deepEqual(made, [id]);
  });

  it('keeps messages that are sent at once in order, and in one task', async () => {
    const { tasks, model, made } = openWindow();
    const { files, problems } = createMemoryWorkspace();
    const posted: ToPanel[] = [];
    const chat = new Chat({
      tasks,
      panel: () => ({
        post: (message) => posted.push(message),
        postEvent: () => undefined,
        setBadge: () => undefined,
      }),
      ports: { files, problems },
      settings: async () => ({
        model: 'gpt-5.5',
        effort: 'medium',
        enterSends: true,
        trusted: true,
        folderOpen: true,
        practice: false,
        hasKey: true,
        remoteOverrides: [],
      }),
      waiting: () => 0,
    });
    const words = ['one', 'two', 'three'];
    await Promise.all(words.map((text) => chat.send(text, [])));
    while (chat.current?.session.running) await chat.current.session.ended;
    assert.equal(made.length, 1);
    const said = (model.requests.at(-1)?.input ?? []).flatMap((item) =>
      item.type === 'message' && item.role === 'user' ? (item.content.at(-1) ?? []) : [],
    );
    assert.deepEqual(
      said.map((part) => part.type === 'input_text' && part.text),
      words,
    );
  });
});

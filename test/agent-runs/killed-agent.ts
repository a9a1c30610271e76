/**
 * Run as a process of its own: works on a task in a folder with journal and checkpoints, against an
 * endpoint that lives elsewhere, and kills itself at a given moment. Started again, it goes on.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { instructions } from '../../src/core/agent/prompt.ts';
import { restoreTask } from '../../src/core/agent/restore-task.ts';
import { Session } from '../../src/core/agent/session.ts';
import { builtInTools } from '../../src/core/tools/registry.ts';
import { createNodeStorage } from '../../src/host/checkpoints/node-storage.ts';
import { recoverSteps } from '../../src/host/checkpoints/recover-steps.ts';
import { openTaskCheckpoints } from '../../src/host/checkpoints/task-checkpoints.ts';
import { openJournal, readJournal } from '../../src/host/sessions/journal-file.ts';
import { createResponsesModel } from '../../src/model/responses-model.ts';
import { createNodePlaces, utf8Codec } from '../checkpoints/node-places.ts';
import { tickingStorage } from '../checkpoints/scenario.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryWorkspace } from '../support/memory-workspace.ts';
import { userSays } from '../support/play-task.ts';
import { memoryDowngrades } from '../support/practice-model.ts';
import { checkpointedEditor, folderFiles } from './folder-workspace.ts';

const [folder = '', baseUrl = '', killAt = ''] = process.argv.slice(2);
const work = path.join(folder, 'work');
const journalFile = path.join(folder, 'journal.jsonl');

let moments = 0;
const tick = (): void => {
  moments += 1;
  if (moments === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};
const problem = (error: unknown): never => {
  throw error;
};

const storage = tickingStorage(createNodeStorage(path.join(folder, 'store')), tick);
const checkpoints = await openTaskCheckpoints(storage, 'task');
await recoverSteps(checkpoints, createNodePlaces(work, tick), utf8Codec);

const records = existsSync(journalFile) ? await readJournal(journalFile) : [];
const file = openJournal(journalFile, problem);
const restored = restoreTask(records);
const begun = restored.history.items.length > 0;

// Retries pass at once; an idle stream cannot happen here.
const clock = createManualClock({ passAtOnce: (ms) => ms < 250_000 && ms !== 1_000 });
const nowhere = createMemoryWorkspace();
const session = new Session({
  id: 'task',
  parts: {
    model: createResponsesModel({
      settings: () => ({
        baseUrl,
        headers: {},
        idleTimeoutMs: 300_000,
        serviceTier: 'auto',
        webSearch: false,
        prices: {},
      }),
      key: () => Promise.resolve({ kind: 'key', value: 'sk-practice' }),
      clock,
      downgrades: memoryDowngrades(),
      userAgent: 'Ratchet/test',
      log: () => undefined,
    }),
    instructions,
    tools: builtInTools,
    files: folderFiles(work),
    search: nowhere.search,
    problems: nowhere.problems,
    languages: nowhere.languages,
    git: nowhere.git,
    pause: () => Promise.resolve(),
    editor: checkpointedEditor(work, checkpoints, tick),
    shell: nowhere.shell,
    approver: { approve: () => Promise.resolve('once'), ask: () => Promise.resolve([]) },
    approve: () => () => Promise.resolve({ kind: 'allowed' }),
    clock,
    settings: () => ({
      model: 'gpt-5.5',
      effort: 'medium',
      verbosity: 'low',
      window: 272_000,
      endpoint: baseUrl,
      budgetUsd: 0,
      // A task that never ends is a failure to report, not to wait for.
      budgetSteps: 60,
      verifyCommands: [],
      redact: true,
    }),
    lookBack: () => Promise.resolve(''),
    log: problem,
  },
  journal: {
    append(record) {
      tick();
      file.append(record);
      tick();
    },
    sync: () => file.sync(),
  },
  records: () => readJournal(journalFile),
  onEvent: tick,
  ...(records.length > 0 ? { restored } : {}),
});
if (begun) session.resume();
else session.send(userSays('Make all edits.'));
const result = await session.ended;
file.close();
process.stdout.write(`${JSON.stringify({ moments, end: result?.end })}\n`);
process.exit(result?.end.type === 'done' ? 0 : 1);

/**
 * Runs in the extension host: has a task propose a change of RATCHET_BENCH_FILE, types into the
 * proposal, keeps all, takes all back, and writes how long the longest turn of each of these took,
 * after another task has loaded what there is to load. Counted is CPU time of the host's own thread,
 * so that what else the machine does counts for nothing.
 */
const { appendFileSync, readFileSync } = require('node:fs');
const { setTimeout: delay } = require('node:timers/promises');
const vscode = require('vscode');

exports.run = async () => {
  const file = process.env.RATCHET_BENCH_FILE;
  const before = readFileSync(file, 'utf8');
  const api = await vscode.extensions.getExtension('ratchet.ratchet').activate();
  const warmed = await propose(api, 'Warm up');
  await decide('keepAll', warmed.review);
  await warmed.ended;

  const times = {};
  const { value: task, longest } = await longestTurn(() => propose(api, 'Change every function'));
  times.propose = longest;
  const { document, edit } = task.editor;
  const place = document.lineAt(Math.floor(document.lineCount / 2)).range.end;
  const type = () => edit((builder) => builder.insert(place, ' // typed'));
  times.type = (await longestTurn(type)).longest;
  const keep = () => decide('keepAll', task.review).then(() => task.ended);
  times.keep = (await longestTurn(keep)).longest;
  if (readFileSync(file, 'utf8') === before) throw new Error('Nothing was kept.');
  times.undo = (await longestTurn(() => decide('undoAll', task.review))).longest;
  if (readFileSync(file, 'utf8') !== before) throw new Error('Not all was undone.');
  appendFileSync(process.env.RATCHET_BENCH_OUTPUT, `${JSON.stringify(times)}\n`);
};

/** A task, once the workbench shows what it proposes. */
async function propose(api, prompt) {
  const task = api.startTask({ prompt });
  const ended = task.result.then(({ status, reason }) => {
    if (status !== 'done') throw new Error(reason);
  });
  const editor = await Promise.race([proposalEditor(), ended]);
  return { editor, ended, review: { reviewId: editor.document.uri.authority, taskId: task.id } };
}

function decide(command, review) {
  return vscode.commands.executeCommand(`ratchet.${command}`, review);
}

/** The right side of the review, once the workbench shows it. */
async function proposalEditor() {
  for (;;) {
    const shown = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === 'ratchet-proposal',
    );
    if (shown !== undefined) return shown;
    await delay(50);
  }
}

/** Does some work; `longest` is the longest turn of the event loop until its wake was over too, in ms. */
async function longestTurn(work) {
  let longest = 0;
  let isOver = false;
  let before = threadTime();
  const watch = () => {
    const now = threadTime();
    longest = Math.max(longest, now - before);
    before = now;
    if (!isOver) setImmediate(watch);
  };
  setImmediate(watch);
  const value = await work();
  await delay(settleMs);
  isOver = true;
  return { value, longest };
}

/** What follows a change, such as its echo from the workbench, comes within this time. */
const settleMs = 3000;

function threadTime() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

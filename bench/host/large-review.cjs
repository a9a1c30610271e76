/**
 * Runs in the extension host: has a task propose a change of RATCHET_BENCH_FILE, types into the
 * proposal, keeps all, takes all back, and writes how long the longest turn of each of these took,
 * after another task has loaded what there is to load; then the same of an extension that only calls
 * VS Code. Counted is CPU time of the host's own thread, so that what else the machine does counts for
 * nothing.
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
  const after = task.editor.document.getText();
  times.type = (await longestTurn(() => typeInto(task.editor))).longest;
  const keep = () => decide('keepAll', task.review).then(() => task.ended);
  times.keep = (await longestTurn(keep)).longest;
  if (readFileSync(file, 'utf8') === before) throw new Error('Nothing was kept.');
  times.undo = (await longestTurn(() => decide('undoAll', task.review))).longest;
  if (readFileSync(file, 'utf8') !== before) throw new Error('Not all was undone.');
  const plain = await measurePlain(vscode.Uri.file(file), before, after);
  appendFileSync(process.env.RATCHET_BENCH_OUTPUT, `${JSON.stringify({ ...times, plain })}\n`);
};

/**
 * What VS Code itself costs: a diff of two texts, a keystroke in it, all edits written, and back. Its
 * sides are named as the file is, so that no other language takes part.
 */
async function measurePlain(uri, before, after) {
  const name = uri.path.split('/').at(-1);
  const left = vscode.Uri.parse(`bench:/before/${name}`);
  const right = vscode.Uri.parse(`bench:/after/${name}`);
  const sides = inMemory({ [left.path]: before, [right.path]: after });
  vscode.workspace.registerFileSystemProvider('bench', sides);
  const { value: editor, longest: propose } = await longestTurn(async () => {
    await vscode.commands.executeCommand('vscode.diff', left, right, 'Plain');
    return vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.path === right.path,
    );
  });
  const type = (await longestTurn(() => typeInto(editor))).longest;
  const keep = (await longestTurn(() => replaceLines(uri, before, after))).longest;
  const undo = (await longestTurn(() => replaceLines(uri, after, before))).longest;
  if (readFileSync(uri.fsPath, 'utf8') !== before) throw new Error('The baseline wrote otherwise.');
  return { propose, type, keep, undo };
}

/** A file system of these texts by path; VS Code takes none that lacks a method. */
function inMemory(texts) {
  const none = () => {};
  const readFile = ({ path }) => Buffer.from(texts[path]);
  return {
    onDidChangeFile: new vscode.EventEmitter().event,
    watch: () => new vscode.Disposable(none),
    stat: (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: readFile(uri).length }),
    readFile,
    readDirectory: () => [],
    createDirectory: none,
    writeFile: none,
    rename: none,
    delete: none,
  };
}

/** One edit for each line that differs, then a save. */
async function replaceLines(uri, before, after) {
  const document = await vscode.workspace.openTextDocument(uri);
  const wanted = after.split('\n');
  const edit = new vscode.WorkspaceEdit();
  for (const [line, text] of before.split('\n').entries()) {
    if (text === wanted[line]) continue;
    edit.replace(uri, new vscode.Range(line, 0, line, text.length), wanted[line]);
  }
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The baseline was refused.');
  await document.save();
}

function typeInto({ document, edit }) {
  const place = document.lineAt(Math.floor(document.lineCount / 2)).range.end;
  return edit((builder) => builder.insert(place, ' // typed'));
}

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

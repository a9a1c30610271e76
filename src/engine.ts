import * as path from 'node:path';
import * as vscode from 'vscode';
import type { TaskEvent, TaskRequest, TaskResult } from './api.ts';
import { ApiKey } from './host/api-key.ts';
import { Chat } from './host/chat/chat.ts';
import { handleMessage } from './host/chat/handle-message.ts';
import { createCommands } from './host/commands/create-commands.ts';
import type { CommandHandlers } from './host/commands/command-ids.ts';
import { composeMessage } from './host/context/compose-message.ts';
import { createClock } from './host/create-clock.ts';
import { createModel } from './host/create-model.ts';
import { createProblems } from './host/edits/create-problems.ts';
import type { Log } from './host/log.ts';
import { Panel } from './host/panel/panel.ts';
import { endPractice, isPractice } from './host/practice.ts';
import { activateReview } from './host/review/activate-review.ts';
import { createReviewCommands } from './host/review/review-commands.ts';
import { SessionStore } from './host/sessions/session-store.ts';
import { createUsageTally } from './host/sessions/usage-tally.ts';
import { readSettings, remoteOverrides, settingsSection } from './host/settings.ts';
import { makeParts } from './host/tasks/make-parts.ts';
import { PanelApprover } from './host/tasks/panel-approver.ts';
import { restoreCards } from './host/tasks/restore-cards.ts';
import { startApiTask } from './host/tasks/start-api-task.ts';
import { createTaskStorage } from './host/tasks/task-storage.ts';
import { Tasks } from './host/tasks/tasks.ts';
import { createFiles } from './host/workspace/create-files.ts';
import { createRetryWaits } from './model/retry-waits.ts';

/** What does the work, behind the registrations of `extension.ts`. */
export interface Engine {
  readonly commands: CommandHandlers;
  readonly panel: Pick<Panel, 'attachView' | 'attachTab'>;
  readonly proposals: vscode.FileSystemProvider;
  readonly befores: vscode.FileSystemProvider;
  startApiTask(
    id: string,
    request: TaskRequest,
    emit: (event: TaskEvent) => void,
  ): Promise<{ readonly result: Promise<TaskResult>; steer(text: string): void; stop(): void }>;
}

export async function createEngine(context: vscode.ExtensionContext, log: Log): Promise<Engine> {
  const storage = context.globalStorageUri.fsPath;
  const clock = createClock();
  const key = new ApiKey(context.secrets);
  if (await key.isStored()) endPractice();
  const waits = createRetryWaits();
  const { model, list } = createModel({ key, clock, waits, context, log: log.line });
  const reviews = activateReview(context, {
    settings: readSettings,
    isComposing: () => chat.composing,
    rememberFocus: () => {
      const wasInView = panel.viewHasFocus;
      return async () => {
        if (wasInView) await vscode.commands.executeCommand('ratchet.chat.focus');
      };
    },
    report: (error) => {
      log.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
    },
  });
  const approver = new PanelApprover({
    visible: () => panel.visible,
    show: () => void vscode.commands.executeCommand('ratchet.openChat'),
  });
  const workspaceName =
    (vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri)?.toString() ??
    '';
  const store = new SessionStore(path.join(storage, 'sessions'), log.line);
  const taskStorage = createTaskStorage(storage, store);
  const tally = createUsageTally(path.join(storage, 'usage'), log.line);
  const tasks = new Tasks({
    store,
    workspace: workspaceName,
    makeParts: (taskId) =>
      makeParts(taskId, {
        model,
        approver,
        reviews,
        clock,
        context,
        records: (id) => store.records(id),
        log: log.line,
      }),
    model: () => readSettings().model,
    forget: async (taskId) => {
      reviews.forget(taskId);
      await taskStorage.forget(taskId);
    },
    log: log.line,
  });
  const files = createFiles({
    folders: vscode.workspace.workspaceFolders ?? [],
    outputFolder: path.join(storage, 'output'),
  });
  const ports = { files, problems: createProblems(files) };
  const chat = new Chat({
    tasks,
    panel: () => panel,
    ports,
    waiting: () => approver.waiting,
    settings: async () => {
      const settings = readSettings();
      return {
        model: settings.model,
        effort: settings.effort,
        enterSends: settings.enterSends,
        trusted: vscode.workspace.isTrusted,
        folderOpen: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
        practice: isPractice(),
        hasKey: await key.exists(),
        remoteOverrides: remoteOverrides(),
      };
    },
  });
  const panel: Panel = new Panel(context.extensionUri, {
    greet: () => {
      void showToday();
      return chat.greet();
    },
    receive: (message) =>
      handleMessage(message, {
        chat,
        tasks,
        approver,
        review: reviewCommands,
        openReview: reviews.open,
        retryNow: () => {
          waits.skip();
        },
        resolvePath,
      }),
    log: log.line,
  });
  const showToday = async (): Promise<void> => {
    try {
      panel.post({ type: 'today', usage: await tally.day(clock.now()) });
    } catch (error) {
      log.line(`usage of the day: ${String(error)}`);
    }
  };
  const resolvePath = async (name: string): Promise<vscode.Uri | undefined> => {
    const located = await files.locate(name);
    return located.kind === 'inside' ? vscode.Uri.parse(located.uri, true) : undefined;
  };
  const reviewCommands = createReviewCommands(reviews);

  tasks.onEvent(({ task, event }) => {
    if (event.type === 'user') void tasks.markMessage(task.id, event.messageId);
    if (event.type === 'usage' && event.request)
      void tally.add(event.request, clock.now()).then(showToday);
  });
  context.subscriptions.push(
    panel,
    { dispose: () => void tasks.dispose() },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingsSection)) void chat.refreshSettings();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void chat.refreshSettings()),
    key.onDidChange(() => void chat.refreshSettings()),
  );
  // Reviews of an earlier life of the window have no call any more that listens to them.
  reviews.onDidReview(({ taskId, review, isHeard }) => {
    if (!isHeard) void tasks.recordLate(taskId, { type: 'review', review });
  });
  reviews.onNews(({ taskId, news }) => void tasks.tell(taskId, news));
  await reviews.recovered;
  await restoreCards(reviews.reviews, tasks);
  await chat.restore();
  taskStorage.prune(Date.now()).catch((error: unknown) => {
    log.line(`pruning: ${String(error)}`);
  });

  return {
    commands: createCommands({
      chat,
      key,
      review: reviewCommands,
      openReview: (target) => reviewCommands.reviewChanges(target),
      undo: reviews.undo,
      listModels: list,
      records: (taskId) => store.records(taskId),
      showLog: log.show,
    }),
    panel,
    proposals: reviews.sides.proposals,
    befores: reviews.sides.befores,
    async startApiTask(id, request, emit) {
      const { task, result } = await startApiTask(id, request, tasks, ports, emit);
      return {
        result,
        steer: (text) =>
          void composeMessage(text, [], { first: false, withEditors: false }, ports).then(
            (input) => {
              task.session.send(input);
            },
          ),
        stop: () => void task.session.stop(),
      };
    },
  };
}

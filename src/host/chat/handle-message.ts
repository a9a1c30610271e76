import * as vscode from 'vscode';
import type { FailureAction } from '../../shared/events.ts';
import type { FromPanel } from '../../shared/protocol.ts';
import type { ReviewPlace } from '../review/review-controller.ts';
import type { ReviewCommands } from '../review/review-commands.ts';
import type { PanelApprover } from '../tasks/panel-approver.ts';
import type { Tasks } from '../tasks/tasks.ts';
import { attachFile } from './attach-file.ts';
import type { Chat } from './chat.ts';

/** What the panel's messages reach beyond the conversation itself. */
export interface MessageHandlers {
  readonly chat: Chat;
  readonly tasks: Tasks;
  readonly approver: PanelApprover;
  readonly review: Pick<
    ReviewCommands,
    'keepAll' | 'undoAll' | 'keepFile' | 'undoFile' | 'keepHunk' | 'undoHunk'
  >;
  readonly openReview: (reviewId: string, at: ReviewPlace) => Promise<void>;
  readonly retryNow: () => void;
  readonly resolvePath: (path: string) => Promise<vscode.Uri | undefined>;
}

export async function handleMessage(message: FromPanel, to: MessageHandlers): Promise<void> {
  const { chat, tasks, approver, review } = to;
  const task = chat.current;
  switch (message.type) {
    case 'ready':
    case 'focus':
      return;
    case 'send':
      return chat.send(message.text, message.doneWhen);
    case 'sendNow':
      return task?.session.sendNow();
    case 'unqueue':
      return task?.session.unqueue(message.queuedId);
    case 'composing':
      chat.noteTyping(message.empty);
      return;
    case 'stop':
      return task?.session.stop();
    case 'continue':
      chat.resume();
      return;
    case 'newTask':
      chat.show(undefined);
      return;
    case 'approve':
      approver.answer(message.callId, [message.decision]);
      return;
    case 'answer':
      approver.answer(message.callId, message.answers);
      return;
    case 'retryWait':
      if (message.action === 'cancel') return task?.session.stop();
      to.retryNow();
      return;
    case 'openReview':
      return to.openReview(message.reviewId, message);
    case 'keepAll':
      return review.keepAll({ ...message, taskId: task?.id });
    case 'undoAll':
      return review.undoAll({ ...message, taskId: task?.id });
    case 'keepFile':
      return review.keepFile(message);
    case 'undoFile':
      return review.undoFile(message);
    case 'keepHunk':
      return review.keepHunk(message);
    case 'undoHunk':
      return review.undoHunk(message);
    case 'restoreCheckpoint':
      return run('ratchet.restoreCheckpoint', message.messageId);
    case 'editMessage':
      return chat.editMessage(message.messageId, message.text);
    case 'fork':
      return chat.fork(message.messageId);
    case 'failureAction':
      return act(message.action, chat);
    case 'attach':
      return attach(chat);
    case 'attachImage':
      chat.attachments.addImage(message.name, message.dataUri);
      return;
    case 'attachUris':
      return attachFiles(
        message.uris.map((uri) => vscode.Uri.parse(uri)),
        chat,
      );
    case 'detach':
      chat.attachments.remove(message.attachmentId);
      return;
    case 'listSessions':
      return chat.postSessions();
    case 'openSession':
      chat.show(await tasks.open(message.taskId));
      return;
    case 'renameSession':
      await tasks.rename(message.taskId, message.title);
      return chat.postSessions();
    case 'deleteSession':
      if (task?.id === message.taskId) chat.show(undefined);
      await tasks.delete(message.taskId);
      return chat.postSessions();
    case 'exportTask':
      return run('ratchet.exportTask');
    case 'selectModel':
      return run('ratchet.selectModel');
    case 'openFile':
      return openFile(message.uri, message.line, to.resolvePath);
    case 'openLink':
      return openLink(message.href);
    case 'copy':
      return vscode.env.clipboard.writeText(message.text);
  }
}

async function run(command: string, ...args: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

async function act(action: FailureAction, chat: Chat): Promise<void> {
  switch (action) {
    case 'retry':
      chat.resume();
      return;
    case 'setApiKey':
    case 'selectModel':
      if (await vscode.commands.executeCommand<boolean>(`ratchet.${action}`)) chat.resumeFailed();
      return;
    case 'openSettings':
      return run('workbench.action.openSettings', '@ext:ratchet.ratchet');
    case 'openFolder':
      return run('workbench.action.files.openFolder');
    case 'manageTrust':
      return run('workbench.trust.manage');
    case 'openBilling':
      return openLink('https://platform.openai.com/settings/organization/billing');
    case 'showLog':
      return run('ratchet.showLog');
  }
}

async function attach(chat: Chat): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uris = await vscode.window.showOpenDialog({
    title: 'Attach Files',
    openLabel: 'Attach',
    canSelectMany: true,
    ...(folder ? { defaultUri: folder } : {}),
  });
  await attachFiles(uris ?? [], chat);
}

async function attachFiles(uris: readonly vscode.Uri[], chat: Chat): Promise<void> {
  for (const uri of uris) {
    const refusal = await attachFile(uri, chat.attachments);
    if (refusal !== undefined) void vscode.window.showWarningMessage(`Ratchet: ${refusal}`);
  }
}

/** A URI we gave out, or a workspace path out of the model's text. */
async function openFile(
  target: string,
  line: number | undefined,
  resolvePath: MessageHandlers['resolvePath'],
): Promise<void> {
  const uri = /^[a-z][\w+.-]+:\//i.test(target)
    ? vscode.Uri.parse(target, true)
    : await resolvePath(target);
  const known = uri && vscode.workspace.getWorkspaceFolder(uri);
  if (!uri || !known) {
    void vscode.window.showInformationMessage(`${target} is not in this workspace.`);
    return;
  }
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}

/** VS Code shows the address and asks before it opens anything outside. */
async function openLink(href: string): Promise<void> {
  const uri = vscode.Uri.parse(href);
  if (uri.scheme === 'https' || uri.scheme === 'http' || uri.scheme === 'mailto')
    await vscode.env.openExternal(uri);
}

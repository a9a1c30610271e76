import * as vscode from 'vscode';
import type { JournalRecord } from '../../core/ports.ts';
import type { ModelsAnswer } from '../../model/list-models.ts';
import type { ApiKey } from '../api-key.ts';
import type { Chat } from '../chat/chat.ts';
import { endPractice, isPractice } from '../practice.ts';
import { readSettings, usualBaseUrl } from '../settings.ts';
import {
  codeCommands,
  findTarget,
  type CodeCommand,
  type CodeCommandName,
} from './code-commands.ts';
import type { CommandHandlers } from './command-ids.ts';
import { exportTask } from './export-task.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { selectModel } from './select-model.ts';
import { writeCommitMessage } from './write-commit-message.ts';

export interface CommandParts {
  readonly chat: Chat;
  readonly key: ApiKey;
  readonly review: Pick<
    CommandHandlers,
    'keepAll' | 'undoAll' | 'keepHunk' | 'undoHunk' | 'keepFile' | 'undoFile'
  >;
  readonly openReview: (target: unknown) => Promise<void>;
  readonly undo: Parameters<typeof restoreCheckpoint>[1];
  readonly listModels: (signal: AbortSignal) => Promise<ModelsAnswer>;
  readonly records: (taskId: string) => Promise<readonly JournalRecord[]>;
  readonly showLog: () => void;
}

/** What each command does. Registered in one loop by `extension.ts`. */
export function createCommands(parts: CommandParts): CommandHandlers {
  const { chat, key } = parts;
  const code = (name: CodeCommandName) => (uri: unknown, range: unknown) =>
    runCodeCommand(codeCommands[name], chat, uri, range);
  return {
    ...parts.review,
    openReview: (target) => parts.openReview(target),
    openChat: showChat,
    newTask: async () => {
      chat.show(undefined);
      await showChat();
    },
    compact: () => {
      chat.compact();
    },
    stop: () => chat.current?.session.stop(),
    explain: code('explain'),
    fix: code('fix'),
    refactor: code('refactor'),
    debug: code('debug'),
    writeTests: code('writeTests'),
    document: code('document'),
    reviewChanges: async () => {
      await showChat();
      await chat.sendCommand(
        'Review my uncommitted changes: bugs, risks, missing tests and what is unclear, most important first. Change nothing.',
        {},
      );
    },
    writeCommitMessage: () => writeCommitMessage(chat),
    addToChat: async (uri) => {
      const editor = vscode.window.activeTextEditor;
      if (uri instanceof vscode.Uri && uri.toString() !== editor?.document.uri.toString())
        chat.attachments.addFile(uri);
      else if (editor && !editor.selection.isEmpty)
        chat.attachments.addSelection({ uri: editor.document.uri, range: editor.selection });
      else if (editor) chat.attachments.addFile(editor.document.uri);
      await showChat();
    },
    restoreCheckpoint: (messageId) => restoreCheckpoint(chat.current, parts.undo, messageId),
    setApiKey: async () => {
      // A key is no use to the practice endpoint.
      if (!(await key.ask(isPractice() ? usualBaseUrl() : readSettings().baseUrl))) return false;
      endPractice();
      await chat.refreshSettings();
      void vscode.window.showInformationMessage('Ratchet: The API key is stored.');
      return true;
    },
    signOut: async () => {
      await key.delete();
      await chat.refreshSettings();
      void vscode.window.showInformationMessage('Ratchet: The stored API key is deleted.');
    },
    selectModel: async () => {
      const chosen = await selectModel(parts.listModels);
      await chat.refreshSettings();
      return chosen;
    },
    showHistory: async () => {
      await showChat();
      chat.showHistory();
    },
    exportTask: () => exportTask(chat.current, parts.records),
    showLog: parts.showLog,
  };
}

async function showChat(): Promise<void> {
  await vscode.commands.executeCommand('ratchet.chat.focus');
}

async function runCodeCommand(
  command: CodeCommand,
  chat: Chat,
  uri: unknown,
  range: unknown,
): Promise<void> {
  const target = await findTarget(uri, range);
  if (!target && command.needsEditor) {
    void vscode.window.showInformationMessage('Open a file first: this command works on code.');
    return;
  }
  const answer = command.question && (await vscode.window.showInputBox(command.question));
  if (command.question && !answer?.trim()) return;
  await showChat();
  await chat.sendCommand(command.request(target?.name ?? '', answer?.trim() ?? ''), {
    ...(target ? { target } : {}),
    withProblems: command.withProblems,
    withSymbols: true,
  });
}

import * as vscode from 'vscode';
import type { Chat } from '../chat/chat.ts';
import { gitRepositories } from '../git/git-repositories.ts';

const diffShown = 60_000;

/** Writes a message for the staged changes, else for all, into the Source Control box. */
export async function writeCommitMessage(chat: Chat): Promise<void> {
  const [repository] = await gitRepositories();
  if (!repository) {
    void vscode.window.showInformationMessage('There is no Git repository in this workspace.');
    return;
  }
  const diff = (await repository.diff(true)) || (await repository.diff(false));
  if (!diff.trim()) {
    void vscode.window.showInformationMessage('There are no changes to describe.');
    return;
  }
  const cut = diff.length > diffShown ? `${diff.slice(0, diffShown)}\n… (cut)` : diff;
  const task = await chat.sendCommand(
    'Write the commit message for these changes, in the style of the last commits if the repository has one. Answer with the message alone: no fence, no comment.',
    { diff: cut },
  );
  const result = await task.session.ended;
  if (result?.end.type !== 'done') return;
  const before = repository.inputBox.value;
  repository.inputBox.value = result.end.answer.trim();
  if (before.trim()) {
    const undo = 'Undo';
    const answer = await vscode.window.showInformationMessage(
      'The commit message was replaced.',
      undo,
    );
    if (answer === undo) repository.inputBox.value = before;
  }
}

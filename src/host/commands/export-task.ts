import * as vscode from 'vscode';
import type { JournalRecord } from '../../core/ports.ts';
import { renderMarkdown } from '../../core/agent/render-markdown.ts';
import { renderTrace } from '../../core/agent/render-trace.ts';
import type { OpenTask } from '../tasks/tasks.ts';

/** Saves the task as Markdown for people or as a trace in OpenTelemetry's GenAI terms. */
export async function exportTask(
  task: OpenTask | undefined,
  records: (taskId: string) => Promise<readonly JournalRecord[]>,
): Promise<void> {
  if (!task) {
    void vscode.window.showInformationMessage('Open a task first: there is nothing to export.');
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `ratchet-${task.id}.md`;
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Task',
    filters: { Markdown: ['md'], 'JSON Lines trace': ['jsonl'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!uri) return;
  const all = await records(task.id);
  const text = uri.path.endsWith('.jsonl') ? renderTrace(all) : renderMarkdown(all);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri, { preview: true });
}

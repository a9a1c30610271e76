/**
 * An extension that has the reviews only: its command proposes to change every file of the folder
 * and keeps it all, so that a test can kill the host while the change is written.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { FileChange } from '../../../src/core/edits/change-set.ts';
import type { Clock, Files } from '../../../src/core/ports.ts';
import { createEditor } from '../../../src/host/edits/create-editor.ts';
import { activateReview } from '../../../src/host/review/activate-review.ts';

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: () => 0.5,
};

export async function activate(context: ExtensionContext): Promise<void> {
  const root = workspace.workspaceFolders?.[0]?.uri;
  if (root === undefined) throw new Error('Open a folder.');
  const controller = activateReview(context, {
    settings: () => ({ review: 'before', saveAfterKeep: true }),
    isComposing: () => true,
    rememberFocus: () => () => Promise.resolve(),
    report: (error) => void window.showErrorMessage(String(error)),
  });
  context.subscriptions.push(
    workspace.registerFileSystemProvider('ratchet-proposal', controller.sides.proposals),
    workspace.registerFileSystemProvider('ratchet-before', controller.sides.befores),
  );
  const place = (name: string): Uri => Uri.joinPath(root, name);
  const files: Pick<Files, 'roots' | 'locate'> = {
    roots: [{ name: 'root', uri: root.toString() }],
    locate: (name) => Promise.resolve({ kind: 'inside', path: name, uri: place(name).toString() }),
  };
  const editor = await createEditor({
    task: { id: 'task-1' },
    // The editor asks for places and roots only.
    files: files as Files,
    reviews: controller,
    clock,
  });
  context.subscriptions.push(
    commands.registerCommand('reviewTest.changeAll', async () => {
      const changes: FileChange[] = [];
      for (const [name] of await workspace.fs.readDirectory(root)) {
        const before = new TextDecoder().decode(await workspace.fs.readFile(place(name)));
        changes.push(changeOf(name, before));
      }
      const emit = ({ id, state }: { readonly id: string; readonly state: string }): void => {
        if (state === 'open') controller.reviews.decide(id, { type: 'keepAll' });
      };
      const { report } = await editor.propose(
        { changes },
        { callId: 'call-1', emit },
        new AbortController().signal,
      );
      void window.showInformationMessage(`Written: ${report}`);
    }),
  );
  await controller.recovered;
  window.setStatusBarMessage('Reviews are ready');
}

/** By the first letter of its name: some files go, some move, most change. */
function changeOf(name: string, before: string): FileChange {
  if (name.startsWith('d')) return { kind: 'delete', path: name, before, baseVersion: 'v' };
  const after = before.replaceAll('old', 'new');
  if (name.startsWith('m')) {
    return { kind: 'rename', from: name, to: `moved/${name}`, before, after, baseVersion: 'v' };
  }
  return { kind: 'modify', path: name, before, after, baseVersion: 'v' };
}

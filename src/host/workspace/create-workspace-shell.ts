import * as vscode from 'vscode';
import type { Shell } from '../../core/ports.ts';
import { createShell } from '../shell/create-shell.ts';
import type { WorkspaceFiles } from './create-files.ts';
import { outputName } from './output-files.ts';

/** The shell of one task: commands start in a folder of the workspace, the first root by default. */
export function createWorkspaceShell(files: WorkspaceFiles, outputFolder: string): Shell {
  return createShell({
    spoolFolder: outputFolder,
    spoolName: outputName,
    roots: files.namedRoots.map((root) => vscode.Uri.parse(root.uri, true).fsPath),
    async resolveFolder(workdir) {
      const [first] = files.namedRoots;
      if (!first) return problem('No folder is open, so there is nowhere to run a command.');
      const place =
        workdir === undefined
          ? { uri: vscode.Uri.parse(first.uri, true), path: first.name }
          : await files.place(workdir);
      if (!place) {
        return problem(
          `${workdir ?? ''} is not a folder of the workspace. Commands run inside it.`,
        );
      }
      if (place.uri.scheme !== 'file') {
        return problem('This workspace has no disk: commands cannot run in it.');
      }
      try {
        const { type } = await vscode.workspace.fs.stat(place.uri);
        if ((type & vscode.FileType.Directory) === 0) return problem(`${place.path} is a file.`);
      } catch {
        return problem(`${place.path} does not exist. Use list_files to find the folder.`);
      }
      return { kind: 'folder', folder: place.uri.fsPath };
    },
  });
}

function problem(message: string) {
  return { kind: 'problem', message } as const;
}

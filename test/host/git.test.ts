import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { createGit } from '../../src/host/git/create-git.ts';

const run = promisify(execFile);

describe("the repository's changes, through VS Code's Git", () => {
  let folder = '';

  async function git(...args: readonly string[]): Promise<void> {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
    await run('git', [...identity, ...args], { cwd: folder });
  }

  before(async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(root);
    folder = await mkdtemp(path.join(root, 'git-'));
    await git('init', '--quiet', '--initial-branch=main');
    await writeFile(path.join(folder, 'a.txt'), 'one\n');
    await writeFile(path.join(folder, '.env'), 'KEY=old\n');
    await git('add', '.');
    await git('commit', '--quiet', '--message=first');
    await git('checkout', '--quiet', '-b', 'work');
    interface Api {
      getAPI(version: 1): { openRepository(uri: vscode.Uri): Promise<unknown> };
    }
    const extension = vscode.extensions.getExtension<Api>('vscode.git');
    assert.ok(extension);
    const api = (await extension.activate()).getAPI(1);
    assert.ok(await api.openRepository(vscode.Uri.file(folder)), 'the repository opens');
  });

  after(async () => {
    await vscode.commands.executeCommand('git.close', vscode.Uri.file(folder));
    await rm(folder, { recursive: true, force: true });
  });

  async function diff(scope: 'working tree' | 'staged' | 'branch'): Promise<string> {
    const found = await createGit().diff(scope);
    assert.equal(found.kind, 'diff');
    return found.text;
  }

  it('tells what is staged, what is not, and keeps secrets out', async () => {
    await writeFile(path.join(folder, 'a.txt'), 'two\n');
    await git('add', 'a.txt');
    await writeFile(path.join(folder, 'a.txt'), 'three\n');
    await writeFile(path.join(folder, '.env'), 'KEY=new\n');
    assert.match(await diff('staged'), /^-one\n\+two$/m);
    const all = await diff('working tree');
    assert.match(all, /^\+two$/m);
    assert.match(all, /^\+three$/m);
    assert.match(all, /diff of \.env left out: usually holds secrets/);
    assert.doesNotMatch(all, /KEY=/);
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageOutcome } from '../../src/core/ports.ts';
import { createFiles } from '../../src/host/workspace/create-files.ts';
import { createLanguages } from '../../src/host/workspace/create-languages.ts';
import { createWorkspaceShell } from '../../src/host/workspace/create-workspace-shell.ts';

const signal = new AbortController().signal;

/** On the sample project, which is what these tests are opened on. */
describe('Languages', () => {
  const setUp = () => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const outputFolder = path.join(folders[0]?.uri.fsPath ?? '', '..', 'none');
    const files = createFiles({ folders, outputFolder });
    return { files, outputFolder, languages: createLanguages(files) };
  };
  const found = <Found>(outcome: LanguageOutcome<Found>): readonly Found[] => {
    assert.ok(outcome.kind === 'found', JSON.stringify(outcome));
    return outcome.found;
  };

  it('gives the outline of a file in the order of its lines', async () => {
    const outline = found(await setUp().languages.outline('src/money.ts', signal));
    const names = outline.filter((symbol) => symbol.kind === 'function').map(({ name }) => name);
    assert.deepEqual(names, ['parseMoney', 'add', 'multiply', 'zero']);
    const parse = outline.find((symbol) => symbol.name === 'parseMoney');
    assert.ok(parse?.endLine !== undefined && parse.endLine > parse.line);
  });

  it('finds every use of a symbol across files', async () => {
    const outline = found(await setUp().languages.outline('src/money.ts', signal));
    const line = outline.find((symbol) => symbol.name === 'multiply')?.line ?? 0;
    const places = found(
      await setUp().languages.places(
        { path: 'src/money.ts', line, symbol: 'multiply', kind: 'references' },
        signal,
      ),
    );
    const files = [...new Set(places.map((place) => place.path))];
    for (const file of ['src/invoice.ts', 'src/money.ts', 'src/tax.ts']) {
      assert.ok(files.includes(file), `${file} in ${files.join(', ')}`);
    }
    assert.ok(places.every((place) => place.text.includes('multiply')));
  });

  it('finds a definition from a line nearby', async () => {
    const places = found(
      await setUp().languages.places(
        { path: 'src/tax.ts', line: 1, symbol: 'multiply', kind: 'definition' },
        signal,
      ),
    );
    assert.deepEqual(
      places.map((place) => [place.path, place.text.startsWith('export function multiply')]),
      [['src/money.ts', true]],
    );
  });

  it('says where a symbol stands when the line is wrong', async () => {
    const { languages } = setUp();
    const request = { path: 'src/money.ts', symbol: 'parseMoney', kind: 'references' } as const;
    const wrong = await languages.places({ ...request, line: 1 }, signal);
    assert.ok(wrong.kind === 'problem');
    assert.match(wrong.message, /it stands on line \d+/);
    const nowhere = await languages.places({ ...request, line: 1, symbol: 'nothing' }, signal);
    assert.ok(nowhere.kind === 'problem');
    const gone = await languages.outline('src/gone.ts', signal);
    assert.equal(gone.kind, 'problem');
  });

  it('runs commands in the workspace and nowhere else', async () => {
    const { files, outputFolder } = setUp();
    const shell = createWorkspaceShell(files, outputFolder);
    const run = (command: string, workdir?: string) =>
      shell.run(
        {
          command,
          yieldMs: 60_000,
          maxCharacters: 1_000,
          ...(workdir === undefined ? {} : { workdir }),
        },
        signal,
      );
    assert.match((await run('ls')).output, /package\.json/);
    assert.match((await run('ls', 'src')).output, /money\.ts/);
    for (const workdir of ['..', '/', 'src/money.ts', 'gone']) {
      assert.equal((await run('ls', workdir)).state.kind, 'failed', workdir);
    }
    await shell.stopAll();
  });
});

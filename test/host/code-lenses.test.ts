import assert from 'node:assert/strict';
import { CancellationTokenSource, workspace } from 'vscode';
import { CodeLenses } from '../../src/host/lens/code-lenses.ts';

describe('Code lenses', () => {
  const lensesOf = async (functions: number): Promise<readonly string[]> => {
    const content = Array.from({ length: functions }, (_, at) => `function f${at}() {}`).join('\n');
    const document = await workspace.openTextDocument({ language: 'typescript', content });
    const { token } = new CancellationTokenSource();
    const lenses = await new CodeLenses().provideCodeLenses(document, token);
    return lenses.map(({ command }) => command?.title ?? '');
  };

  it('stand above each function', async () => {
    assert.deepEqual(await lensesOf(2), ['Explain', 'Test', 'Explain', 'Test']);
  });

  it('are left out where there are thousands, which would slow every edit down', async () => {
    assert.equal((await lensesOf(2000)).length, 4000);
    assert.equal((await lensesOf(2001)).length, 0);
  });
});

import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Search, SearchQuery } from '../../src/core/ports.ts';
import { createFiles } from '../../src/host/workspace/create-files.ts';
import { createSearch } from '../../src/host/workspace/create-search.ts';
import { findRipgrep } from '../../src/host/workspace/find-ripgrep.ts';
import { markdownCell, notebookJson } from '../core/notebooks/notebook-json.ts';
import { makeRoots, type TemporaryRoots } from './support/temporary-roots.ts';

const signal = new AbortController().signal;
/** Both ways must answer alike; hosts without ripgrep run the second only. */
const ways = ['ripgrep', 'plain'] as const;

for (const way of ways) {
  describe(`Search (${way})`, () => {
    let roots: TemporaryRoots | undefined;
    let search: Search;
    const logged: string[] = [];

    before(async function () {
      if (way === 'ripgrep' && (await findRipgrep(vscode.env.appRoot)) === undefined) this.skip();
      roots = await makeRoots(['shop', 'other'], {
        'shop/.gitignore': 'dist\n*.log\n',
        'shop/.ratchetignore': 'private\n',
        'shop/src/a.ts': 'one\nneedle 1\nthree\nNEEDLE 2\nfive\n',
        'shop/src/b.ts': 'a.b(c) needle\r\nend\r\n',
        'shop/src/-dash.ts': 'needle dash\n',
        'shop/dist/x.js': 'needle\n',
        'shop/debug.log': 'needle\n',
        'shop/private/p.md': 'needle\n',
        'shop/.env': 'needle=1\n',
        'shop/.hidden/h.ts': 'needle hidden\n',
        'shop/min.js': `${'x'.repeat(3_000)}needle${'y'.repeat(3_000)}\n`,
        'shop/unicode.txt': 'größe 🦀 needle\n',
        'shop/unsaved.ts': 'on the disk\n',
        'shop/n.ipynb': notebookJson([markdownCell('m', 'saved words')]),
        'other/o.ts': 'needle other\n',
        'outside.txt': 'needle outside\n',
        'output/abc-1.txt': 'line\nneedle spooled\n',
      });
      await symlink(path.join(roots.base, 'outside.txt'), path.join(roots.base, 'shop/link.txt'));
      const outputFolder = path.join(roots.base, 'output');
      search = createSearch({
        files: createFiles({ folders: roots.folders, outputFolder }),
        appRoot: way === 'ripgrep' ? vscode.env.appRoot : roots.base,
        workerFile: path.join(extensionFolder(), 'dist/plain-search.worker.js'),
        outputFolder,
        log: (line) => logged.push(line),
      });
    });
    after(() => roots?.dispose());

    const base = () => roots?.base ?? '';
    const find = async (query: Partial<SearchQuery> & { pattern: string }) => {
      const outcome = await search.search(
        { literal: false, caseSensitive: false, contextLines: 0, limit: 100, ...query },
        signal,
      );
      assert.ok(outcome.kind === 'matches', JSON.stringify(outcome));
      return outcome;
    };
    const places = async (query: Partial<SearchQuery> & { pattern: string }) =>
      (await find(query)).matches.map((match) => `${match.path}:${match.line}`);

    it('finds in all roots what is not hidden, sorted', async () => {
      assert.deepEqual(await places({ pattern: 'needle' }), [
        ...['other/o.ts:1', 'shop/.hidden/h.ts:1', 'shop/min.js:1', 'shop/src/-dash.ts:1'],
        ...['shop/src/a.ts:2', 'shop/src/a.ts:4', 'shop/src/b.ts:1', 'shop/unicode.txt:1'],
      ]);
    });

    const cases: readonly (readonly [
      why: string,
      query: Partial<SearchQuery> & { pattern: string },
      found: readonly string[],
    ])[] = [
      ['case', { pattern: 'NEEDLE', caseSensitive: true }, ['shop/src/a.ts:4']],
      [
        'an expression',
        { pattern: '^needle \\d$', path: 'shop' },
        ['shop/src/a.ts:2', 'shop/src/a.ts:4'],
      ],
      ['plain text', { pattern: 'a.b(c)', literal: true }, ['shop/src/b.ts:1']],
      ['the end of a CRLF line', { pattern: 'needle$', path: 'shop/src' }, ['shop/src/b.ts:1']],
      ['a folder', { pattern: 'needle', path: 'other' }, ['other/o.ts:1']],
      ['a file', { pattern: 'needle', path: 'shop/src/b.ts' }, ['shop/src/b.ts:1']],
      [
        'a file whose name is an option',
        { pattern: 'needle', path: 'shop/src/-dash.ts' },
        ['shop/src/-dash.ts:1'],
      ],
      ['a glob', { pattern: 'needle', glob: '*.html' }, []],
      ['a glob of names', { pattern: 'needle', glob: 'b.*' }, ['shop/src/b.ts:1']],
      ['a pattern that is an option', { pattern: '--pre=id' }, []],
      [
        'a pattern that begins with a dash',
        { pattern: '-dash|dash', path: 'shop/src' },
        ['shop/src/-dash.ts:1'],
      ],
      ['a glob that is an option', { pattern: 'needle', glob: '--pre=id' }, []],
      ['letters of all kinds', { pattern: 'größe 🦀' }, ['shop/unicode.txt:1']],
    ];
    for (const [why, query, found] of cases) {
      it(`takes ${why}`, async () => {
        assert.deepEqual(await places(query), found);
      });
    }

    it('gives the lines around a match', async () => {
      const { matches } = await find({ pattern: 'needle 1', contextLines: 1 });
      assert.deepEqual(matches, [
        { path: 'shop/src/a.ts', line: 2, text: 'needle 1', before: ['one'], after: ['three'] },
      ]);
    });

    it('cuts long lines around the match', async () => {
      const { matches } = await find({ pattern: 'needle', path: 'shop/min.js' });
      const text = matches[0]?.text ?? '';
      assert.ok(text.includes('needle') && text.length <= 402, text);
    });

    it('stops at its limit and says so', async () => {
      const { matches, truncated } = await find({ pattern: 'needle', limit: 3 });
      assert.deepEqual([matches.length, truncated], [3, true]);
      assert.equal((await find({ pattern: 'needle', limit: 8 })).truncated, false);
    });

    it('finds what is typed but not saved, and not what it replaced', async () => {
      const uri = vscode.Uri.file(path.join(base(), 'shop/unsaved.ts'));
      const document = await vscode.workspace.openTextDocument(uri);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, new vscode.Range(0, 0, 0, 11), 'first\nin the buffer');
      await vscode.workspace.applyEdit(edit);
      assert.deepEqual(await places({ pattern: 'in the buffer' }), ['shop/unsaved.ts:2']);
      assert.deepEqual(await places({ pattern: 'on the disk' }), []);
      await document.save();
    });

    it('finds what an open notebook holds, saved or not', async () => {
      const uri = vscode.Uri.file(path.join(base(), 'shop/n.ipynb'));
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      const edit = new vscode.WorkspaceEdit();
      const { document } = notebook.cellAt(0);
      edit.replace(document.uri, new vscode.Range(0, 0, 0, 5), 'unwritten');
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(notebook.isDirty);
      const found = await find({ pattern: 'unwritten words', path: 'shop' });
      assert.deepEqual(
        found.matches.map((match) => [match.path, match.text.trim()]),
        [['shop/n.ipynb', '"source": "unwritten words"']],
      );
      assert.deepEqual(await places({ pattern: 'saved words' }), []);
      assert.deepEqual(await places({ pattern: 'unwritten', path: 'other' }), []);
      await notebook.save();
    });

    it('looks into long command output by its name', async () => {
      const name = 'ratchet:/output/abc-1.txt';
      assert.deepEqual(await places({ pattern: 'needle', path: name }), [`${name}:2`]);
    });

    for (const asked of ['..', '/etc', 'shop/link.txt', 'shop/.env', 'shop/private', 'shop/gone']) {
      it(`does not look into ${asked}`, async () => {
        const outcome = await search.search(
          {
            pattern: 'needle',
            path: asked,
            literal: false,
            caseSensitive: false,
            contextLines: 0,
            limit: 9,
          },
          signal,
        );
        assert.ok(outcome.kind === 'problem', JSON.stringify(outcome));
      });
    }

    it('explains a pattern it cannot read', async () => {
      const outcome = await search.search(
        { pattern: '(', literal: false, caseSensitive: false, contextLines: 0, limit: 9 },
        signal,
      );
      assert.ok(outcome.kind === 'problem');
      assert.match(outcome.message, /not understood.*literal: true/s);
    });

    it('ends a pattern that would never end', async () => {
      await roots?.write('other/evil.txt', `${'a'.repeat(60)}!\n`);
      const outcome = await search.search(
        { pattern: '^(a+)+$', literal: false, caseSensitive: true, contextLines: 0, limit: 9 },
        signal,
      );
      // ripgrep takes linear time; the plain search gives up with a sentence.
      assert.equal(outcome.kind, way === 'ripgrep' ? 'matches' : 'problem');
    });

    it('stops when the task is stopped', async () => {
      const aborted = AbortSignal.abort(new Error('stop'));
      await assert.rejects(
        search.search(
          { pattern: 'needle', literal: true, caseSensitive: false, contextLines: 0, limit: 9 },
          aborted,
        ),
        /stop/,
      );
    });
  });
}

function extensionFolder(): string {
  const extension = vscode.extensions.getExtension('ratchet.ratchet');
  assert.ok(extension);
  return extension.extensionPath;
}

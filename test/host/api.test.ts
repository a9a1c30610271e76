import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import type { RatchetApi, TaskEvent, TaskHandle, TaskRequest } from '../../src/api.ts';
import type { Script } from '../support/practice/script.ts';
import { startPractice, type Practice, type PracticeOptions } from '../support/practice/server.ts';
import { answers, calls, patches, says, turns } from '../support/practice/turns.ts';

/**
 * A job on a package that other people wrote: patterns separated by a lone CR, as in files of old
 * Macs, are one pattern for it.
 */
const patch = patches(
  '*** Update File: ignore/index.js',
  '@@',
  '-const REGEX_SPLITALL_CRLF = /\\r?\\n/g',
  '+const REGEX_SPLITALL_CRLF = /\\r\\n?|\\n/g',
  '*** Add File: ignore/HISTORY.md',
  '+A lone CR ends a line too.',
);

function job(answer: string, afterPatch: RegExp): Script {
  return turns(
    {
      items: [
        calls('update_plan', { plan: [{ step: 'Split at CR', status: 'in_progress' }] }),
        calls('search', { pattern: 'REGEX_SPLITALL_CRLF', path: 'ignore', literal: true }),
      ],
    },
    {
      expect: { outputs: [undefined, /ignore\/index\.js[^]*REGEX_SPLITALL_CRLF = /] },
      items: [calls('read_file', { path: 'ignore/index.js', offset: 10, limit: 20 })],
    },
    { expect: { outputs: ['const REGEX_SPLITALL_CRLF'] }, items: [patch] },
    {
      expect: { outputs: [afterPatch] },
      items: [calls('update_plan', { plan: [{ step: 'Split at CR', status: 'completed' }] })],
    },
    { items: [says(answer)] },
  );
}

describe('the exported API, on a package out of node_modules', () => {
  let api: RatchetApi;
  let folder: Uri;
  let practice: Practice;
  const environment = { ...process.env };

  before(async () => {
    const extension = extensions.getExtension<RatchetApi>('ratchet.ratchet');
    assert.ok(extension);
    api = await extension.activate();
    const root = workspace.workspaceFolders?.[0]?.uri;
    assert.ok(root);
    folder = Uri.joinPath(root, 'ignore');
  });
  beforeEach(async () => {
    const extension = extensions.getExtension('ratchet.ratchet');
    const source = path.join(extension?.extensionPath ?? '', 'node_modules/ignore');
    await cp(source, folder.fsPath, { recursive: true });
  });
  afterEach(async () => {
    for (const name of ['OPENAI_BASE_URL', 'OPENAI_API_KEY']) {
      const value = environment[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await set('review', undefined);
    await practice.close();
    await commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder.fsPath, { recursive: true, force: true });
  });

  async function play(options: PracticeOptions): Promise<void> {
    practice = await startPractice({ onPrefixBroken: 'fail', ...options });
    process.env['OPENAI_BASE_URL'] = `${practice.url}/v1`;
    process.env['OPENAI_API_KEY'] = 'practice-key';
  }

  function start(request: TaskRequest): {
    readonly task: TaskHandle;
    readonly events: TaskEvent[];
  } {
    const task = api.startTask(request);
    const events: TaskEvent[] = [];
    task.onEvent((event) => events.push(event));
    return { task, events };
  }

  /** Resolves at the first event of a kind; the listener hears it as the caller does. */
  function first<Type extends TaskEvent['type']>(
    task: TaskHandle,
    type: Type,
  ): Promise<Extract<TaskEvent, { type: Type }>> {
    return new Promise((resolve) => {
      const listening = task.onEvent((event) => {
        if (event.type !== type) return;
        listening.dispose();
        resolve(event as Extract<TaskEvent, { type: Type }>);
      });
    });
  }

  const at = (name: string): Uri => Uri.joinPath(folder, name);
  const read = (name: string): Promise<string> => readFile(at(name).fsPath, 'utf8');

  /** What the package does, loaded anew. */
  function splitsAtCr(): boolean {
    const load = createRequire(at('index.js').fsPath);
    Reflect.deleteProperty(load.cache, at('index.js').fsPath);
    const ignore = load('./index.js') as () => {
      add(patterns: string): { ignores(name: string): boolean };
    };
    return ignore().add('one\rtwo').ignores('two');
  }

  it('writes at once and ends without waiting when edits are reviewed after', async () => {
    await play({
      script: job('Lines may end in a lone CR now.', /are written.*reviews them later/),
    });
    await set('review', 'after');
    assert.equal(splitsAtCr(), false);
    const { task, events } = start({ prompt: 'Split at a lone CR, too.' });
    const result = await task.result;

    assert.deepEqual(practice.mismatches, []);
    assert.deepEqual(practice.prefixBreaks, []);
    assert.equal(result.status, 'done', result.reason);
    assert.equal(result.reason, undefined);
    assert.equal(result.answer, 'Lines may end in a lone CR now.');
    assert.deepEqual(
      result.changes.map(({ uri, kind, review }) => [uri.toString(), kind, review]),
      [
        [at('index.js').toString(), 'modified', 'pending'],
        [at('HISTORY.md').toString(), 'created', 'pending'],
      ],
    );
    assert.equal(splitsAtCr(), true);
    assert.equal(await read('HISTORY.md'), 'A lone CR ends a line too.\n');
    assert.deepEqual(
      result.checks.map(({ name, status }) => [name, status]),
      [
        ['Plan', 'passed'],
        ['Problems', 'passed'],
      ],
    );
    const { usage } = result;
    assert.equal(usage.requests, 5);
    assert.equal(practice.requests.filter(({ number }) => number > 0).length, 5);
    assert.ok(usage.inputTokens > 1000 && usage.outputTokens > 50 && usage.usd > 0);
    assert.ok(usage.cachedTokens > 0, 'later requests extend earlier ones');

    const text = events.flatMap((event) => (event.type === 'text' ? [event.delta] : []));
    assert.equal(text.join(''), result.answer);
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'tool' ? [[event.name, event.state]] : [])),
      [
        ['update_plan', 'started'],
        ['update_plan', 'finished'],
        ['search', 'started'],
        ['search', 'finished'],
        ['read_file', 'started'],
        ['read_file', 'finished'],
        ['apply_patch', 'started'],
        ['apply_patch', 'finished'],
        ['update_plan', 'started'],
        ['update_plan', 'finished'],
      ],
    );
    const plans = events.flatMap((event) => (event.type === 'plan' ? [event.plan] : []));
    assert.deepEqual(plans.at(-1), [{ step: 'Split at CR', status: 'completed' }]);
    assert.ok(events.some((event) => event.type === 'review' && event.files.length === 2));
    assert.deepEqual(events.findLast((event) => event.type === 'usage')?.usage, usage);
    await commands.executeCommand('ratchet.keepAll');
  });

  it('waits with the edit until the user keeps it when edits are reviewed before', async () => {
    await play({ script: job('Kept.', /^The user kept all changes/) });
    const before = await read('index.js');
    const { task } = start({ prompt: 'Split at a lone CR, too.' });
    const { files } = await first(task, 'review');
    assert.deepEqual(
      files.map((uri) => uri.toString()),
      [at('index.js').toString(), at('HISTORY.md').toString()],
    );
    assert.equal(await read('index.js'), before);
    await assert.rejects(read('HISTORY.md'), { code: 'ENOENT' });
    assert.equal(practice.requests.length, 3, 'the call has no output yet');

    await commands.executeCommand('ratchet.keepAll');
    const result = await task.result;
    assert.equal(result.status, 'done', result.reason);
    assert.deepEqual(
      result.changes.map(({ kind, review }) => [kind, review]),
      [
        ['modified', 'kept'],
        ['created', 'kept'],
      ],
    );
    assert.equal(splitsAtCr(), true);
    assert.deepEqual(practice.mismatches, []);
  });

  it('tells the model and the caller when the user undoes all', async () => {
    await play({
      script: turns(
        { items: [patch] },
        { expect: { outputs: [/undid|undone|not kept|rejected/i] }, items: [says('Undone.')] },
      ),
    });
    const before = await read('index.js');
    const { task } = start({ prompt: 'Split at a lone CR, too.' });
    await first(task, 'review');
    await commands.executeCommand('ratchet.undoAll');
    const result = await task.result;
    assert.equal(result.status, 'done', result.reason);
    assert.deepEqual(practice.mismatches, []);
    assert.ok(result.changes.every(({ review }) => review === 'undone'));
    assert.equal(await read('index.js'), before);
  });

  const fileOperations: readonly {
    readonly kind: string;
    readonly patch: readonly string[];
    readonly change: (folder: Uri) => readonly unknown[];
  }[] = [
    {
      kind: 'created',
      patch: ['*** Add File: ignore/NOTES.md', '+One line.'],
      change: (under) => [`${under.toString()}/NOTES.md`, 'created', undefined],
    },
    {
      kind: 'deleted',
      patch: ['*** Delete File: ignore/legacy.js'],
      change: (under) => [`${under.toString()}/legacy.js`, 'deleted', undefined],
    },
    {
      kind: 'moved',
      patch: ['*** Update File: ignore/index.d.ts', '*** Move to: ignore/types.d.ts'],
      change: (under) => [
        `${under.toString()}/types.d.ts`,
        'renamed',
        `${under.toString()}/index.d.ts`,
      ],
    },
  ];
  for (const { kind, patch: lines, change } of fileOperations) {
    it(`carries out a patch in which one file is ${kind} and nothing else changes`, async () => {
      await play({
        script: turns(
          { items: [patches(...lines)] },
          { expect: { outputs: [/kept all/] }, items: [says('So be it.')] },
        ),
      });
      const { task } = start({ prompt: 'Do it.' });
      await first(task, 'review');
      await commands.executeCommand('ratchet.keepAll');
      const result = await task.result;
      assert.deepEqual(practice.mismatches, []);
      assert.equal(result.status, 'done', result.reason);
      assert.deepEqual(
        result.changes.map(({ uri, kind: found, from }) => [
          uri.toString(),
          found,
          from?.toString(),
        ]),
        [change(folder)],
      );
      const [changed, , from] = change(folder) as string[];
      assert.equal(existsSync(Uri.parse(changed ?? '').fsPath), kind !== 'deleted');
      if (from !== undefined) assert.equal(existsSync(Uri.parse(from).fsPath), false);
    });
  }

  it('sends attachments, and answers done-when criteria with evidence', async () => {
    const criterion = 'The README names the package';
    const criteria = [{ criterion, met: true, evidence: 'README.md, line 1' }];
    await play({
      script: turns(
        {
          expect: { user: /Look at it\.[^]*# ignore|# ignore[^]*Look at it\./i },
          items: [calls('report', { summary: 'It does.', criteria })],
        },
        { items: [says('It does.')] },
      ),
    });
    const result = await start({
      prompt: 'Look at it.',
      attachments: [at('README.md')],
      doneWhen: [criterion],
    }).task.result;
    assert.deepEqual(practice.mismatches, []);
    assert.deepEqual(result.checks, [
      { name: criterion, status: 'passed', evidence: 'README.md, line 1' },
    ]);
    assert.equal(result.status, 'done');
  });

  it('delivers what steers it at the next step', async () => {
    await play({
      script: turns(
        { items: [calls('list_files', { path: 'ignore' })] },
        { expect: { user: 'And count them.' }, items: [says('Six files.')] },
      ),
    });
    const { task } = start({ prompt: 'List the files.' });
    const tool = first(task, 'tool');
    tool.then(
      () => {
        task.steer('And count them.');
      },
      () => undefined,
    );
    const result = await task.result;
    assert.deepEqual(practice.mismatches, []);
    assert.equal(result.answer, 'Six files.');
  });

  it('stops at once, with what it had', async () => {
    await play({ script: answers('Never told whole.'), fault: () => ({ kind: 'stall', at: 7 }) });
    const { task } = start({ prompt: 'Take your time.' });
    await first(task, 'text');
    task.stop();
    const result = await task.result;
    assert.equal(result.status, 'stopped');
    assert.equal(result.reason, 'Stopped by the user.');
    assert.equal(result.answer, '');
    assert.deepEqual(result.changes, []);
  });

  it('stops also before it has begun', async () => {
    await play({ script: answers('Too late.'), fault: () => ({ kind: 'silence' }) });
    const { task } = start({ prompt: 'Never mind.' });
    task.stop();
    assert.equal((await task.result).status, 'stopped');
  });

  it('runs several tasks side by side', async () => {
    await play({ script: turns({ items: [calls('list_files', {})] }, { items: [says('Done.')] }) });
    const results = await Promise.all(
      ['One', 'Two', 'Three'].map((prompt) => start({ prompt }).task.result),
    );
    assert.deepEqual(
      results.map(({ status, answer }) => [status, answer]),
      Array.from({ length: 3 }, () => ['done', 'Done.']),
    );
    assert.deepEqual(practice.mismatches, []);
  });

  const failing: readonly {
    readonly title: string;
    readonly key?: string;
    readonly options?: PracticeOptions;
    readonly reason: RegExp;
  }[] = [
    { title: 'without a key', reason: /no API key yet: set one/ },
    {
      title: 'with a wrong key',
      key: 'wrong',
      options: { keys: ['right'] },
      reason: /refused the key .*set a valid one/,
    },
    {
      title: 'when the endpoint refuses',
      key: 'right',
      options: { fault: () => ({ kind: 'status', status: 400, body: { message: 'No.' } }) },
      reason: /refused the request: No\./,
    },
  ];
  for (const { title, key, options, reason } of failing) {
    it(`never rejects: ${title} the result says why`, async () => {
      await play({ script: answers('Not reached.'), ...options });
      if (key === undefined) Reflect.deleteProperty(process.env, 'OPENAI_API_KEY');
      else process.env['OPENAI_API_KEY'] = key;
      const result = await start({ prompt: 'Try.' }).task.result;
      assert.equal(result.status, 'failed');
      assert.match(result.reason ?? '', reason);
      assert.equal(result.answer, '');
    });
  }
});

async function set(key: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('ratchet').update(key, value, ConfigurationTarget.Global);
}

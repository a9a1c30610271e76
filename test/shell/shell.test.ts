import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Shell, ShellOutput } from '../../src/core/ports.ts';
import { createShell } from '../../src/host/shell/create-shell.ts';
import { processLives as lives } from './process-lives.ts';

const never = new AbortController().signal;
/** Longer than any command here takes: these tests end by events. */
const long = 60_000;

describe('createShell', () => {
  let folder = '';
  let shell: Shell;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ratchet-shell-'));
    shell = createShell({
      resolveFolder: async (workdir) =>
        workdir === '../out'
          ? { kind: 'problem', message: '../out is outside.' }
          : { kind: 'folder', folder },
      spoolFolder: path.join(folder, 'spool'),
      spoolName: (name) => `spool:${name}`,
      roots: [folder],
      environment: { ...process.env, OPENAI_API_KEY: 'canary-1', CI: '1', MY_TOKEN: 'canary-2' },
    });
  });
  afterEach(async () => {
    await shell.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (command: string, yieldMs = long, maxCharacters = 10_000) =>
    shell.run({ command, yieldMs, maxCharacters }, never);
  const write = (sessionId: number, characters: string, yieldMs = long) =>
    shell.write({ sessionId, characters, yieldMs, maxCharacters: 10_000 }, never);
  /** Starts a command and returns once it has printed a line, which is how it says it is ready. */
  const start = async (command: string): Promise<{ id: number; output: string }> => {
    const result = await run(command, 1);
    assert.ok(result.state.kind === 'running', JSON.stringify(result));
    const id = result.state.sessionId;
    let { output } = result;
    while (!output.includes('\n')) output += (await write(id, '', 5)).output;
    return { id, output };
  };

  describe('says how a command ended', () => {
    const cases: readonly (readonly [string, string, ShellOutput['state']])[] = [
      ['echo hi', 'hi\n', { kind: 'exited', code: 0 }],
      ['echo no >&2; exit 3', 'no\n', { kind: 'exited', code: 3 }],
      ['printf a; printf b >&2; printf c', 'abc', { kind: 'exited', code: 0 }],
      ['kill -TERM $$', '', { kind: 'exited', code: 128, signal: 'SIGTERM' }],
      ['exit 255', '', { kind: 'exited', code: 255 }],
    ];
    for (const [command, output, state] of cases) {
      it(command, async () => {
        const result = await run(command);
        assert.equal(result.output, output);
        assert.deepEqual(result.state, state);
      });
    }
  });

  it('runs in the folder it was given, and nowhere else', async () => {
    assert.equal(
      (await run('pwd -P')).output.trim(),
      await run('cd . && pwd -P').then((r) => r.output.trim()),
    );
    const refused = await shell.run(
      { command: 'echo x', workdir: '../out', yieldMs: long, maxCharacters: 100 },
      never,
    );
    assert.deepEqual(refused.state, { kind: 'failed', message: '../out is outside.' });
  });

  it('keeps secrets from the environment and asks programs to be quiet', async () => {
    const { output } = await run('env');
    assert.doesNotMatch(output, /canary/);
    assert.doesNotMatch(output, /^CI=/m);
    for (const line of ['PAGER=cat', 'TERM=dumb', 'NO_COLOR=1']) {
      assert.ok(output.split('\n').includes(line), line);
    }
  });

  it('goes on in the background and takes input', async () => {
    const { id, output } = await start('echo ready; read name; echo "hello $name"');
    assert.equal(output, 'ready\n');
    assert.deepEqual(
      shell.running().map((entry) => entry.sessionId),
      [id],
    );
    const result = await write(id, 'ratchet\n');
    assert.equal(result.output, 'hello ratchet\n');
    assert.deepEqual(result.state, { kind: 'exited', code: 0 });
    assert.deepEqual(shell.running(), []);
    const after = await write(id, 'more\n');
    assert.equal(after.state.kind, 'failed');
  });

  it('closes the input and interrupts when told to', async () => {
    const cat = await start('echo ready; cat');
    assert.deepEqual((await write(cat.id, '\u0004')).state, { kind: 'exited', code: 0 });
    const loop = await start("trap 'echo caught; exit 7' INT; echo ready; read forever");
    const result = await write(loop.id, '\u0003');
    assert.equal(result.output, 'caught\n');
    assert.deepEqual(result.state, { kind: 'exited', code: 7 });
  });

  it('returns at the exit although a background process holds the pipe', async () => {
    const result = await run('sleep 1000 & echo "$!"');
    assert.deepEqual(result.state, { kind: 'exited', code: 0, lingering: true });
    const pid = Number(result.output);
    assert.ok(lives(pid));
    await shell.stopAll();
    assert.ok(!lives(pid));
  });

  it('gets all that was written before the exit, however much', async () => {
    const result = await run('head -c 3000000 /dev/zero | tr "\\0" x', long, 160_000);
    const name = result.omitted?.file.replace('spool:', '') ?? '';
    const whole = await readFile(path.join(folder, 'spool', name), 'utf8');
    assert.equal(whole.length, 3_000_000);
  });

  it('keeps head and tail, and the whole in a file', async () => {
    const result = await run('seq 1 20000', long, 1_000);
    assert.match(result.output, /^1\n2\n/);
    assert.match(result.output, /\n20000\n$/);
    assert.ok(result.output.length < 1_100);
    assert.ok(result.omitted);
    const file = path.join(folder, 'spool', result.omitted.file.replace('spool:', ''));
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, 20_000);
    assert.equal(result.omitted.characters, lines.join('\n').length + 1 - 1_000);
  });

  it('shows each piece of output once', async () => {
    const { id } = await start('echo one; read x; echo two; read x; echo three');
    assert.match((await untilOutput(id, 'go\n')).output, /^two\n$/);
    assert.match((await write(id, 'go\n')).output, /^three\n$/);
  });
  const untilOutput = async (id: number, characters: string) => {
    let result = await write(id, characters, 5);
    while (result.output === '') result = await write(id, '', 5);
    return result;
  };

  it('passes output on as it comes', async () => {
    const chunks: string[] = [];
    await shell.run(
      {
        command: 'echo a; echo b',
        yieldMs: long,
        maxCharacters: 100,
        onOutput: (chunk) => chunks.push(chunk),
      },
      never,
    );
    assert.equal(chunks.join(''), 'a\nb\n');
  });

  it('ends the whole group at once when the task is stopped', async () => {
    const controller = new AbortController();
    const running = shell.run(
      {
        command: 'sleep 1000 & echo "$! $$"; wait',
        yieldMs: long,
        maxCharacters: 100,
        onOutput: (chunk) => {
          pids = chunk.trim().split(' ').map(Number);
          controller.abort(new Error('stop'));
        },
      },
      controller.signal,
    );
    let pids: readonly number[] = [];
    await assert.rejects(running, /stop/);
    await shell.stopAll();
    assert.equal(pids.length, 2);
    assert.ok(!pids.some(lives));
  });

  it('forces what ignores a polite end, and finds what left its group', async function () {
    if (process.platform !== 'linux') this.skip();
    const stubborn = await start("trap '' TERM; echo $$; while :; do sleep 1000; done");
    const strayed = await run('setsid sleep 1000 & echo "$!"; exit');
    const pids = [Number(stubborn.output), Number(strayed.output)];
    assert.ok(pids.every(lives));
    await shell.stopAll();
    assert.ok(!pids.some(lives));
  }).timeout(20_000);

  it('fails with a sentence when the command cannot start', async () => {
    const nul = await run('echo \0');
    assert.ok(nul.state.kind === 'failed');
    assert.match(nul.state.message, /NUL/);
    const nowhere = createShell({
      resolveFolder: async () => ({ kind: 'folder', folder: path.join(folder, 'gone') }),
      spoolFolder: path.join(folder, 'spool'),
      spoolName: (name) => name,
      roots: [],
    });
    const gone = await nowhere.run({ command: 'echo', yieldMs: long, maxCharacters: 9 }, never);
    assert.ok(gone.state.kind === 'failed');
    assert.match(gone.state.message, /could not be started/);
    await nowhere.stopAll();
  });

  it('refuses to write to what never ran', async () => {
    const result = await write(99, 'x');
    assert.ok(result.state.kind === 'failed');
    assert.match(result.state.message, /session_id 99/);
  });

  it('bounds how many commands run at once', async () => {
    for (let count = 0; count < 16; count++) await start('echo ready; read x');
    const result = await run('echo x');
    assert.ok(result.state.kind === 'failed');
    assert.match(result.state.message, /Too many/);
  });
});

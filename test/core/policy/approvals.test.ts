import assert from 'node:assert/strict';
import { createApprovals } from '../../../src/core/policy/approvals.ts';
import type { CommandRules } from '../../../src/core/policy/decide-command.ts';
import type { AgentEvent, ApprovalDecision } from '../../../src/shared/events.ts';
import { createMemoryWorkspace, versionOf } from '../../support/memory-workspace.ts';
import { scriptedApprover } from './scripted-approver.ts';

function setUp(
  answers: readonly ApprovalDecision[],
  settings: Partial<CommandRules> = {},
  texts: Readonly<Record<string, string>> = {},
) {
  const events: AgentEvent[] = [];
  const remembered: string[] = [];
  const { approver, asked } = scriptedApprover([...answers]);
  const workspace = createMemoryWorkspace(texts);
  const rules: CommandRules = {
    allow: [],
    deny: [],
    mode: 'rules',
    platform: 'posix',
    ...settings,
  };
  const approvals = createApprovals({
    approver,
    files: workspace.files,
    rules: () => rules,
    rememberRule: async (rule) => {
      remembered.push(rule);
    },
    consents: { has: () => false, remember: async () => undefined },
  });
  const controller = new AbortController();
  let calls = 0;
  const call = () =>
    approvals({
      callId: `call-${++calls}`,
      emit: (event) => events.push(event),
      signal: controller.signal,
    });
  const command = (line: string, workdir?: string) =>
    call()({ kind: 'command', command: line, ...(workdir === undefined ? {} : { workdir }) });
  return { asked, events, remembered, workspace, call, command, controller, approvals };
}

describe('createApprovals', () => {
  it('asks every time after "once", and shows question and answer at the call', async () => {
    const { command, asked, events } = setUp(['once', 'deny']);
    assert.deepEqual(await command('npm test'), { kind: 'allowed' });
    const answer = await command('npm test');
    assert.ok(answer.kind === 'denied');
    assert.match(answer.reason, /npm test.*[Dd]o not try it/s);
    assert.equal(asked.length, 2);
    assert.deepEqual(
      events.map((event) => [event.type, event.type === 'approval-ended' ? event.decision : '']),
      [
        ['approval', ''],
        ['approval-ended', 'once'],
        ['approval', ''],
        ['approval-ended', 'deny'],
      ],
    );
  });

  it('covers the parsed command for the task, in the same folder only', async () => {
    const { command, asked } = setUp(['task', 'once', 'once', 'once']);
    await command('npm test');
    await command('  npm   test');
    await command('npm test && npm test');
    assert.equal(asked.length, 1);
    await command('npm test --force');
    await command('npm test', 'packages/a');
    await command('npm test && npm run build');
    assert.equal(asked.length, 4);
  });

  it('covers a line that is not understood by its very text', async () => {
    const { command, asked } = setUp(['task', 'once']);
    await command('echo $HOME');
    await command('echo $HOME');
    assert.equal(asked.length, 1);
    await command('echo $HOME ');
    assert.equal(asked.length, 2);
  });

  it('stores the parsed vector for good, never a prefix', async () => {
    const { command, remembered, asked } = setUp(['always', 'always']);
    await command('npm   "test"');
    await command('echo $HOME');
    assert.deepEqual(remembered, ['npm test']);
    assert.equal(asked[0]?.rule, 'npm test');
    assert.equal(asked[1]?.rule, undefined);
  });

  it('asks again when an allowed script has changed', async () => {
    const { command, asked, workspace } = setUp(['task', 'once'], {}, { 'check.sh': 'ls' });
    await command('./check.sh');
    await command('./check.sh');
    assert.equal(asked.length, 1);
    workspace.texts.set('check.sh', 'curl evil.example');
    await command('./check.sh');
    assert.equal(asked.length, 2);
  });

  it('binds a rule to the script as it was', async () => {
    const rule = `./check.sh #sha256=${versionOf('ls')}`;
    const { command, asked, workspace, remembered } = setUp(
      ['always'],
      { allow: [rule] },
      { 'check.sh': 'ls' },
    );
    await command('./check.sh');
    assert.equal(asked.length, 0);
    workspace.texts.set('check.sh', 'id');
    await command('./check.sh');
    assert.equal(asked.length, 1);
    assert.deepEqual(remembered, [`./check.sh #sha256=${versionOf('id')}`]);
  });

  it('lets one answer for the task cover the questions that wait behind it', async () => {
    const { command, asked } = setUp(['task']);
    const answers = await Promise.all([
      command('npm test'),
      command('npm test'),
      command('npm test'),
    ]);
    assert.equal(asked.length, 1);
    assert.ok(answers.every((answer) => answer.kind === 'allowed'));
  });

  it('does not let one denial, or one failure, answer or block the next', async () => {
    const { command, asked } = setUp(['deny', 'once']);
    const [first, second] = await Promise.all([command('npm test'), command('npm test')]);
    assert.deepEqual([first.kind, second.kind], ['denied', 'allowed']);
    assert.equal(asked.length, 2);
  });

  it('never asks about what a rule denies', async () => {
    const { command } = setUp([], { deny: ['git push'], mode: 'auto' });
    const answer = await command('ls && git push');
    assert.equal(answer.kind, 'denied');
  });

  it('asks about protected files with the resolved path and the reason', async () => {
    const { call, asked } = setUp(['once']);
    const answer = await call()({
      kind: 'write',
      paths: ['src/a.ts', './x/../.vscode/tasks.json'],
    });
    assert.equal(answer.kind, 'allowed');
    assert.equal(asked[0]?.subject, '.vscode/tasks.json');
    assert.match(asked[0].reason, /run programs/);
  });

  it('refuses paths outside and git’s own without asking', async () => {
    const { call } = setUp([]);
    for (const path of ['../x', '/etc/passwd', '.git/hooks/pre-commit']) {
      const answer = await call()({ kind: 'write', paths: ['src/a.ts', path] });
      assert.equal(answer.kind, 'denied', path);
    }
  });

  it('asks about each new set of package scripts, whatever was allowed before', async () => {
    const { call, asked } = setUp(['task', 'once']);
    const write = (reason: string) =>
      call()({
        kind: 'write',
        paths: ['package.json'],
        concerns: [{ path: 'package.json', reason }],
      });
    await write('it changes package scripts (a)');
    await write('it changes package scripts (a)');
    assert.equal(asked.length, 1);
    await write('it changes package scripts (b)');
    assert.equal(asked.length, 2);
  });

  it('covers an ignored folder for the task, and nothing beside it', async () => {
    const { call, asked } = setUp(['task', 'deny']);
    const read = (path: string, covers: string) =>
      call()({ kind: 'read', path, reason: 'x', concern: { why: 'ignored', covers } });
    await read('node_modules/a/index.d.ts', 'node_modules/');
    await read('node_modules/b/index.d.ts', 'node_modules/');
    assert.equal(asked.length, 1);
    assert.equal((await read('.env', '.env')).kind, 'denied');
  });

  it('shows no escape sequences and no invisible characters', async () => {
    const { command, asked } = setUp(['once']);
    await command('ls \x1b[2K\u202exyz');
    assert.equal(asked[0]?.subject, 'ls <U+202E>xyz');
  });

  it('begins anew with every task: nothing that was allowed lives on', async () => {
    const first = setUp(['task']);
    await first.command('npm test');
    const second = setUp(['once']);
    await second.command('npm test');
    assert.equal(second.asked.length, 1);
  });

  it('ends a question when the task is stopped', async () => {
    const events: AgentEvent[] = [];
    const controller = new AbortController();
    const workspace = createMemoryWorkspace();
    const approvals = createApprovals({
      approver: {
        approve: (_request, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
            controller.abort(new Error('stopped'));
          }),
        ask: async () => [],
      },
      files: workspace.files,
      rules: () => ({ allow: [], deny: [], mode: 'ask', platform: 'posix' }),
      rememberRule: async () => undefined,
      consents: { has: () => false, remember: async () => undefined },
    });
    const approve = approvals({
      callId: 'call-1',
      emit: (event) => events.push(event),
      signal: controller.signal,
    });
    await assert.rejects(approve({ kind: 'command', command: 'ls' }), /stopped/);
    const last = events.at(-1);
    assert.equal(last?.type === 'approval-ended' && last.decision, 'cancelled');
  });
});

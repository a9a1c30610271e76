import assert from 'node:assert/strict';
import { createApprovals } from '../../../src/core/policy/approvals.ts';
import type { CommandRules } from '../../../src/core/policy/decide-command.ts';
import type { ApprovalDecision, ApprovalRequest } from '../../../src/shared/events.ts';
import { createMemoryWorkspace } from '../../support/memory-workspace.ts';
import { scriptedApprover } from './scripted-approver.ts';

/** A workspace with what was agreed to in it; each task in it begins without approvals of its own. */
function setUp(settings: Partial<CommandRules> = {}, texts: Readonly<Record<string, string>> = {}) {
  const { files, texts: contents } = createMemoryWorkspace(texts);
  const agreed = new Set<string>();
  const left: ApprovalDecision[] = [];
  const { approver, asked } = scriptedApprover(left);
  const rules = { allow: [], deny: [], mode: 'auto', platform: 'posix', ...settings } as const;
  const startTask = () => {
    const approvals = createApprovals({
      approver,
      files,
      rules: () => rules,
      rememberRule: async (rule) => {
        assert.fail(`a check never becomes a rule: ${rule}`);
      },
      consents: {
        has: (text) => agreed.has(text),
        remember: async (list) => {
          for (const text of list) agreed.add(text);
        },
      },
    });
    const approve = approvals({
      callId: 'verify-1-1',
      emit: () => undefined,
      signal: new AbortController().signal,
    });
    /** Which of the checks may run, one after the other as they do. */
    return async (...among: readonly string[]): Promise<readonly string[]> => {
      const allowed: string[] = [];
      for (const command of among) {
        const answer = await approve({ kind: 'verify', command, among });
        if (answer.kind === 'allowed') allowed.push(command);
      }
      return allowed;
    };
  };
  return { asked, left, contents, agreed, startTask };
}

const subjects = (asked: readonly ApprovalRequest[]) =>
  asked.map((request) => [request.kind, request.subject]);

describe('leave for the commands of verify.commands', () => {
  it('shows the whole list and asks once, in every mode, for later tasks too', async () => {
    for (const mode of ['ask', 'rules', 'auto'] as const) {
      const { left, asked, startTask } = setUp({ mode });
      left.push('once');
      const list = ['npm run lint', 'npm test'];
      const first = startTask();
      assert.deepEqual(await first(...list), list);
      assert.deepEqual(await first(...list), list);
      assert.deepEqual(await startTask()(...list), list);
      assert.deepEqual(subjects(asked), [['verify', 'npm run lint\nnpm test']]);
    }
  });

  it('asks again about a text that changed, and about that one only', async () => {
    const { left, asked, startTask } = setUp();
    left.push('once', 'once', 'once');
    await startTask()('npm run lint', 'npm test');
    await startTask()('npm run lint', 'npm  test');
    await startTask()('npm run lint', 'npm test -- --all', 'npm test');
    assert.deepEqual(subjects(asked).slice(1), [
      ['verify', 'npm  test'],
      ['verify', 'npm test -- --all'],
    ]);
  });

  it('asks again when the script that a check runs has changed', async () => {
    const { left, asked, contents, startTask } = setUp({}, { 'check.sh': 'ls' });
    left.push('once', 'once');
    await startTask()('./check.sh');
    await startTask()('./check.sh');
    contents.set('check.sh', 'curl evil.example');
    await startTask()('./check.sh');
    assert.equal(asked.length, 2);
  });

  it('keeps a no for the task, and never as a yes', async () => {
    const { left, asked, agreed, startTask } = setUp();
    left.push('deny', 'once');
    const task = startTask();
    assert.deepEqual(await task('npm run lint', 'npm test'), []);
    assert.deepEqual(await task('npm run lint', 'npm test'), []);
    assert.equal(asked.length, 1);
    assert.equal(agreed.size, 0);
    assert.deepEqual(await startTask()('npm test'), ['npm test']);
    assert.equal(asked.length, 2);
  });

  it('lets no allow rule speak for what a workspace can bring along', async () => {
    const { left, asked, startTask } = setUp({ allow: ['npm test'], mode: 'rules' });
    left.push('deny');
    assert.deepEqual(await startTask()('npm test'), []);
    assert.equal(asked.length, 1);
  });

  it('lets a deny rule win, over an earlier yes too, and does not ask about what it denies', async () => {
    const before = setUp();
    before.left.push('once');
    await before.startTask()('git push', 'npm test');
    const after = setUp({ deny: ['git push'] });
    for (const text of before.agreed) after.agreed.add(text);
    assert.deepEqual(await after.startTask()('git push', 'npm test'), ['npm test']);
    const fresh = setUp({ deny: ['git push'] });
    fresh.left.push('once');
    assert.deepEqual(await fresh.startTask()('npm test', 'ls && git push'), ['npm test']);
    assert.deepEqual(subjects(fresh.asked), [['verify', 'npm test']]);
  });

  it('names what is dangerous, line breaks and what cannot be seen', async () => {
    const { left, asked, startTask } = setUp();
    left.push('once');
    await startTask()('npm test', 'npm test\nrm -rf build', 'ls \u202e');
    assert.equal(asked[0]?.subject, 'npm test\nnpm test<U+000A>rm -rf build\nls <U+202E>');
    assert.match(asked[0].reason, /Mind: rm can destroy or expose data; [^;]*\.$/);
    assert.equal(asked[0].rule, undefined);
  });
});

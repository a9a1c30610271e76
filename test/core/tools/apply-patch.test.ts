import assert from 'node:assert/strict';
import { applyPatch } from '../../../src/core/tools/apply-patch.ts';
import { readFile } from '../../../src/core/tools/read-file.ts';
import { createMemoryWorkspace } from '../../support/memory-workspace.ts';
import { contextOver, textOf, use } from './context.ts';

const update = (path: string, from: string, to: string) =>
  `*** Begin Patch\n*** Update File: ${path}\n@@\n-${from}\n+${to}\n*** End Patch\n`;
const remove = (path: string) => `*** Begin Patch\n*** Delete File: ${path}\n*** End Patch\n`;

describe('apply_patch', () => {
  it('applies what the user keeps, and knows the new text', async () => {
    const workspace = createMemoryWorkspace({ 'a.ts': 'one\ntwo\n' });
    const context = contextOver(workspace);
    await use(readFile, { path: 'a.ts' }, context);
    const result = await use(applyPatch, update('a.ts', 'two', 'three'), context);
    assert.equal(result.ok, true);
    assert.equal(textOf(result), 'Kept: a.ts.');
    assert.equal(workspace.texts.get('a.ts'), 'one\nthree\n');
    assert.equal(result.summary, 'Kept, 1 file');
    assert.ok(context.events.some((event) => event.type === 'review'));
    const again = await use(applyPatch, update('a.ts', 'three', 'four'), context);
    assert.equal(textOf(again), 'Kept: a.ts.', 'its own edit is no surprise');
  });

  it('takes the patch wrapped in a function call', async () => {
    const workspace = createMemoryWorkspace({ 'a.ts': 'one\n' });
    const input = JSON.stringify({ input: update('a.ts', 'one', 'two') });
    await use(applyPatch, input, contextOver(workspace));
    assert.equal(workspace.texts.get('a.ts'), 'two\n');
  });

  it('reports what was undone', async () => {
    const workspace = createMemoryWorkspace({ 'a.ts': 'one\n' });
    workspace.decide = () => 'undone';
    const result = await use(applyPatch, update('a.ts', 'one', 'two'), contextOver(workspace));
    assert.equal(result.ok, false);
    assert.match(textOf(result), /undid/);
    assert.equal(workspace.texts.get('a.ts'), 'one\n');
  });

  it('lists the problems that are new', async () => {
    const workspace = createMemoryWorkspace({ 'a.ts': 'one\n' });
    workspace.newProblems.push({
      path: 'b.ts',
      severity: 'error',
      message: "Cannot find name 'one'.",
      source: 'ts',
      code: '2304',
      line: 3,
      column: 7,
    });
    const result = await use(applyPatch, update('a.ts', 'one', 'two'), contextOver(workspace));
    assert.match(
      textOf(result),
      /not there before:\nb\.ts\n {2}3:7 error: Cannot find name 'one'\. \(ts 2304\)\n/,
    );
    assert.equal(result.summary, 'Kept, 1 file, 1 new problem');
  });

  it('writes nothing when the policy says no', async () => {
    const workspace = createMemoryWorkspace({ '.vscode/tasks.json': '{}\n' });
    const approve = async () => ({ kind: 'denied', reason: 'the user denied this write' }) as const;
    const context = contextOver(workspace, { approve });
    const result = await use(applyPatch, update('.vscode/tasks.json', '{}', '[]'), context);
    assert.equal(result.ok, false);
    assert.match(textOf(result), /Nothing was changed: the user denied/);
    assert.equal(workspace.proposed.length, 0);
  });

  it('asks about every path of a move, and about new package scripts', async () => {
    const workspace = createMemoryWorkspace({
      'a.ts': 'one\n',
      'package.json': '{"scripts":{"test":"a"}}\n',
    });
    const context = contextOver(workspace);
    const patch =
      '*** Begin Patch\n*** Update File: a.ts\n*** Move to: .husky/pre-commit\n*** Update File: package.json\n@@\n-{"scripts":{"test":"a"}}\n+{"scripts":{"test":"b","postinstall":"c"}}\n*** End Patch\n';
    await use(applyPatch, patch, context);
    const [need] = context.needs;
    assert.ok(need?.kind === 'write');
    assert.deepEqual([...need.paths].sort(), ['.husky/pre-commit', 'a.ts', 'package.json']);
    assert.deepEqual(
      need.concerns?.map((entry) => [entry.path, /test: "b"; postinstall: "c"/.test(entry.reason)]),
      [['package.json', true]],
    );
  });

  it('says nothing about package.json when its scripts stay', async () => {
    const workspace = createMemoryWorkspace({ 'package.json': '{"name":"a"}\n' });
    const context = contextOver(workspace);
    await use(applyPatch, update('package.json', '{"name":"a"}', '{"name":"b"}'), context);
    assert.deepEqual(context.needs[0]?.kind === 'write' && context.needs[0].concerns, []);
  });

  describe('when the file changed since it was read', () => {
    it('places hunks on the new text where they still fit, and says so', async () => {
      const workspace = createMemoryWorkspace({ 'a.ts': 'one\ntwo\n' });
      const context = contextOver(workspace);
      await use(readFile, { path: 'a.ts' }, context);
      workspace.texts.set('a.ts', 'zero\none\ntwo\n');
      const result = await use(applyPatch, update('a.ts', 'two', 'three'), context);
      assert.equal(workspace.texts.get('a.ts'), 'zero\none\nthree\n');
      assert.match(textOf(result), /a\.ts had changed since you read it/);
    });

    it('does not delete text that the model has not seen', async () => {
      const workspace = createMemoryWorkspace({ 'a.ts': 'one\n' });
      const context = contextOver(workspace);
      await use(readFile, { path: 'a.ts' }, context);
      workspace.texts.set('a.ts', 'one\nprecious\n');
      const result = await use(applyPatch, remove('a.ts'), context);
      assert.equal(result.ok, false);
      assert.match(textOf(result), /changed since you read it.*Read it again/);
      assert.equal(workspace.texts.get('a.ts'), 'one\nprecious\n');
      await use(readFile, { path: 'a.ts' }, context);
      assert.equal((await use(applyPatch, remove('a.ts'), context)).ok, true);
    });

    it('nor by another spelling, nor to replace it', async () => {
      for (const patch of [
        remove('./a.ts'),
        remove('a.ts').replace('Delete File: ', 'delete file:'),
        `${remove('x/../a.ts')}*** Add File: a.ts\n+new\n*** End Patch\n`,
      ]) {
        const workspace = createMemoryWorkspace({ 'a.ts': 'one\n' });
        const context = contextOver(workspace);
        await use(readFile, { path: 'a.ts' }, context);
        workspace.texts.set('a.ts', 'one\nprecious\n');
        const result = await use(applyPatch, patch, context);
        assert.match(textOf(result), /changed since you read it.*Read it again/);
        assert.equal(workspace.texts.get('a.ts'), 'one\nprecious\n');
      }
    });
  });

  it('changes its advice after three equal failures, and forgets them after a success', async () => {
    const workspace = createMemoryWorkspace({ 'a.ts': 'one\n' });
    const context = contextOver(workspace);
    const wrong = update('a.ts', 'nowhere', 'two');
    const outputs: string[] = [];
    for (let times = 0; times < 4; times++)
      outputs.push(textOf(await use(applyPatch, wrong, context)));
    assert.deepEqual(
      outputs.map((output) => output.includes('Do not send this patch again')),
      [false, false, true, true],
    );
    assert.equal(workspace.proposed.length, 0);
    await use(applyPatch, update('a.ts', 'one', 'two'), context);
    assert.doesNotMatch(textOf(await use(applyPatch, wrong, context)), /Do not send/);
  });

  describe('keeps closed files closed', () => {
    it('outside the workspace', async () => {
      for (const path of ['../x.ts', '/etc/passwd', '~/.bashrc']) {
        const context = contextOver(createMemoryWorkspace());
        const result = await use(applyPatch, update(path, 'a', 'b'), context);
        assert.equal(result.ok, false, path);
        assert.equal(context.needs.length, 0);
      }
    });

    it('and asks before it looks into a secret one', async () => {
      const workspace = createMemoryWorkspace({ '.env': 'A=1\n' });
      const ask = { why: 'secret', covers: '.env' } as const;
      workspace.refused.set('.env', { reason: 'it usually holds secrets', ask });
      const approve = async () => ({ kind: 'denied', reason: 'no' }) as const;
      const context = contextOver(workspace, { approve });
      const result = await use(applyPatch, update('.env', 'A=1', 'A=2'), context);
      assert.equal(result.ok, false);
      assert.doesNotMatch(textOf(result), /A=1/);
    });
  });

  it('names its files in the title', () => {
    const title = (patch: string) => {
      const prepared = applyPatch.prepare(patch);
      return prepared.kind === 'ready' ? prepared.title : '';
    };
    assert.equal(title(update('src/a.ts', 'a', 'b')), 'Edit src/a.ts');
    assert.equal(
      title('*** Add File: a\n+x\n*** Delete File: b\n*** Update File: a'),
      'Edit a and 1 other file',
    );
    assert.equal(title('nonsense'), 'Edit files');
  });
});

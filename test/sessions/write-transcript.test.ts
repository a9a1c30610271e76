import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeTranscript } from '../../src/host/sessions/write-transcript.ts';
import { createMemoryWorkspace, exited } from '../support/memory-workspace.ts';
import { playTask } from '../support/play-task.ts';
import { call, say } from '../support/scripted-items.ts';
import { createScriptedModel } from '../support/scripted-model.ts';

function noProblem(line: string): never {
  throw new Error(line);
}

describe('the transcript a model can look back into', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-transcript-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is written at a compaction and named in what replaces the history', async () => {
    const workspace = createMemoryWorkspace();
    workspace.commands.set('build', exited(`needle\n${'x'.repeat(9_000)}`));
    const model = createScriptedModel((request) =>
      JSON.stringify(request.input.at(-1)).includes('replaced by a summary')
        ? { items: [say('Built.')] }
        : JSON.stringify(request.input).includes('<summary>')
          ? { items: [say('Done.')] }
          : { items: [call('exec_command', { cmd: 'build' }, `c${request.input.length}`)] },
    );
    const { ask, records } = playTask({
      model,
      workspace,
      settings: { window: 16_000 },
      parts: { lookBack },
    });
    async function lookBack(): Promise<string> {
      return `look:/${String(await writeTranscript(folder, async () => records, noProblem))}`;
    }
    await ask('Go.');
    const sent = JSON.stringify(model.requests.at(-1)?.input);
    assert.match(sent, /The full record is in look:\/transcript\.txt/);
    assert.ok(!sent.includes('needle'));
    assert.match(await readFile(path.join(folder, 'transcript.txt'), 'utf8'), /needle/);
  });

  it('is done without when the disk refuses it', async () => {
    const lines: string[] = [];
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const name = await writeTranscript(
      file,
      () => Promise.resolve([]),
      (line) => lines.push(line),
    );
    assert.equal(name, undefined);
    assert.match(lines.join(), /transcript could not be written/);
  });
});

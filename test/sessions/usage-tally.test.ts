import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { noUsage } from '../../src/core/agent/task.ts';
import { createUsageTally } from '../../src/host/sessions/usage-tally.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const day = 86_400_000;
const request = {
  inputTokens: 100,
  cachedTokens: 60,
  outputTokens: 10,
  reasoningTokens: 4,
  usd: 0.25,
  requests: 1,
};

describe('usage by day', () => {
  let folder = '';
  const noProblem = (line: string): never => {
    throw new Error(line);
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ratchet-usage-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('adds up the requests of a day from every window', async () => {
    const windows = [createUsageTally(folder, noProblem), createUsageTally(folder, noProblem)];
    for (const tally of windows) {
      await Promise.all([tally.add(request, noon), tally.add(request, noon + 60_000)]);
      await tally.add(request, noon + day);
    }
    const [tally] = windows;
    assert.deepEqual(await tally?.day(noon), {
      inputTokens: 400,
      cachedTokens: 240,
      outputTokens: 40,
      reasoningTokens: 16,
      usd: 1,
      requests: 4,
    });
    assert.equal((await tally?.day(noon + day))?.requests, 2);
    assert.deepEqual(await tally?.day(noon - day), noUsage);
  });

  it('counts nothing for a line that was torn', async () => {
    const tally = createUsageTally(folder, noProblem);
    await tally.add(request, noon);
    const [file = ''] = await readdir(folder);
    await appendFile(path.join(folder, file), '{"inputTokens":1');
    assert.equal((await tally.day(noon)).inputTokens, 100);
  });

  it('forgets days long gone, and only those', async () => {
    await writeFile(path.join(folder, '2026-01-01.jsonl'), '');
    await writeFile(path.join(folder, '2026-11-01.jsonl'), '');
    await writeFile(path.join(folder, 'notes.txt'), '');
    await createUsageTally(folder, noProblem).add(request, noon);
    assert.deepEqual((await readdir(folder)).sort(), [
      '2026-11-01.jsonl',
      '2026-11-22.jsonl',
      'notes.txt',
    ]);
  });

  it('logs what it cannot write', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const lines: string[] = [];
    await createUsageTally(file, (line) => lines.push(line)).add(request, noon);
    assert.equal(lines.length, 1);
  });
});

import assert from 'node:assert/strict';
import { diffHunks } from '../../../src/core/edits/diff-hunks.ts';
import { mergeTexts } from '../../../src/core/edits/merge-texts.ts';
import { parsePatch } from '../../../src/core/edits/parse-patch.ts';
import { preparePatch } from '../../../src/core/edits/prepare-patch.ts';
import { readFrom, updatePatch } from './edit-case.ts';

const repeat = (line: string, times: number) => `${line}\n`.repeat(times);
const prepare = (before: string, body: string) =>
  preparePatch(updatePatch(body), { readFile: readFrom({ f: before }) });

/** Inputs that take minutes where anything is quadratic in them. */
describe('input that is hard on purpose', function () {
  this.timeout(30_000);

  it('10,000 hunks on 100,000 equal lines', async () => {
    const prepared = await prepare(
      repeat('x', 100_000),
      '@@\n x\n-x\n+y\n'.repeat(10_000).trimEnd(),
    );
    assert.ok(!prepared.ok);
    assert.ok(prepared.error.length < 5000);
  });

  it('10,000 hunks for 10,000 equal places', async () => {
    const before = Array.from({ length: 10_000 }, (_, at) => `x\nline ${at}\n`).join('');
    const prepared = await prepare(before, '@@\n-x\n+y\n'.repeat(10_000).trimEnd());
    assert.ok(prepared.ok);
    const [change] = prepared.changeSet.changes;
    assert.equal(change?.kind === 'modify' && change.after, before.replaceAll('x\n', 'y\n'));
  });

  it('a long hunk that nearly fits everywhere', async () => {
    const hunk = `${' x\n'.repeat(5000)}-last\n+y`;
    const prepared = await prepare(
      `${repeat('x', 50_000)}${repeat('last', 2)}${repeat('x', 50_000)}last\n`,
      hunk,
    );
    assert.ok(!prepared.ok);
  });

  it('10,000 anchors that are parts of lines', async () => {
    const before = Array.from(
      { length: 10_000 },
      (_, at) => `  async name${at}() {\n    return 1;\n  }\n`,
    ).join('');
    const body = Array.from(
      { length: 10_000 },
      (_, at) => `@@ name${at}()\n-    return 1;\n+    return 2;\n`,
    ).join('');
    const prepared = await prepare(before, body.trimEnd());
    assert.ok(prepared.ok, prepared.ok ? '' : prepared.error);
    const [change] = prepared.changeSet.changes;
    assert.equal(
      change?.kind === 'modify' && change.after,
      before.replaceAll('return 1', 'return 2'),
    );
  });

  it('10,000 hunks that fit nowhere', async () => {
    const before = Array.from({ length: 50_000 }, (_, at) => `line ${at % 500}\n`).join('');
    const body = Array.from(
      { length: 10_000 },
      (_, at) => `@@\n line ${at % 500}\n-gone ${at}\n+new\n`,
    ).join('');
    const prepared = await prepare(before, body.trimEnd());
    assert.ok(!prepared.ok);
    assert.ok(prepared.error.length < 10_000);
  });

  it('10,000 sections for one file, and with one that does not fit', async () => {
    const before = Array.from({ length: 10_000 }, (_, at) => `line ${at}\n`).join('');
    const sections = Array.from(
      { length: 10_000 },
      (_, at) => `*** Update File: f\n-line ${at}\n+new ${at}\n`,
    );
    sections.push('*** End Patch\n');
    const readFile = readFrom({ f: before });
    const prepared = await preparePatch(sections.join(''), { readFile });
    assert.ok(prepared.ok);
    const [change] = prepared.changeSet.changes;
    assert.equal(change?.kind === 'modify' && change.after, before.replaceAll('line', 'new'));
    sections[5000] = '*** Update File: f\n-other\n+new\n';
    const failed = await preparePatch(sections.join(''), { readFile });
    assert.ok(!failed.ok && failed.error.length < 1000);
  });

  it('10,000 different hunks of lines that are everywhere, in an order that is nowhere', async () => {
    const before = 'a\nb\n'.repeat(50_000);
    const bits = (at: number) =>
      Array.from({ length: 14 }, (_, bit) => ((at >> bit) & 1 ? ' a\n' : ' b\n'));
    const body = Array.from(
      { length: 10_000 },
      (_, at) => `@@\n${bits(at).join('')}-a\n-a\n+new\n`,
    ).join('');
    const prepared = await prepare(before, body.trimEnd());
    assert.ok(!prepared.ok);
    assert.ok(prepared.error.length < 5000);
  });

  it('10,000 hunks that all end a file of equal lines', async () => {
    const body = Array.from(
      { length: 10_000 },
      (_, at) => `@@\n x\n-x\n+y${at}\n*** End of File\n`,
    ).join('');
    const prepared = await prepare(repeat('x', 100_000), body.trimEnd());
    assert.ok(!prepared.ok);
    assert.ok(prepared.error.length < 5000);
  });

  it('10,000 anchors that open what is never closed', async () => {
    const before = Array.from({ length: 10_000 }, (_, at) => `f${at} ${'a'.repeat(480)} {\n`).join(
      '',
    );
    const body = Array.from({ length: 10_000 }, (_, at) => `@@ f${at}\n+added ${at}\n`).join('');
    const prepared = await prepare(before, body.trimEnd());
    assert.ok(prepared.ok, prepared.ok ? '' : prepared.error);
  });

  it('10,000 nested anchors, the inner one everywhere but below the outer ones', async () => {
    const lines = Array.from({ length: 50_000 }, (_, at) => `line ${at}\n`).join('');
    const body = Array.from(
      { length: 10_000 },
      (_, at) => `@@ line ${at}\n@@ x\n-line ${at + 1}\n+y\n`,
    ).join('');
    const prepared = await prepare(repeat('x', 50_000) + lines, body.trimEnd());
    assert.ok(!prepared.ok);
  });

  it('blank lines, spaces and stars without end', () => {
    for (const noise of ['\n', ' ', '*', '@@\n', '@@ \n', '*** ', '`', '\r', '*** Begin Patch\n']) {
      const text = `*** Begin Patch\n*** Update File: f\n@@\n${noise.repeat(200_000)}`;
      assert.equal(typeof parsePatch(text).ok, 'boolean');
      assert.equal(typeof parsePatch(noise.repeat(200_000)).ok, 'boolean');
    }
  });

  it('a line of a million characters', async () => {
    const line = 'ab'.repeat(500_000);
    const prepared = await prepare(`${line}\nx\n`, ` ${line}\n-x\n+y`);
    assert.ok(prepared.ok);
    const missed = await prepare(`${line}\nx\n`, ` ${line}b\n-x\n+y`);
    assert.ok(!missed.ok);
    assert.ok(missed.error.length < 2000);
  });

  it('diffs and merges of texts that share little', () => {
    const one = Array.from({ length: 60_000 }, (_, at) => `${at % 7}\n`).join('');
    const other = Array.from({ length: 60_000 }, (_, at) => `${(at * at) % 11}\n`).join('');
    assert.ok(diffHunks(one, other).length > 0);
    assert.ok(mergeTexts(one, other, repeat('x', 60_000)).text.length > 0);
  });
});

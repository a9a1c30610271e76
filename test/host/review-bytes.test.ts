import assert from 'node:assert/strict';
import { workspace } from 'vscode';
import { createReviewFixture, modify, type ReviewFixture } from './support/review-fixture.ts';

const windows1252 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => (character === '€' ? 0x80 : character.charCodeAt(0)));
const utf16 = (text: string, mark: 'le' | 'be'): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return mark === 'le' ? bytes : bytes.swap16();
};
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('bytes outside of an edit', () => {
  let fixture: ReviewFixture;
  beforeEach(async () => {
    fixture = await createReviewFixture();
  });
  afterEach(() => fixture.dispose());

  const cases: readonly {
    readonly title: string;
    readonly encode: (text: string) => Uint8Array;
    readonly before: string;
    readonly after: string;
    readonly encoding?: string;
  }[] = [
    { title: 'CRLF', encode: utf8, before: 'a\r\nb\r\nc\r\n', after: 'a\r\nB\r\nc\r\n' },
    { title: 'no final newline', encode: utf8, before: 'a\nb', after: 'a\nB' },
    {
      title: 'UTF-8 with a mark',
      encode: (text) => utf8(`\uFEFF${text}`),
      before: 'ä\nb\n',
      after: 'Ä\nb\n',
    },
    { title: 'UTF-16 LE', encode: (text) => utf16(text, 'le'), before: 'ä\nb\n', after: 'ä\nβ\n' },
    {
      title: 'UTF-16 BE',
      encode: (text) => utf16(text, 'be'),
      before: 'ä\r\nb\r\n',
      after: 'ä\r\nβ\r\n',
    },
    {
      title: 'Windows-1252, opened as such',
      encode: windows1252,
      before: 'gr\u00fcn 5 €\nb\n',
      after: 'gr\u00fcn 5 €\n\u00df\n',
      encoding: 'windows1252',
    },
    {
      title: 'mixed line endings',
      encode: utf8,
      before: 'a\r\nb\nc\r\nd\n',
      after: 'a\r\nB\nc\r\nd\n',
    },
    { title: 'an emptied file', encode: utf8, before: 'a\n', after: '' },
    { title: 'a file that was empty', encode: utf8, before: '', after: 'a\n' },
  ];
  for (const { title, encode, before, after, encoding } of cases) {
    it(`stay as they were: ${title}`, async () => {
      await fixture.write('a.txt', encode(before));
      if (encoding !== undefined) {
        await workspace.openTextDocument(fixture.at('a.txt'), { encoding });
      }
      const { outcome, reviewId } = await fixture.propose(modify('a.txt', before, after));
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      const { status, report } = await outcome;
      assert.equal(status, 'kept', report);
      assert.deepEqual(hex(await fixture.bytes('a.txt')), hex(encode(after)));
      const undone = await fixture.controller.undo('task-1', { kind: 'task' });
      assert.equal(undone.kind, 'done');
      assert.deepEqual(hex(await fixture.bytes('a.txt')), hex(encode(before)));
    });
  }

  it('refuses a file whose bytes its encoding cannot hold, and leaves it alone', async () => {
    const bytes = Uint8Array.of(0x61, 0xff, 0xfe, 0x00, 0x0a);
    await fixture.write('a.bin', bytes);
    const { outcome } = await fixture.propose(modify('a.bin', 'a', 'b'));
    const { status, report } = await outcome;
    assert.equal(status, 'failed', report);
    assert.match(report, /^Nothing was changed: a\.bin is not text/u);
    assert.deepEqual(hex(await fixture.bytes('a.bin')), hex(bytes));
  });
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

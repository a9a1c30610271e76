import assert from 'node:assert/strict';
import { ConfigurationTarget, commands, window, workspace } from 'vscode';
import { createPatchFixture, type PatchFixture } from './support/patch-fixture.ts';

interface Case {
  readonly title: string;
  readonly before: readonly Uint8Array[];
  readonly patch: string;
  readonly after: readonly Uint8Array[];
  /** The user's `files.encoding`. */
  readonly setting?: string;
  /** The encoding the user has opened the file in. */
  readonly openedAs?: string;
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const utf16le = (text: string): Uint8Array => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();
const update = (lines: string): string => `*** Update File: a.txt\n@@\n${lines}`;

/** 日本 and 本 in Shift-JIS, gr\u00fcn and \u00fc in Windows-1252, written out by their tables. */
const nihon = bytes(0x93, 0xfa, 0x96, 0x7b);
const hon = bytes(0x96, 0x7b);
const ue = bytes(0xfc);

const cases: readonly Case[] = [
  {
    title: 'UTF-8',
    before: [utf8('ä\nb\n')],
    patch: update(' ä\n-b\n+β'),
    after: [utf8('ä\nβ\n')],
  },
  {
    title: 'UTF-8 with a mark, its first line changed',
    before: [bytes(0xef, 0xbb, 0xbf), utf8('ä\nb\n')],
    patch: update('-ä\n+Ä\n b'),
    after: [bytes(0xef, 0xbb, 0xbf), utf8('Ä\nb\n')],
  },
  {
    title: 'UTF-16 LE',
    before: [bytes(0xff, 0xfe), utf16le('ä\r\nb\r\n')],
    patch: update(' ä\n-b\n+😀'),
    after: [bytes(0xff, 0xfe), utf16le('ä\r\n😀\r\n')],
  },
  {
    title: 'UTF-16 BE',
    before: [bytes(0xfe, 0xff), utf16be('ä\nb\n')],
    patch: update('-ä\n+β\n b'),
    after: [bytes(0xfe, 0xff), utf16be('β\nb\n')],
  },
  {
    title: 'Shift-JIS by the user’s setting',
    before: [nihon, utf8('\nb\n')],
    patch: update(' 日本\n-b\n+本'),
    after: [nihon, utf8('\n'), hon, utf8('\n')],
    setting: 'shiftjis',
  },
  {
    title: 'Shift-JIS as the user has opened the file',
    before: [nihon, utf8('\nb\n')],
    patch: update(' 日本\n-b\n+本'),
    after: [nihon, utf8('\n'), hon, utf8('\n')],
    openedAs: 'shiftjis',
  },
  {
    title: 'Windows-1252 by the user’s setting',
    before: [utf8('gr'), ue, utf8('n\nb\n')],
    patch: update('-grün\n+ü\n b'),
    after: [ue, utf8('\nb\n')],
    setting: 'windows1252',
  },
  {
    title: 'Windows-1252 as the user has opened the file',
    before: [utf8('gr'), ue, utf8('n\nb\n')],
    patch: update('-grün\n+ü\n b'),
    after: [ue, utf8('\nb\n')],
    openedAs: 'windows1252',
  },
  {
    title: 'UTF-8 without the mark that the user wants in new files',
    before: [utf8('ä\nb\n')],
    patch: update(' ä\n-b\n+β'),
    after: [utf8('ä\nβ\n')],
    setting: 'utf8bom',
  },
  {
    title: 'mixed line endings, each kept',
    before: [utf8('a\r\nb\nc\r\nd\n')],
    patch: update(' a\n-b\n+B\n+B2\n c'),
    after: [utf8('a\r\nB\nB2\nc\r\nd\n')],
  },
  {
    title: 'carriage returns alone',
    before: [utf8('a\rb\rc\r')],
    patch: update(' a\n-b\n+B\n c'),
    after: [utf8('a\rB\rc\r')],
  },
  {
    title: 'no final newline',
    before: [utf8('a\nb')],
    patch: update(' a\n-b\n+B'),
    after: [utf8('a\nB')],
  },
  {
    title: 'an empty file',
    before: [],
    patch: update('+a'),
    after: [utf8('a\n')],
  },
  {
    title: 'a file that is emptied',
    before: [utf8('a\n')],
    patch: update('-a'),
    after: [],
  },
];

/** What a review names its right side’s encoding, which the status bar shows. */
const shown: readonly {
  readonly title: string;
  readonly file: Uint8Array;
  readonly encoding: string;
  readonly setting?: string;
}[] = [
  { title: 'UTF-8', file: utf8('ä\nb\n'), encoding: 'utf8' },
  {
    title: 'UTF-8 with BOM',
    file: Buffer.concat([bytes(0xef, 0xbb, 0xbf), utf8('ä\nb\n')]),
    encoding: 'utf8bom',
  },
  {
    title: 'UTF-16 LE',
    file: Buffer.concat([bytes(0xff, 0xfe), utf16le('ä\nb\n')]),
    encoding: 'utf16le',
  },
  {
    title: 'UTF-16 BE',
    file: Buffer.concat([bytes(0xfe, 0xff), utf16be('ä\nb\n')]),
    encoding: 'utf16be',
  },
  {
    title: 'UTF-8 by its mark where files are set to be something else',
    file: Buffer.from('\u00e4\nb\n', 'latin1'),
    encoding: 'utf8bom',
    setting: 'windows1252',
  },
];

describe('encodings and line endings', () => {
  let fixture: PatchFixture;
  const setting = workspace.getConfiguration('files');
  beforeEach(async () => {
    fixture = await createPatchFixture();
  });
  afterEach(async () => {
    await fixture.dispose();
    await setting.update('encoding', undefined, ConfigurationTarget.Global);
  });

  for (const { title, before, patch, after, ...user } of cases) {
    for (const isOpen of [false, true]) {
      if (user.openedAs !== undefined && !isOpen) continue;
      it(`keep every other byte, and come back: ${title}${isOpen ? ', in an editor' : ''}`, async () => {
        const { review } = fixture;
        const [old, wanted] = [Buffer.concat(before), Buffer.concat(after)];
        if (user.setting !== undefined) {
          await setting.update('encoding', user.setting, ConfigurationTarget.Global);
        }
        await review.write('a.txt', old);
        if (isOpen) {
          const { openedAs: encoding } = user;
          const document = await workspace.openTextDocument(
            review.at('a.txt'),
            encoding === undefined ? undefined : { encoding },
          );
          await window.showTextDocument(document);
        }
        const { ok, text } = await fixture.patch(patch);
        assert.ok(ok, text);
        assert.deepEqual(await fixture.disk(), { 'a.txt': wanted.toString('hex') });
        const undone = await review.controller.undo('task-1', { kind: 'task' });
        assert.equal(undone.kind, 'done');
        assert.deepEqual(await fixture.disk(), { 'a.txt': old.toString('hex') });
        await commands.executeCommand('workbench.action.closeAllEditors');
      });
    }
  }

  for (const { title, file, encoding, setting: value } of shown) {
    it(`are named for what they are on both sides of a review: ${title}`, async () => {
      if (value !== undefined) {
        await setting.update('encoding', value, ConfigurationTarget.Global);
      }
      await fixture.review.write('a.txt', file);
      const sides: (readonly [string, string])[] = [];
      await fixture.patch(update(' ä\n-b\n+ü'), {
        decide: { type: 'undoAll' },
        async meanwhile(id) {
          const { uris } = fixture.review;
          for (const uri of [uris.before(id, 'a.txt'), uris.proposal(id, 'a.txt')]) {
            const document = await workspace.openTextDocument(uri);
            sides.push([document.encoding, document.getText()]);
          }
        },
      });
      assert.deepEqual(sides, [
        [encoding, 'ä\nb\n'],
        [encoding, 'ä\nü\n'],
      ]);
      assert.deepEqual(Buffer.from(await fixture.review.bytes('a.txt')), Buffer.from(file));
    });
  }
});

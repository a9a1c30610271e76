import assert from 'node:assert/strict';
import { ConfigurationTarget, workspace } from 'vscode';
import { createReviewFixture, until, type ReviewFixture } from './support/review-fixture.ts';

describe('the encoding of a new file', () => {
  let fixture: ReviewFixture;
  const set = (encoding: string | undefined): Thenable<void> =>
    workspace
      .getConfiguration('files', { languageId: 'bat' })
      .update('encoding', encoding, ConfigurationTarget.Global, true);
  afterEach(async () => {
    await set(undefined);
    await fixture.dispose();
  });

  for (const review of ['before', 'after'] as const) {
    it(`is the one that the user has set for its language (review: ${review})`, async () => {
      fixture = await createReviewFixture({ review });
      await set('windows1252');
      const { outcome, reviewId } = await fixture.propose(
        { kind: 'create', path: 'sub/run.bat', after: 'echo ü\n' },
        { kind: 'create', path: 'sub/run.txt', after: 'echo ü\n' },
      );
      fixture.controller.reviews.decide(reviewId, { type: 'keepAll' });
      await outcome;
      assert.deepEqual([...(await fixture.bytes('sub/run.bat'))].slice(5), [0xfc, 0x0a]);
      assert.deepEqual([...(await fixture.bytes('sub/run.txt'))].slice(5), [0xc3, 0xbc, 0x0a]);
    });
  }

  it('is asked for by the language that its name has in this workspace', async () => {
    fixture = await createReviewFixture({ review: 'after' });
    await set('windows1252');
    const files = workspace.getConfiguration('files');
    await files.update('associations', { '*.own': 'bat' }, ConfigurationTarget.Global);
    try {
      await until(
        'the name has its language',
        async () => (await fixture.controller.findLanguage('b.own', '')) === 'bat',
        workspace.onDidChangeConfiguration,
      );
      const { outcome } = await fixture.propose({ kind: 'create', path: 'a.own', after: 'ü\n' });
      await outcome;
      assert.deepEqual([...(await fixture.bytes('a.own'))], [0xfc, 0x0a]);
    } finally {
      await files.update('associations', undefined, ConfigurationTarget.Global);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';

import { panelLimits, parsePanelMessage } from '../../src/host/panel-messages.ts';
import type { FromPanel } from '../../src/shared/protocol.ts';

/** One of each kind: the type makes a kind that is missing here a compile error. */
const examples: { readonly [T in FromPanel['type']]: Extract<FromPanel, { type: T }> } = {
  ready: { type: 'ready' },
  send: { type: 'send', text: 'hi', doneWhen: ['green'] },
  sendNow: { type: 'sendNow', queuedId: 'q' },
  unqueue: { type: 'unqueue', queuedId: 'q' },
  composing: { type: 'composing', empty: false },
  focus: { type: 'focus', has: true },
  stop: { type: 'stop' },
  newTask: { type: 'newTask' },
  approve: { type: 'approve', callId: 'c', decision: 'always' },
  answer: { type: 'answer', callId: 'c', answers: ['a', ''] },
  openReview: { type: 'openReview', reviewId: 'r', path: 'a.ts', hunkId: 'h' },
  keepAll: { type: 'keepAll', reviewId: 'r' },
  undoAll: { type: 'undoAll', reviewId: 'r' },
  keepFile: { type: 'keepFile', reviewId: 'r', path: 'a.ts' },
  undoFile: { type: 'undoFile', reviewId: 'r', path: 'a.ts' },
  keepHunk: { type: 'keepHunk', reviewId: 'r', path: 'a.ts', hunkId: 'h' },
  undoHunk: { type: 'undoHunk', reviewId: 'r', path: 'a.ts', hunkId: 'h' },
  editMessage: { type: 'editMessage', messageId: 'm', text: 'x' },
  fork: { type: 'fork', messageId: 'm' },
  restoreCheckpoint: { type: 'restoreCheckpoint', messageId: 'm' },
  failureAction: { type: 'failureAction', action: 'openBilling' },
  continue: { type: 'continue' },
  retryWait: { type: 'retryWait', action: 'now' },
  attach: { type: 'attach' },
  attachImage: { type: 'attachImage', name: 'a.png', dataUri: 'data:image/png;base64,AAAA' },
  attachUris: { type: 'attachUris', uris: ['file:///a'] },
  detach: { type: 'detach', attachmentId: 'a' },
  listSessions: { type: 'listSessions' },
  openSession: { type: 'openSession', taskId: 't' },
  renameSession: { type: 'renameSession', taskId: 't', title: 'x' },
  deleteSession: { type: 'deleteSession', taskId: 't' },
  exportTask: { type: 'exportTask' },
  selectModel: { type: 'selectModel' },
  openFile: { type: 'openFile', uri: 'src/a.ts', line: 3 },
  openLink: { type: 'openLink', href: 'https://example.com' },
  copy: { type: 'copy', text: 'x' },
};

describe('messages from the panel', () => {
  for (const message of Object.values(examples)) {
    it(`let ${message.type} through as it is`, () => {
      assert.deepEqual(parsePanelMessage(message), message);
    });
    it(`refuse ${message.type} with a field too many`, () => {
      assert.equal(parsePanelMessage({ ...message, extra: 1 }), undefined);
    });
    for (const field of Object.keys(message).filter((name) => name !== 'type')) {
      it(`refuse ${message.type} with ${field} of another type`, () => {
        assert.equal(parsePanelMessage({ ...message, [field]: { toString: 'x' } }), undefined);
      });
    }
  }

  it('let what is optional be absent, but not undefined', () => {
    assert.deepEqual(parsePanelMessage({ type: 'openReview', reviewId: 'r' }), {
      type: 'openReview',
      reviewId: 'r',
    });
    assert.equal(parsePanelMessage({ type: 'openFile', uri: 'a', line: undefined }), undefined);
  });

  const tooMuch: readonly [string, unknown][] = [
    ['a text over its bound', { ...examples.send, text: 'x'.repeat(panelLimits.text + 1) }],
    ['criteria over their number', { ...examples.send, doneWhen: Array(51).fill('x') }],
    [
      'an image over its bound',
      {
        ...examples.attachImage,
        dataUri: `data:image/png;base64,${'A'.repeat(panelLimits.image)}`,
      },
    ],
    ['an image that is none', { ...examples.attachImage, dataUri: 'data:text/html;base64,AAAA' }],
    [
      'an image that is drawn by script',
      { ...examples.attachImage, dataUri: 'data:image/svg+xml;base64,AAAA' },
    ],
    ['an id over its bound', { ...examples.fork, messageId: 'x'.repeat(201) }],
    ['an empty id', { ...examples.fork, messageId: '' }],
    ['a line that is none', { ...examples.openFile, line: 0 }],
    ['half a line', { ...examples.openFile, line: 1.5 }],
    ['no URIs', { ...examples.attachUris, uris: [] }],
    ['an unknown decision', { ...examples.approve, decision: 'root' }],
    ['an unknown action', { ...examples.failureAction, action: 'eval' }],
    ['an unknown type', { type: 'execute', command: 'x' }],
    ['a type of Object.prototype', { type: 'constructor' }],
    ['nothing', undefined],
    ['null', null],
    ['a string', 'stop'],
    ['a list', [{ type: 'stop' }]],
  ];
  for (const [name, message] of tooMuch) {
    it(`refuse ${name}`, () => {
      assert.equal(parsePanelMessage(message), undefined);
    });
  }
});

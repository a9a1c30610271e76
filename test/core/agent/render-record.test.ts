import assert from 'node:assert/strict';
import { renderRecord } from '../../../src/core/agent/render-record.ts';
import type { InputItem } from '../../../src/core/agent/items.ts';
import { call, customCall, say, think } from '../../support/scripted-items.ts';
import { userSays } from '../../support/play-task.ts';

describe('the readable record of a task', () => {
  it('holds words, calls and outputs in full, and pictures by name', () => {
    const items: readonly InputItem[] = [
      userSays('Fix it.').item,
      think('rs_1', 'Where?'),
      think('rs_2'),
      call('read_file', { path: 'a.txt' }, 'c1'),
      { type: 'function_call_output', call_id: 'c1', output: 'one\ntwo' },
      customCall('apply_patch', '*** Begin Patch', 'c2'),
      {
        type: 'custom_tool_call_output',
        call_id: 'c2',
        output: [
          { type: 'input_text', text: 'look' },
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
        ],
      },
      { type: 'compaction', encrypted_content: 'sealed' },
      say('Done.'),
    ];
    const text = renderRecord([
      ...items.map((item) => ({ kind: 'item', at: 0, item }) as const),
      { kind: 'history', at: 0, items: [say('not again')], messages: [] },
    ]);
    assert.equal(
      text,
      [
        '=== user\nFix it.',
        '=== thought\nWhere?',
        '=== call read_file (c1)\n{"path":"a.txt"}',
        '=== output of read_file (c1)\none\ntwo',
        '=== call apply_patch (c2)\n*** Begin Patch',
        '=== output of apply_patch (c2)\nlook\n[image]',
        '=== assistant\nDone.\n',
      ].join('\n\n'),
    );
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { FrameLocator } from 'playwright-core';
import { webviewFrame } from '../../scripts/host/drive-window.ts';
import { listScript, type PracticeItem, type Turn } from '../support/practice/script.ts';
import { sampleTask } from '../support/practice/scripts/sample-task.ts';
import { calls, says } from '../support/practice/turns.ts';
import { assertFixed, runSampleTests } from './support/fixed-sample.ts';
import {
  button,
  conversation,
  sendMessage,
  snapshotFolder,
  takePicture,
  untilIdle,
  useRatchetWindows,
  type RatchetWindow,
} from './support/ratchet-window.ts';

const interrupted = 'Interrupted: the window was closed or reloaded while this ran.';

describe('an extension host that is killed while a task runs', () => {
  const openRatchet = useRatchetWindows();
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  it('goes on where it stood after each of three kills, when the user says so', async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const opened = await openRatchet({
      practice: {
        script: listScript('resume', play(port)),
        // Well into the words of the first answer, nothing comes any more.
        fault: (number) => (number === 1 ? { kind: 'stall', at: 46 } : undefined),
      },
    });
    const { practice, folder } = opened;
    let { panel } = opened;
    const before = await snapshotFolder(folder);

    await sendMessage(panel, sampleTask.prompt);
    await conversation(panel).getByText('I look for').waitFor();
    panel = await killAndReopen(opened, 1);
    await conversation(panel).getByText(sampleTask.prompt).waitFor();
    assert.deepEqual(await snapshotFolder(folder), before);
    await button(panel, 'Continue').click();

    await button(panel, 'Keep all').waitFor();
    panel = await killAndReopen(opened, 2);
    await panel.getByRole('list', { name: 'Plan' }).getByText(sampleTask.plan[0]).waitFor();
    await conversation(panel).getByText(sampleTask.firstWords).waitFor();
    assert.deepEqual(await snapshotFolder(folder), before, 'nothing is written before it is kept');
    await button(panel, 'Keep all').click();
    await button(panel, 'Keep all').waitFor({ state: 'detached' });
    assertFixed(before, await snapshotFolder(folder));
    await button(panel, 'Continue').click();

    const processes = nextConnections(server, 2);
    await button(panel, 'Allow once').click();
    const ends = (await processes).map(untilClosed);
    panel = await killAndReopen(opened, 3);
    await Promise.all(ends);
    assert.equal(await button(panel, 'Allow once').count(), 0);
    assertFixed(before, await snapshotFolder(folder));
    await button(panel, 'Continue').click();

    await button(panel, 'Allow once').click();
    await conversation(panel).getByText('Two causes, mended in three files').waitFor();
    await untilIdle(panel);
    assert.equal(await button(panel, 'Continue').count(), 0);
    assertFixed(before, await snapshotFolder(folder));
    assert.equal(runSampleTests(folder), 0, 'the tests of the sample are green');

    assert.deepEqual(practice.mismatches, []);
    assert.deepEqual(practice.prefixBreaks, []);
    const responses = practice.requests.filter(({ number }) => number > 0);
    assert.deepEqual(
      responses.map(({ status, turn }) => [status, turn]),
      [0, 0, 1, 2, 3, 4].map((turn) => [200, turn]),
      'each answer once, but for the one that was cut off',
    );
  });
});

/** Kills the host in the middle of a run, opens the page anew and finds a task that only waits. */
async function killAndReopen(window: RatchetWindow, time: number): Promise<FrameLocator> {
  const { host, practice } = window;
  const asked = practice.requests.length;
  process.kill(await host.extensionHostPid(), 'SIGKILL');
  const page = await host.page();
  // The panel was open, so the window brings it back by itself.
  const panel = webviewFrame(page);
  await button(panel, 'Continue').waitFor();
  assert.equal(await conversation(panel).getByText(interrupted).count(), time);
  assert.equal(await button(panel, 'Continue').count(), 1);
  assert.equal(await button(panel, 'Stop').count(), 0);
  assert.equal(practice.requests.length, asked, 'nothing is asked before the user says so');
  await takePicture(page, `resume-${time}`);
  return panel;
}

/** The task on the sample, with a command that never ends before the one that checks. */
function play(port: number): readonly Turn[] {
  const connect = `node -e "require('node:net').connect(${port}, '127.0.0.1')"`;
  return [
    {
      items: [
        { type: 'reasoning', summary: sampleTask.firstThought },
        { type: 'message', phase: 'commentary', text: sampleTask.firstWords },
        plan('in_progress'),
        ...sampleTask.files.map((path) => calls('read_file', { path })),
      ],
    },
    {
      items: [
        { type: 'reasoning', summary: sampleTask.patchThought },
        { type: 'custom', name: 'apply_patch', input: sampleTask.patch },
      ],
    },
    {
      expect: (said) => {
        const [output = ''] = said.outputs(1);
        if (!output.startsWith('Interrupted: ')) return `the patch was answered with ${output}`;
        const news = JSON.stringify(said.input.filter((item) => item['role'] === 'developer'));
        return /was still open when its call ended has been decided.*kept all changes/.test(news)
          ? undefined
          : `what became of the patch is not told: ${news}`;
      },
      items: [calls('exec_command', { cmd: `${connect} & ${connect}`, yield_time_ms: 30_000 })],
    },
    {
      expect: { outputs: [/^Interrupted: /] },
      items: [plan('completed'), calls('exec_command', { cmd: sampleTask.testCommand })],
    },
    { expect: { outputs: [undefined, sampleTask.green] }, items: [says(sampleTask.answer)] },
  ];
}

function plan(status: 'in_progress' | 'completed'): PracticeItem {
  return calls('update_plan', { plan: sampleTask.plan.map((step) => ({ step, status })) });
}

/** Each process of the command holds a connection as long as it lives. */
async function nextConnections(server: Server, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  return new Promise((resolve) => {
    server.on('connection', (socket) => {
      sockets.push(socket);
      if (sockets.length === count) resolve(sockets);
    });
  });
}

function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('close', () => {
      resolve();
    });
    // A process that is killed may reset its connection; that is an end like any other.
    socket.on('error', () => undefined);
    socket.resume();
  });
}

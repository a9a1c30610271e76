/** A host that starts commands and is then killed by its test: `node killed-host.ts FOLDER`. */
import path from 'node:path';
import process from 'node:process';
import { createShell } from '../../src/host/shell/create-shell.ts';

const folder = process.argv[2] ?? '';
const shell = createShell({
  resolveFolder: () => Promise.resolve({ kind: 'folder', folder }),
  spoolFolder: path.join(folder, 'spool'),
  spoolName: (name) => name,
  roots: [folder],
});
const never = new AbortController().signal;
const request = { yieldMs: 60_000, maxCharacters: 1_000 };
// One in the foreground's group, one left behind by a command that ended, one that left its group.
const left = await shell.run({ command: 'sleep 1000 & echo $!', ...request }, never);
const strayed = await shell.run({ command: 'setsid sleep 1000 & echo $!', ...request }, never);
await shell.run(
  {
    command: 'echo $$; sleep 1000',
    ...request,
    onOutput: (chunk) => {
      process.stdout.write(`${left.output.trim()} ${strayed.output.trim()} ${chunk.trim()}\n`);
    },
  },
  never,
);

/** Run as a process of its own: carries out a seeded scenario and kills itself at a given moment. */
import { createNodeStorage } from '../../src/host/checkpoints/node-storage.ts';
import { openTaskCheckpoints } from '../../src/host/checkpoints/task-checkpoints.ts';
import { carryOut, tickingStorage, treesOf } from './scenario.ts';

const [root = '', storageRoot = '', seed = '', killAt = ''] = process.argv.slice(2);
let moments = 0;
const tick = (): void => {
  moments++;
  if (moments === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};
const storage = tickingStorage(createNodeStorage(storageRoot), tick);
const checkpoints = await openTaskCheckpoints(storage, 'task');
const trees = treesOf(Number(seed));
for (const [index, tree] of trees.entries()) {
  const next = trees[index + 1];
  if (next !== undefined) await carryOut(checkpoints, root, tree, next, tick);
}
process.stdout.write(String(moments));

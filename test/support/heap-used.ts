import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** MB of objects that are still needed: all others are collected first. */
export function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}

import { randomBytes } from 'node:crypto';

/** Sorts by time, and is safe as a file name. */
export function newTaskId(): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

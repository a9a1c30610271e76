import { glob } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../paths.ts';
import type { Suite } from './suites.ts';

/** Absolute paths of a suite's files, sorted. */
export async function findTests(suite: Suite): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(suite.files, { cwd: root, exclude: suite.except })) {
    found.push(path.join(root, file));
  }
  return found.sort();
}

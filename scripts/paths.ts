import path from 'node:path';

/** The repository. */
export const root = path.dirname(import.meta.dirname);

/** Downloaded hosts: ignored by git, reused between runs, safe to delete. */
export const hostCache = path.join(root, '.vscode-test');

/** What each suite of the last test run said, as JSON. */
export const testResults = path.join(root, 'test-results');

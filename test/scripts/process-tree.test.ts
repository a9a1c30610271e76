import assert from 'node:assert/strict';
import { newestOutermost, type ProcessInfo } from '../../scripts/host/process-tree.ts';

describe('the newest process of a kind', () => {
  const process = (pid: number, parent: number, command: string): ProcessInfo => ({
    pid,
    parent,
    group: pid,
    command,
  });
  const all = [
    process(10, 1, 'node server'),
    process(20, 10, 'node fork --kind=host'),
    process(30, 10, 'node fork --kind=host'),
    process(31, 30, 'git status'),
    // Just forked: it has its parent's command line until it runs its own program.
    process(40, 30, 'node fork --kind=host'),
    process(50, 31, 'node fork --kind=host'),
    process(60, 1, 'node fork --kind=host'),
  ];

  it('is the newest below the given one, and none that such a process started', () => {
    assert.equal(newestOutermost(all, 10, '--kind=host'), 30);
  });

  it('is found however deep', () => {
    assert.equal(newestOutermost(all, 1, 'git'), 31);
  });

  it('is none where there is none', () => {
    assert.equal(newestOutermost(all, 20, '--kind=host'), undefined);
    assert.equal(newestOutermost(all, 10, '--kind=other'), undefined);
  });
});

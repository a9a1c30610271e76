/** The ports of a task on a real folder, edits with checkpoints included, in plain Node. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  resultPath,
  sourcePath,
  textAfter,
  type ChangeSet,
} from '../../src/core/edits/change-set.ts';
import type { Editor, Files, ReadOutcome, TaskChange } from '../../src/core/ports.ts';
import type { FileState } from '../../src/host/checkpoints/snapshot.ts';
import type {
  IntendedTransition,
  TaskCheckpoints,
} from '../../src/host/checkpoints/task-checkpoints.ts';
import { createNodePlaces } from '../checkpoints/node-places.ts';
import { versionOf } from '../support/memory-workspace.ts';

export function folderFiles(root: string): Files {
  const read = async (name: string): Promise<ReadOutcome> => {
    try {
      const text = await readFile(path.join(root, name), 'utf8');
      return { kind: 'text', path: name, text, version: versionOf(text), unsaved: false };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      return { kind: 'missing', path: name, similar: [] };
    }
  };
  return {
    roots: [{ name: 'work', uri: `file://${root}` }],
    locate: (name) => Promise.resolve({ kind: 'inside', path: name, uri: name }),
    read,
    readBytes: read,
    list: () => Promise.resolve({ entries: [], truncated: false }),
  };
}

/** Keeps whatever is proposed, by the way of the host: intent, then the files, then "applied". */
export function checkpointedEditor(
  root: string,
  checkpoints: TaskCheckpoints,
  tick: () => void,
): Editor {
  const places = createNodePlaces(root, tick);
  return {
    async propose(changes, call, signal) {
      signal.throwIfAborted();
      const transitions = await transitionsOf(changes, (uri) => places.read(uri));
      const step = await checkpoints.begin({
        cause: 'edit',
        callId: call.callId,
        at: 0,
        folders: [],
        transitions,
      });
      for (const { uri, after } of transitions) {
        if (after.kind === 'missing') await places.remove(uri);
        else await places.write(uri, after);
      }
      await checkpoints.applied(step.id, new Map());
      const touched = transitions.map(({ uri }) => uri);
      return { status: 'kept', report: `Kept: ${touched.join(', ')}.`, touched, newProblems: [] };
    },
    changes: () =>
      [...new Set(checkpoints.steps().flatMap((step) => step.transitions))].map(toChange),
    newProblems: () => Promise.resolve([]),
    diff: () => Promise.resolve(''),
    renameSymbol: () => Promise.resolve({ kind: 'problem', message: 'No language server here.' }),
  };
}

async function transitionsOf(
  { changes }: ChangeSet,
  read: (uri: string) => Promise<FileState>,
): Promise<readonly IntendedTransition[]> {
  const wanted = new Map<string, FileState>();
  for (const change of changes) {
    const [from, to] = [sourcePath(change), resultPath(change)];
    if (from !== to || change.kind === 'delete') wanted.set(from, { kind: 'missing' });
    if (change.kind === 'delete') continue;
    const bytes = new TextEncoder().encode(textAfter(change));
    wanted.set(to, { kind: 'file', bytes, encoding: 'utf8' });
  }
  return Promise.all(
    [...wanted].map(async ([uri, after]) => ({ uri, before: await read(uri), after })),
  );
}

function toChange({ uri }: { readonly uri: string }): TaskChange {
  return { path: uri, uri, kind: 'modified', review: 'kept' };
}

/** A journal on the disk: one JSON record a line. Free of vscode, so that tests can kill it in plain Node. */

import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import { readFile, truncate } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Journal, JournalRecord } from '../../core/ports.ts';

export interface JournalFile extends Journal {
  close(): void;
}

/**
 * Opens a journal for appending. Records are written before `append` returns, so that a killed
 * process leaves them in order and nothing runs that the journal does not know of; `sync` waits for
 * the disk. `onProblem` is told once when the disk refuses; the task then goes on unrecorded.
 */
export function openJournal(file: string, onProblem: (error: unknown) => void): JournalFile {
  const descriptor = openSync(file, 'a', 0o600);
  const synced = promisify(fdatasync);
  let open = true;
  let failed = false;
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      report(error);
    }
  };
  const report = (error: unknown): void => {
    if (!failed) onProblem(error);
    failed = true;
  };
  return {
    append(record) {
      if (!open) return;
      try {
        writeSync(descriptor, `${JSON.stringify(record)}\n`);
      } catch (error) {
        report(error);
      }
    },
    async sync() {
      if (open) await attempt(() => synced(descriptor));
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(descriptor);
    },
  };
}

/** Reads a journal; a torn last line is cut off the file, so that appending goes on cleanly. */
export async function readJournal(file: string): Promise<readonly JournalRecord[]> {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) await truncate(file, end);
  const records: JournalRecord[] = [];
  for (const line of bytes.subarray(0, end).toString('utf8').split('\n')) {
    const record = parseRecord(line);
    if (record) records.push(record);
  }
  return records;
}

/** Typed so that no kind can be forgotten: what is not named here would be gone after a reload. */
const recordKinds: Readonly<Record<JournalRecord['kind'], true>> = {
  about: true,
  event: true,
  item: true,
  news: true,
  queued: true,
  history: true,
};

/** A line that is not a record (a disk fault in the middle) is skipped rather than losing the rest. */
function parseRecord(line: string): JournalRecord | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
    return Object.hasOwn(recordKinds, String(value.kind)) ? (value as JournalRecord) : undefined;
  } catch {
    // Torn by a crash of the machine: the records around it still stand.
    return undefined;
  }
}

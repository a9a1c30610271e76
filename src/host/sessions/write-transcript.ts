import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderRecord } from '../../core/agent/render-record.ts';
import type { JournalRecord } from '../../core/ports.ts';

const fileName = 'transcript.txt';

/**
 * Writes the readable record of a task into its output folder, where `read_file` and `search` reach
 * it. Returns the file's name there, or undefined when the disk refuses: the task goes on without.
 */
export async function writeTranscript(
  folder: string,
  records: () => Promise<readonly JournalRecord[]>,
  log: (line: string) => void,
): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, fileName), renderRecord(await records()), { mode: 0o600 });
    return fileName;
  } catch (error) {
    log(`the transcript could not be written: ${String(error)}`);
    return undefined;
  }
}

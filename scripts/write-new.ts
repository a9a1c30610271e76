import { writeFile } from 'node:fs/promises';

/** Writes a file that is not there yet; one that is stays as somebody may have changed it. */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

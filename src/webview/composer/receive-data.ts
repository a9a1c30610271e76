import type { Post } from '../vs-code.ts';
import { prepareImage } from './prepare-image.ts';

const imageTypes = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * Takes images and references to files out of a paste or a drop. Nothing is returned when there are
 * none, as that is text and the textbox's own business; otherwise a promise that they were attached.
 * `refuse` is told what cannot be taken, and why; images that are too large are scaled down first.
 */
export function receiveData(
  data: DataTransfer,
  post: Post,
  refuse: (sentence: string) => void,
): Promise<void> | undefined {
  const uris = urisIn(data);
  const files = [...data.files];
  if (uris.length > 0) {
    post({ type: 'attachUris', uris });
    return Promise.resolve();
  }
  return files.length > 0 ? receiveFiles(files, post, refuse) : undefined;
}

/** One after the other: they are attached in their order, and one is decoded at a time. */
async function receiveFiles(
  files: readonly File[],
  post: Post,
  refuse: (sentence: string) => void,
): Promise<void> {
  for (const file of files) {
    if (!imageTypes.test(file.type)) {
      refuse(
        'Only PNG, JPEG, GIF and WebP images can be dropped from outside. Use Attach for files.',
      );
      continue;
    }
    const prepared = await prepareImage(file);
    const dataUri = prepared.kind === 'image' ? await readDataUri(prepared.blob) : undefined;
    if (dataUri !== undefined) {
      post({ type: 'attachImage', name: file.name === '' ? 'image' : file.name, dataUri });
    } else {
      refuse(prepared.kind === 'refused' ? prepared.sentence : 'The image could not be read.');
    }
  }
}

/** Nothing when the file behind the blob has gone or changed meanwhile. */
function readDataUri(blob: Blob): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => {
      resolve(typeof reader.result === 'string' ? reader.result : undefined);
    });
    reader.readAsDataURL(blob);
  });
}

/** VS Code's own type first: its Explorer puts plain text and others beside it. */
function urisIn(data: DataTransfer): string[] {
  const list = data.getData('application/vnd.code.uri-list') || data.getData('text/uri-list');
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^(?:file|vscode-[\w-]+|untitled):/.test(line))
    .slice(0, 200);
}

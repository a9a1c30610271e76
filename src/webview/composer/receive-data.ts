import type { Post } from '../vs-code.ts';
import { prepareImage } from './prepare-image.ts';

const imageTypes = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * Takes images and references to files out of a paste or a drop. Returns whether there were any:
 * if not, it is text and the textbox's own business. `refuse` is told what cannot be taken, and why;
 * images that are too large are scaled down first.
 */
export function receiveData(
  data: DataTransfer,
  post: Post,
  refuse: (sentence: string) => void,
): boolean {
  const uris = urisIn(data);
  const files = [...data.files];
  if (uris.length > 0) {
    post({ type: 'attachUris', uris });
    return true;
  }
  void receiveFiles(files, post, refuse);
  return files.length > 0;
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
    if (prepared.kind === 'refused') refuse(prepared.sentence);
    else readDataUri(file.name === '' ? 'image' : file.name, prepared.blob, post, refuse);
  }
}

function readDataUri(
  name: string,
  blob: Blob,
  post: Post,
  refuse: (sentence: string) => void,
): void {
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    const dataUri = reader.result;
    if (typeof dataUri === 'string') post({ type: 'attachImage', name, dataUri });
  });
  reader.addEventListener('error', () => {
    refuse('The image could not be read.');
  });
  reader.readAsDataURL(blob);
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

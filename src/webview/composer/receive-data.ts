import type { Post } from '../vs-code.ts';

/** What the host takes, in bytes; larger images are refused here with a sentence. */
const imageLimit = 20_000_000;
const imageTypes = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * Takes images and references to files out of a paste or a drop. Returns whether there were any:
 * if not, it is text and the textbox's own business. `refuse` is told what cannot be taken, and why.
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
  for (const file of files) receiveFile(file, post, refuse);
  return files.length > 0;
}

function receiveFile(file: File, post: Post, refuse: (sentence: string) => void): void {
  if (!imageTypes.test(file.type)) {
    refuse(
      'Only PNG, JPEG, GIF and WebP images can be dropped from outside. Use Attach for files.',
    );
    return;
  }
  if (file.size > imageLimit) {
    refuse('This image is larger than 20 MB. Attach a smaller one.');
    return;
  }
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    const dataUri = reader.result;
    if (typeof dataUri === 'string') {
      post({ type: 'attachImage', name: file.name === '' ? 'image' : file.name, dataUri });
    }
  });
  reader.addEventListener('error', () => {
    refuse('The image could not be read.');
  });
  reader.readAsDataURL(file);
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

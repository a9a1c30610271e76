import type { ReviewFile } from '../../shared/events.ts';

const letters: Readonly<Record<ReviewFile['kind'], readonly [string, string]>> = {
  created: ['A', 'added'],
  modified: ['M', 'modified'],
  deleted: ['D', 'deleted'],
  renamed: ['R', 'renamed'],
};

/** A file as source control shows it: its name, then its folder dimmed, then a letter for what happened. */
export function FileName({ path, kind }: { path: string; kind: ReviewFile['kind'] }) {
  const slash = path.lastIndexOf('/');
  const [letter, word] = letters[kind];
  return (
    <span class={`file-name kind-${kind}`}>
      <span class="kind-letter" aria-label={word} role="img">
        {letter}
      </span>
      <span class="base-name">{path.slice(slash + 1)}</span>
      {slash > 0 && <span class="folder-name">{path.slice(0, slash)}</span>}
    </span>
  );
}

import type { TextEntry } from '../../shared/view-entries.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { Post } from '../vs-code.ts';

/** What the model says: commentary on its way lighter, its answer in full. */
export function AssistantText({ entry, post }: { entry: TextEntry; post: Post }) {
  const commentary = entry.phase === 'commentary';
  return (
    <article class={commentary ? 'assistant commentary' : 'assistant'} aria-label="Ratchet">
      <Markdown text={entry.text} post={post} />
      {entry.state === 'incomplete' && <p class="hint">The answer was cut off here.</p>}
      {!commentary && entry.state !== 'streaming' && (
        <div class="message-actions">
          <IconButton
            icon="copy"
            label="Copy answer"
            onClick={() => {
              post({ type: 'copy', text: entry.text });
            }}
          />
        </div>
      )}
    </article>
  );
}

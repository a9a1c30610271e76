import type { CompactionEntry } from '../../shared/view-entries.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { formatCount } from '../parts/format.ts';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';

/** Where the conversation was shortened for the model; what it goes on with can be read. */
export function CompactionLine({ entry, post }: { entry: CompactionEntry; post: Post }) {
  const { done } = entry;
  if (!done) {
    return (
      <div class="step plain-step">
        <Icon name="loading" spin />
        <span class="step-title">Compacting the conversation…</span>
      </div>
    );
  }
  const { summary, tokensBefore, tokensAfter } = done;
  return (
    <Disclosure
      class="step"
      summary={
        <>
          <Icon name="fold" />
          <span class="step-title">Conversation compacted</span>
          <span class="step-summary">
            {formatCount(tokensBefore)} → {formatCount(tokensAfter)} tokens
          </span>
        </>
      }
    >
      {() => <Markdown text={summary} post={post} />}
    </Disclosure>
  );
}

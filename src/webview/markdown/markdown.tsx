import './markdown.css';
import { useRef } from 'preact/hooks';

import { memo } from '../memo.tsx';
import type { Post } from '../vs-code.ts';
import { BlockView } from './block-view.tsx';
import { parseMarkdown, type Block, type ParsedMarkdown } from './parse-markdown.ts';

export interface MarkdownProps {
  readonly text: string;
  readonly post: Post;
}

/** Model text as elements of our own making: no HTML of the model's is ever parsed. */
export const Markdown = memo(({ text, post }: MarkdownProps) => {
  const parsed = useRef<ParsedMarkdown>(undefined);
  parsed.current = parseMarkdown(text, parsed.current);
  const { sections, tail } = parsed.current;
  return (
    <div class="markdown">
      {sections.map((blocks) => (
        <Section key={blocks[0]?.start} blocks={blocks} post={post} />
      ))}
      {tail.map(({ start, token }) => (
        <BlockView key={start} token={token} post={post} />
      ))}
    </div>
  );
});

const Section = memo(({ blocks, post }: { blocks: readonly Block[]; post: Post }) => (
  <div class="markdown-section">
    {blocks.map(({ start, token }) => (
      <BlockView key={start} token={token} post={post} />
    ))}
  </div>
));

import type { MarkedToken, Token, Tokens } from 'marked';

import { memo } from '../memo.tsx';
import type { Post } from '../vs-code.ts';
import { CodeBlock } from './code-block.tsx';
import { Inline } from './inline.tsx';

interface TokenProps {
  readonly token: Token;
  readonly post: Post;
}

/** One block. Drawn again only when the lexer gave it anew, and only the tail is lexed anew. */
export const BlockView = memo(({ token, post }: TokenProps) => {
  const block = token as MarkedToken;
  switch (block.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return <Heading token={block} post={post} />;
    case 'paragraph':
      return (
        <p>
          <Inline tokens={block.tokens} post={post} />
        </p>
      );
    case 'code':
      return <CodeBlock text={block.text} language={block.lang ?? ''} post={post} />;
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={block.tokens} post={post} />
        </blockquote>
      );
    case 'list':
      return <List token={block} post={post} />;
    case 'table':
      return <Table token={block} post={post} />;
    case 'hr':
      return <hr />;
    case 'html':
      return <p class="raw">{block.text.trimEnd()}</p>;
    case 'text':
      return <Inline tokens={block.tokens ?? [block]} post={post} />;
    default:
      return <Inline tokens={[token]} post={post} />;
  }
});

function Blocks({ tokens, post }: { tokens: readonly Token[]; post: Post }) {
  return tokens.map((token, index) => <BlockView key={index} token={token} post={post} />);
}

/** Headings of an answer sit below the panel's own. */
function Heading({ token, post }: { token: Tokens.Heading; post: Post }) {
  const level = Math.min(token.depth + 1, 6);
  return (
    <div role="heading" aria-level={level} class={`heading depth-${token.depth}`}>
      <Inline tokens={token.tokens} post={post} />
    </div>
  );
}

function List({ token, post }: { token: Tokens.List; post: Post }) {
  const items = token.items.map((item, index) => (
    <li key={index} class={item.task ? 'task' : undefined}>
      <Blocks tokens={item.tokens} post={post} />
    </li>
  ));
  const looseness = token.loose ? 'loose' : 'tight';
  return token.ordered ? (
    <ol class={looseness} start={token.start === '' ? 1 : token.start}>
      {items}
    </ol>
  ) : (
    <ul class={looseness}>{items}</ul>
  );
}

function Table({ token, post }: { token: Tokens.Table; post: Post }) {
  const cell = (cells: Tokens.TableCell[], Tag: 'th' | 'td') =>
    cells.map(({ tokens, align }, index) => (
      <Tag key={index} class={align ? `align-${align}` : undefined}>
        <Inline tokens={tokens} post={post} />
      </Tag>
    ));
  return (
    <div class="table" tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>{cell(token.header, 'th')}</tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>{cell(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

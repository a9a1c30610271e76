import type { ComponentChildren } from 'preact';
import type { MarkedToken, Token } from 'marked';

import type { Post } from '../vs-code.ts';
import { decodeEntities } from './decode-entities.ts';
import { Link } from './link.tsx';
import { linkTarget, mentionTarget } from './link-target.ts';

/** Inline Markdown. HTML is shown as the text it is, and images as links: nothing is ever loaded. */
export function Inline({ tokens, post }: { tokens: readonly Token[]; post: Post }) {
  return tokens.map((token, index) => <Span key={index} token={token} post={post} />);
}

function Span({ token, post }: { token: Token; post: Post }): ComponentChildren {
  const span = token as MarkedToken;
  switch (span.type) {
    case 'strong':
      return (
        <strong>
          <Inline tokens={span.tokens} post={post} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inline tokens={span.tokens} post={post} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inline tokens={span.tokens} post={post} />
        </del>
      );
    case 'codespan': {
      const target = mentionTarget(span.text);
      const code = <code>{span.text}</code>;
      return target.kind === 'file' ? (
        <Link target={target} text={span.text} post={post}>
          {code}
        </Link>
      ) : (
        code
      );
    }
    case 'br':
      return <br />;
    case 'checkbox':
      return <span class="checkbox">{span.checked ? '☑ ' : '☐ '}</span>;
    case 'link':
      return (
        <Link target={linkTarget(span.href)} text={span.text} post={post}>
          <Inline tokens={span.tokens} post={post} />
        </Link>
      );
    case 'image':
      return (
        <Link target={linkTarget(span.href)} text={span.text} post={post}>
          {span.text === '' ? 'image' : decodeEntities(span.text)}
        </Link>
      );
    case 'escape':
      return span.text;
    case 'text':
      return span.tokens ? <Inline tokens={span.tokens} post={post} /> : decodeEntities(span.text);
    default:
      return token.raw;
  }
}

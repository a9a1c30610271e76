import type { ComponentChildren } from 'preact';

import { splitHidden } from '../../shared/visible-text.ts';
import type { Post } from '../vs-code.ts';
import type { LinkTarget } from './link-target.ts';

export interface LinkProps {
  readonly target: LinkTarget;
  /** The link's words as plain text, to see whether they already name the host. */
  readonly text: string;
  readonly children: ComponentChildren;
  readonly post: Post;
}

/**
 * A link that only tells the host. Not an anchor: browsers look up the names in those beforehand,
 * and a host name can carry data. One whose words hide where it leads says so beside them.
 */
export function Link({ target, text, children, post }: LinkProps) {
  switch (target.kind) {
    case 'none':
      return <span class="inert">{children}</span>;
    case 'file': {
      const { path, line } = target;
      return (
        <LinkWords
          title={line === undefined ? path : `${path}:${line}`}
          onOpen={() => {
            post({ type: 'openFile', uri: path, ...(line !== undefined && { line }) });
          }}
        >
          {children}
        </LinkWords>
      );
    }
    case 'web': {
      const { href, host } = target;
      return (
        <LinkWords
          title={href}
          onOpen={() => {
            post({ type: 'openLink', href });
          }}
        >
          {children}
          {!namesHost(text, host) && <span class="host"> ({host})</span>}
        </LinkWords>
      );
    }
  }
}

interface LinkWordsProps {
  readonly title: string;
  readonly onOpen: () => void;
  readonly children: ComponentChildren;
}

/** A span, since buttons never break over lines. */
function LinkWords({ title, onOpen, children }: LinkWordsProps) {
  return (
    <span
      role="link"
      tabIndex={0}
      class="link"
      title={title}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onOpen();
      }}
    >
      {children}
    </span>
  );
}

function namesHost(text: string, host: string): boolean {
  const address = text.toLowerCase().replace(/^https?:\/\//, '');
  const end = address.charAt(host.length);
  const hidden = splitHidden(text).some((part) => part.hidden);
  return !hidden && address.startsWith(host) && (end === '' || '/?#'.includes(end));
}

/** What a link in model text may do: ask to open a web address or a file, or nothing. */
export type LinkTarget =
  | { readonly kind: 'web'; readonly href: string; readonly host: string }
  | { readonly kind: 'file'; readonly path: string; readonly line?: number }
  | { readonly kind: 'none' };

const none: LinkTarget = { kind: 'none' };

/** Reads a Markdown link's address. Every scheme but http, https, mailto and file is inert. */
export function linkTarget(href: string): LinkTarget {
  if (/^(?:https?|mailto):/i.test(href)) return webTarget(href);
  if (/^file:\/\/\/?[^/]/i.test(href)) return fileTarget(href);
  if (/^[a-z][a-z\d+.-]+:(?!\d)/i.test(href) || /^(?:\/\/|#|\\\\)/.test(href)) return none;
  return fileTarget(decode(href));
}

/** Reads inline code such as `src/a.ts:12`: only what is plainly a path becomes a link. */
export function mentionTarget(code: string): LinkTarget {
  if (code.length > 300) return none;
  const mention = /^(?:[\w.@~+-]+\/)*[\w.@+-]*\.[a-z]\w{0,7}(?::\d+(?::\d+|-\d+)?)?$/i;
  if (!mention.test(code)) return none;
  return code.includes('/') || /:\d/.test(code) || knownExtension.test(code)
    ? fileTarget(code)
    : none;
}

const knownExtension =
  /\.(?:[cm]?[jt]sx?|json|md|py|rs|go|java|kt|cs|cpp|c|h|hpp|rb|php|swift|css|scss|html|ya?ml|toml|sh|sql|vue|svelte|ipynb|csv|xlsx|docx|pdf)$/i;

function webTarget(href: string): LinkTarget {
  if (!URL.canParse(href)) return none;
  const url = new URL(href);
  if (url.protocol === 'mailto:') {
    return { kind: 'web', href: url.href, host: decode(url.pathname) };
  }
  return url.host === '' ? none : { kind: 'web', href: url.href, host: url.host };
}

function fileTarget(href: string): LinkTarget {
  const match = /^(.+?)(?:#L(\d+)(?:-L?\d+)?|:(\d+)(?:[:-]\d+)?)?$/.exec(href);
  const path = match?.[1];
  if (path === undefined || /[\n\0]/.test(path)) return none;
  const line = Number(match?.[2] ?? match?.[3] ?? 0);
  return line > 0 ? { kind: 'file', path, line } : { kind: 'file', path };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray "%" is part of the name then.
    return text;
  }
}

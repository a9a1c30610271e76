import { Lexer, type Token } from 'marked';

/** A top-level piece of a message; `start` is where it begins, which names it from frame to frame. */
export interface Block {
  readonly start: number;
  readonly token: Token;
}

/** A message's blocks: sections that are finished for good, and the tail that may still change. */
export interface ParsedMarkdown {
  readonly text: string;
  readonly sections: readonly (readonly Block[])[];
  readonly tail: readonly Block[];
  /** Where the tail begins in `text`. */
  readonly tailStart: number;
}

/** Blocks a section, so that a frame touches a few sections rather than every block. */
const sectionSize = 24;
/** A longer run of text is not searched for emphasis and links: some inputs make that quadratic. */
const inlineLimit = 16_000;

/**
 * The blocks of `text`. With what was `parsed` of a beginning of it, only the tail is parsed again:
 * a block is finished once two others have begun after it. A link definition that comes later than
 * its use is therefore only seen when the whole text is parsed at once.
 */
export function parseMarkdown(text: string, parsed?: ParsedMarkdown): ParsedMarkdown {
  const before = parsed && text.startsWith(parsed.text) ? parsed : undefined;
  const tailStart = before?.tailStart ?? 0;
  const source = text.slice(tailStart);
  const blocks = place(lex(source), tailStart);
  const finished = finishedBlocks(blocks, source, tailStart);
  const rest = blocks.slice(finished);
  return {
    text,
    sections: addToSections(before?.sections ?? [], blocks.slice(0, finished)),
    tail: rest,
    tailStart: rest[0]?.start ?? tailStart,
  };
}

/** Quotes and lists this deep on one line are nobody's prose, and cost the lexer more at each level. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){60}/m;

function lex(source: string): Token[] {
  if (tooDeep.test(source)) return [asItIs(source)];
  try {
    const lexer = new Lexer({ gfm: true });
    const tokens = lexer.blockTokens(source, []);
    for (const { src, tokens: inline } of lexer.inlineQueue) {
      if (src.length > inlineLimit) inline.push({ type: 'text', raw: src, text: src });
      else lexer.inlineTokens(src, inline);
    }
    return tokens;
  } catch {
    // Nesting beyond the stack: the lexer recurses, and throws what the engine then throws.
    return [asItIs(source)];
  }
}

function asItIs(source: string): Token {
  return { type: 'code', raw: source, text: source };
}

function place(tokens: readonly Token[], offset: number): Block[] {
  const blocks: Block[] = [];
  let start = offset;
  for (const token of tokens) {
    blocks.push({ start, token });
    start += token.raw.length;
  }
  return blocks;
}

/** How many blocks can no longer change; none when the lexer's pieces do not add up to the source. */
function finishedBlocks(blocks: readonly Block[], source: string, offset: number): number {
  const solid = blocks.flatMap(({ token }, index) => (token.type === 'space' ? [] : [index]));
  const end = solid.at(-2) ?? 0;
  const next = blocks[end];
  if (end === 0 || !next) return 0;
  const raw = blocks
    .slice(0, end)
    .map(({ token }) => token.raw)
    .join('');
  return source.startsWith(raw) && raw.length === next.start - offset ? end : 0;
}

function addToSections(
  sections: readonly (readonly Block[])[],
  blocks: readonly Block[],
): readonly (readonly Block[])[] {
  const seen = blocks.filter(({ token }) => token.type !== 'space' && token.type !== 'def');
  if (seen.length === 0) return sections;
  const last = sections.at(-1);
  const open = last && last.length < sectionSize ? last : undefined;
  const kept = open ? sections.slice(0, -1) : sections;
  const joined = [...(open ?? []), ...seen];
  const added: (readonly Block[])[] = [];
  for (let index = 0; index < joined.length; index += sectionSize) {
    added.push(joined.slice(index, index + sectionSize));
  }
  return [...kept, ...added];
}

/**
 * The prefix rule: tools, instructions and input of a request begin with exactly the bytes of the
 * request before it, or the endpoint's prompt cache is lost and the whole input is paid again.
 */

export interface Prompt {
  readonly tools: readonly unknown[];
  readonly instructions: string;
  readonly input: readonly unknown[];
}

export type PrefixComparison =
  | { readonly kind: 'extends' }
  | {
      readonly kind: 'broken';
      /** Where the first difference is, such as `input[3]` or `tools[0]`. */
      readonly path: string;
      /** Offset of the first differing UTF-16 unit within that value's JSON text. */
      readonly offset: number;
      /** What stood there and what stands there now: up to 80 characters of JSON text. */
      readonly before: string;
      readonly after: string;
    };

/** Says whether `next` extends `previous`, and where it first differs when it does not. */
export function comparePrefix(previous: Prompt, next: Prompt): PrefixComparison {
  return (
    differenceIn('tools', previous.tools, next.tools, 'same') ??
    difference('instructions', previous.instructions, next.instructions) ??
    differenceIn('input', previous.input, next.input, 'extended') ?? { kind: 'extends' }
  );
}

function differenceIn(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  rule: 'same' | 'extended',
): PrefixComparison | undefined {
  for (const [index, value] of before.entries()) {
    const found = difference(`${path}[${index}]`, value, after[index]);
    if (found) return found;
  }
  if (rule === 'same' && after.length > before.length) {
    return difference(`${path}[${before.length}]`, undefined, after[before.length]);
  }
  return undefined;
}

function difference(path: string, before: unknown, after: unknown): PrefixComparison | undefined {
  // Items of a history are the same objects from request to request: nothing to serialise then.
  if (before === after) return undefined;
  const first = jsonText(before);
  const second = jsonText(after);
  if (first === second) return undefined;
  let offset = 0;
  while (offset < first.length && first[offset] === second[offset]) offset += 1;
  return {
    kind: 'broken',
    path,
    offset,
    before: first.slice(offset, offset + 80),
    after: second.slice(offset, offset + 80),
  };
}

function jsonText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

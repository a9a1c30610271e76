/**
 * The text of an object's values as it was written, without parsing and printing it again: the
 * prefix rule is about bytes.
 */

/** The raw text of each value of the object in `json`, by key. `json` must be valid. */
export function rawMembers(json: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let at = skipSpace(json, 0) + 1;
  for (;;) {
    at = skipSpace(json, at);
    if (json[at] !== '"') return members;
    const keyEnd = endOfValue(json, at);
    const key = JSON.parse(json.slice(at, keyEnd)) as string;
    const start = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const end = endOfValue(json, start);
    members.set(key, json.slice(start, end));
    at = skipSpace(json, end);
    if (json[at] === ',') at += 1;
  }
}

/** The raw text of each element of the array in `json`; empty when it is no array. */
export function rawElements(json: string): readonly string[] {
  const elements: string[] = [];
  let at = skipSpace(json, 0);
  if (json[at] !== '[') return elements;
  at += 1;
  for (;;) {
    at = skipSpace(json, at);
    if (at >= json.length || json[at] === ']') return elements;
    const end = endOfValue(json, at);
    elements.push(json.slice(at, end));
    at = skipSpace(json, end);
    if (json[at] === ',') at += 1;
  }
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(json[at] ?? '|')) at += 1;
  return at;
}

function endOfValue(json: string, start: number): number {
  const first = json[start];
  if (first === '"') return endOfString(json, start);
  if (first !== '{' && first !== '[') {
    let at = start;
    while (at < json.length && !',]} \t\r\n'.includes(json[at] ?? '')) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return json.length;
}

function endOfString(json: string, start: number): number {
  // Most of a request is long strings: `indexOf` walks them natively.
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}

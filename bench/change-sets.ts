import type { ChangeSet } from '../src/core/edits/change-set.ts';

/** A change of one file. */
export function modify(before: string, after: string, path = 'f.ts'): ChangeSet {
  return { changes: [{ kind: 'modify', path, before, after, baseVersion: '' }] };
}

/** Source-like text: functions of a few lines, each with names of its own and lines that repeat. */
export function makeSource(lines: number, seed: number): string {
  const text: string[] = [];
  for (let at = 0; text.length < lines; at += 10) {
    text.push(
      `export function compute${seed}x${at}(input: number): number {`,
      '  let total = 0;',
      '  for (let index = 0; index < input; index += 1) {',
      `    total += index * value${at};`,
      '    if (total > 1000) {',
      '      break;',
      '    }',
      '  }',
      '  return total;',
      '}',
    );
  }
  return `${text.join('\n')}\n`;
}

/** A source with so many hunks, one in every `distance` lines. */
export function manyHunks(
  hunks: number,
  distance = 10,
): { readonly before: string; readonly after: string } {
  const before = makeSource(hunks * distance, 7);
  const after = before.replaceAll(/ {4}total \+= index \* value(\d+);/g, (line, at: string) =>
    Number(at) % distance === 0 ? line.replace('+', '-') : line,
  );
  return { before, after };
}

/** 700 files changed, 100 created, 100 deleted, 100 moved with a change. */
export function thousandFiles(): ChangeSet {
  const changes = Array.from({ length: 1000 }, (_, at): ChangeSet['changes'][number] => {
    const path = `src/part${at % 20}/file${at}.ts`;
    const before = makeSource(200, at);
    const after = before.replace('value90', 'changed90').replace('value10;', 'changed10;');
    const baseVersion = '';
    if (at % 10 === 7) return { kind: 'create', path, after };
    if (at % 10 === 8) return { kind: 'delete', path, before, baseVersion };
    if (at % 10 === 9) {
      return {
        kind: 'rename',
        from: path,
        to: `src/moved/file${at}.ts`,
        before,
        after,
        baseVersion,
      };
    }
    return { kind: 'modify', path, before, after, baseVersion };
  });
  return { changes };
}

import { protectedReason } from './protected-paths.ts';
import { secretReason } from './secret-paths.ts';

/** Why one of these arguments names a place a command should not touch unasked. */
export function argumentDanger(given: readonly string[]): string | undefined {
  for (const word of given) {
    for (const part of candidatePaths(word)) {
      if (leavesWorkspace(part)) return `${part} may lie outside the workspace`;
      const secret = secretReason(part);
      if (secret !== undefined) return `${part} ${secret}`;
      const reason = protectedReason(part);
      if (reason !== undefined) return `${part} ${reason}`;
    }
  }
  return undefined;
}

/** The word itself, what follows `=`, and what follows a revision's colon (`HEAD:.env`). */
function candidatePaths(word: string): readonly string[] {
  const value = word.startsWith('-') ? word.slice(word.indexOf('=') + 1) : word;
  const attached = /^-[A-Za-z](.+)$/.exec(word)?.[1];
  const afterColon = /^[\w^~@{}./-]*:(?!\/\/)(.+)$/.exec(value)?.[1];
  return [
    ...(value.startsWith('-') ? [] : [value]),
    ...(attached === undefined ? [] : [attached]),
    ...(afterColon === undefined ? [] : [afterColon]),
  ];
}

/** Judged by its spelling; where a link leads is judged where files are opened. */
function leavesWorkspace(path: string): boolean {
  if (path === '/dev/null') return false;
  if (/^(?:[\\/~]|[a-z]:[\\/]|file:)/i.test(path)) return true;
  let depth = 0;
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** A workspace path: relative, with `/`, without `.` and `..`; or why it is none. */
export type NormalizedPath =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly error: string; readonly absolute: boolean };

/**
 * Checks a path as the model wrote it. Refuses what leads out of the workspace or names no file;
 * which of the workspace's files may be written is the policy's business, not decided here.
 * `windows`: refuse names that Windows cannot have, too.
 */
export function normalizePath(raw: string, windows = false): NormalizedPath {
  const path = raw.trim().replaceAll('\\', '/');
  const refuse = (why: string, absolute = false): NormalizedPath => ({
    ok: false,
    absolute,
    error: `The path ${JSON.stringify(raw.length > 200 ? `${raw.slice(0, 200)}…` : raw)} ${why}`,
  });
  if (path === '') return refuse('is empty.');
  if (path.length > longestPath) return refuse('is too long.');
  if (hasControlCharacter(path)) return refuse('has a control character in it.');
  if (path.startsWith('/') || startsWithDrive(path) || path === '~' || path.startsWith('~/')) {
    return refuse('is absolute. Write it relative to the workspace folder.', !path.startsWith('~'));
  }
  if (startsWithScheme(path)) {
    return refuse('is a URI. Write it as a path relative to the workspace folder.');
  }
  if (path.endsWith('/') || path.endsWith('/.') || path.endsWith('/..')) {
    return refuse('names a folder. Name a file.');
  }
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return refuse('leads out of the workspace folder.');
      continue;
    }
    if (new TextEncoder().encode(part).length > 255)
      return refuse('has a name longer than 255 bytes.');
    if (windows && isIllegalOnWindows(part)) {
      return refuse(`has the name ${JSON.stringify(part)}, which Windows does not allow.`);
    }
    parts.push(part);
  }
  return parts.length === 0 ? refuse('names no file.') : { ok: true, path: parts.join('/') };
}

/** What Linux takes, the most of all systems, with some room for the folder it lies in. */
const longestPath = 3_800;

function startsWithDrive(path: string): boolean {
  return path[1] === ':' && /^[a-z]$/i.test(path[0] ?? '');
}

function startsWithScheme(path: string): boolean {
  const mark = path.indexOf('://');
  return mark > 0 && mark < 40 && !path.slice(0, mark).includes('/');
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions */
function isIllegalOnWindows(name: string): boolean {
  const last = name.at(-1);
  if (last === '.' || last === ' ') return true;
  for (const character of name) if ('<>:"|?*'.includes(character)) return true;
  const stem = (name.split('.')[0] ?? '').trimEnd().toLowerCase();
  return deviceNames.has(stem);
}

const deviceNames = new Set(['con', 'prn', 'aux', 'nul', ...numbered('com'), ...numbered('lpt')]);

function numbered(device: string): readonly string[] {
  return Array.from('0123456789¹²³', (digit) => device + digit);
}

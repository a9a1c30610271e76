/**
 * One spelling for all the ways in which a file system, a careless reader or an attacker may write a
 * path: separators, dots, capitals, trailing dots and spaces, alternate streams, short names,
 * Unicode forms and look-alikes, characters that do not show. For comparing only, never for opening.
 */
export function foldPath(path: string): string {
  const parts: string[] = [];
  for (const raw of path.replaceAll('\\', '/').split('/')) {
    const part = foldName(raw);
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function foldName(raw: string): string {
  if (raw === '..') return '..';
  const name = raw
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}|\p{Cc}|\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\x00-\x7f]/g, (letter) => lookAlikes.get(letter) ?? letter)
    // `name::$DATA` and other streams of one file on NTFS.
    .replace(/:.*$/, '')
    // Windows drops them.
    .replace(/[. ]+$/, '');
  return name;
}

/** Letters that read as Latin ones, after NFKC and lower case (Unicode confusables, the common ones). */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ а: 'a', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', ӏ: 'l', о: 'o', р: 'p', ԛ: 'q' },
    ...{ ѕ: 's', и: 'u', ѵ: 'v', ԝ: 'w', х: 'x', у: 'y', к: 'k', м: 'm', н: 'h', т: 't', г: 'r' },
    ...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y' },
    ...{ ı: 'i', ɡ: 'g', ѐ: 'e', ё: 'e', օ: 'o', ո: 'n', ս: 'u', հ: 'h', ց: 'g', ʀ: 'r', ꜱ: 's' },
    ...{ '․': '.', '‐': '-', '‑': '-', '–': '-', '−': '-', '∕': '/', '⁄': '/' },
  }),
);

/** True for a DOS short name that stands for a name beginning like `name` (`GIT~1` for `.git`). */
export function isShortNameOf(short: string, name: string): boolean {
  const match = /^([^~]{1,6})~\d+(?:\.[^.]{0,3})?$/.exec(short);
  if (!match?.[1]) return false;
  const [, lead] = match;
  const stem = name
    .replace(/^\./, '')
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[ .]/g, '');
  // Six letters of the name, or two and a hash of four digits.
  return (
    lead === stem.slice(0, 6) || (/^..[0-9a-f]{4}$/.test(lead) && stem.startsWith(lead.slice(0, 2)))
  );
}

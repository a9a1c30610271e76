/** CSI and OSC sequences, then other escapes. */
const escapes =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]+[0-~]|[0-OQ-WYZ\`-~])/g;
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
/**
 * Characters that show nothing or turn the reading direction: soft hyphen, combining grapheme
 * joiner, Hangul fillers, spaces of other widths or none, bidi controls, variation selectors, byte
 * order mark, interlinear marks, tags.
 */
const invisible =
  /[\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** `text` as it may be shown to a person who decides on it: no escapes, nothing invisible. */
export function visibleText(text: string): string {
  return text
    .replace(escapes, '')
    .replace(controls, (character) => `<${codePoint(character)}>`)
    .replace(invisible, (character) => `<${codePoint(character)}>`);
}

/** The first control or invisible character, named; undefined when all can be seen. */
export function hiddenCharacter(text: string): string | undefined {
  const found = text.match(controls)?.[0] ?? text.match(invisible)?.[0];
  return found === undefined ? undefined : codePoint(found);
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${hex}`;
}

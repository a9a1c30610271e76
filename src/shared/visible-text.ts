/** A piece of text, or one character that would not be seen for what it is, by name. */
export interface TextPart {
  readonly text: string;
  readonly hidden: boolean;
}

/**
 * Splits text so that what cannot be seen, or reorders what is seen, is named instead: controls,
 * bidirectional marks, zero-width and tag characters, and spaces that are not the space.
 * Newlines and tabs stay text. Joining `text` of the parts that are not hidden loses only those.
 */
export function splitHidden(text: string): readonly TextPart[] {
  return text
    .split(hiddenCharacter)
    .filter((part) => part !== '')
    .map((part) =>
      isHidden(part) ? { text: nameOf(part), hidden: true } : { text: part, hidden: false },
    );
}

// Format, control, private and unassigned characters, separators, variation selectors, Hangul fillers.
const hiddenCharacter =
  /((?![\n\t ])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Z}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{34F}])/u;

function isHidden(part: string): boolean {
  return hiddenCharacter.test(part);
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}`;
}

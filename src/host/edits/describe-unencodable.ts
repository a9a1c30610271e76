import { encodingLabel } from './encoding-label.ts';
import { findUnencodable } from './text-codec.ts';

/** Why a text cannot be saved in an encoding, as a sentence that names the first such character. */
export async function describeUnencodable(
  path: string,
  text: string,
  encoding: string,
): Promise<string> {
  const character = (await findUnencodable(text, encoding)) ?? '';
  return `${path} is in ${encodingLabel(encoding)}, which does not have ${nameCharacter(character)}.`;
}

/** `“€” (U+20AC)`; by its number alone where there is nothing to see. */
function nameCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const isVisible = character.isWellFormed() && !/^[\p{C}\p{Z}]$/u.test(character);
  return isVisible ? `“${character}” (U+${code})` : `U+${code}`;
}

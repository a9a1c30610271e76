import { textCodec } from './text-codec.ts';

/**
 * For a file that is not in the encoding VS Code would open it in. Single-byte text that is not
 * binary is taken for Windows-1252, the commonest by far.
 */
export async function detectEncoding(
  bytes: Uint8Array,
): Promise<{ readonly encoding: string; readonly text: string } | undefined> {
  if (bytes.includes(0)) return undefined;
  const text = await textCodec.decode(bytes, 'windows1252');
  return text === undefined ? undefined : { encoding: 'windows1252', text };
}

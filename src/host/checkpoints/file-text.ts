import type { Codec, FileContent, FileState } from './snapshot.ts';

/** What an editor shows of a file: the unsaved text, else the decoded bytes. */
export async function textOf(state: FileState, codec: Codec): Promise<string | undefined> {
  if (state.kind === 'missing') return undefined;
  return state.unsaved ?? (await codec.decode(state.bytes, state.encoding));
}

/** A file with this text; `undefined` when the encoding does not have every character of it. */
export async function encodeContent(
  text: string,
  encoding: string,
  codec: Codec,
): Promise<FileContent | undefined> {
  const bytes = await codec.encode(text, encoding);
  return bytes === undefined ? undefined : { kind: 'file', bytes, encoding };
}

/** A file as the user has edited what it would become; byte for byte the same where they did not. */
export async function withText(
  state: FileState,
  text: string | undefined,
  codec: Codec,
): Promise<FileState | undefined> {
  if (state.kind === 'missing' || text === undefined) return state;
  if ((await textOf(state, codec)) === text) return state;
  return encodeContent(text, state.encoding, codec);
}

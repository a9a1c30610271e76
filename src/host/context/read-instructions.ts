import type { Files } from '../../core/ports.ts';

/** The project's own instructions, in the order they are given: the nearest to the user last. */
const instructionFiles = ['AGENTS.md', '.ratchet/instructions.md'];

export async function readInstructions(
  files: Files,
  signal: AbortSignal,
): Promise<readonly { path: string; text: string; uri: string }[]> {
  const several = files.roots.length > 1;
  const names = files.roots.flatMap((root) =>
    instructionFiles.map((name) => (several ? `${root.name}/${name}` : name)),
  );
  const found = await Promise.all(
    names.map(async (name) => {
      const outcome = await files.read(name, signal);
      if (outcome.kind !== 'text' || outcome.text.trim() === '') return [];
      const located = await files.locate(name);
      // A link that leads out of the workspace is not the project's own word.
      return located.kind === 'inside'
        ? [{ path: outcome.path, text: outcome.text, uri: located.uri }]
        : [];
    }),
  );
  return found.flat();
}

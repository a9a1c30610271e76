import { Uri, workspace } from 'vscode';
import {
  resultPath,
  sourcePath,
  textAfter,
  textBefore,
  type ChangeSet,
} from '../../core/edits/change-set.ts';
import { hasSameLines } from '../../core/edits/made-alike.ts';
import type { Files } from '../../core/ports.ts';
import { inParallel } from '../checkpoints/in-parallel.ts';
import { checkEncoding, type MisreadFile } from './check-encoding.ts';
import { describeUnencodable } from './describe-unencodable.ts';
import { encodingLabel } from './encoding-label.ts';
import { findFileAbove } from './find-file-above.ts';
import type { FindLanguage } from '../review/find-language.ts';
import { newFileEncoding } from './file-encoding.ts';
import { textCodec } from './text-codec.ts';

export type LocatedChanges =
  | {
      readonly kind: 'located';
      /** Real places by workspace path. */
      readonly uris: Readonly<Record<string, string>>;
      /** How the files that are there are read, by source path. */
      readonly encodings: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly report: string };

/** Whether files may be opened in the encoding they seem to be in. */
export type AskToOpen = (files: readonly MisreadFile[], encoding: string) => Promise<boolean>;

/** Finds the real place of every path of a change set, and makes sure none would be damaged. */
export async function locateChanges(
  files: Pick<Files, 'locate'>,
  set: ChangeSet,
  askToOpen: AskToOpen,
  findLanguage: FindLanguage,
): Promise<LocatedChanges> {
  const uris: Record<string, string> = {};
  const paths = new Set(set.changes.flatMap((change) => [sourcePath(change), resultPath(change)]));
  for (const path of paths) {
    const located = await files.locate(path);
    if (located.kind !== 'inside') return refuse(`${path} is not in the workspace`);
    uris[path] = located.uri;
  }
  for (const change of set.changes) {
    if (change.kind !== 'create' && change.kind !== 'rename') continue;
    const path = resultPath(change);
    const above = await findFileAbove(Uri.parse(uris[path] ?? '', true));
    if (above === undefined) continue;
    const name = above.path.split('/').at(-1) ?? '';
    return refuse(`${path} would lie below ${name}, which is a file and no folder`);
  }
  const sources = set.changes.filter(({ kind }) => kind !== 'create').map(sourcePath);
  const checks = await inParallel(sources, async (source) => ({
    source,
    check: await checkEncoding(Uri.parse(uris[source] ?? '', true), source),
  }));
  const encodings: Record<string, string> = {};
  const misread: MisreadFile[] = [];
  for (const { source, check } of checks) {
    if (check.kind === 'refused') return refuse(check.reason);
    if (check.kind === 'misread') misread.push(check.file);
    const encoding = check.kind === 'misread' ? check.file.encoding : check.encoding;
    if (encoding !== undefined) encodings[source] = encoding;
  }
  const unheld = await findUnheld(set, uris, encodings, findLanguage);
  if (unheld !== undefined) return { kind: 'refused', report: unheld };
  const opened = await openMisread(misread, set, askToOpen);
  return opened ?? { kind: 'located', uris, encodings };
}

/** Asks once about all of them; `undefined` when they were opened and read as the edit expects. */
async function openMisread(
  files: readonly MisreadFile[],
  { changes }: ChangeSet,
  askToOpen: AskToOpen,
): Promise<LocatedChanges | undefined> {
  const [first] = files;
  if (first === undefined) return undefined;
  const { path, encoding, shownAs } = first;
  if (!(await askToOpen(files, encoding))) {
    return refuse(
      `${path} is not valid ${encodingLabel(shownAs)}, and the user did not let it be opened as ${encodingLabel(encoding)}. Leave it as it is, or ask them which encoding it has`,
    );
  }
  const opened = await inParallel(files, ({ uri }) =>
    Promise.resolve(workspace.openTextDocument(uri, { encoding })),
  );
  for (const [index, file] of files.entries()) {
    const change = changes.find((candidate) => sourcePath(candidate) === file.path);
    const text = opened[index]?.getText();
    // A document has one kind of line ending, whatever its file has.
    if (change !== undefined && hasSameLines(textBefore(change), text ?? '')) continue;
    return {
      kind: 'refused',
      report: `${file.path} was opened as ${encodingLabel(encoding)}, which changes what it reads: read it again, then send the edit anew. Nothing was changed.`,
    };
  }
  return undefined;
}

async function findUnheld(
  { changes }: ChangeSet,
  uris: Readonly<Record<string, string>>,
  encodings: Readonly<Record<string, string>>,
  findLanguage: FindLanguage,
): Promise<string | undefined> {
  for (const change of changes) {
    if (change.kind === 'delete') continue;
    const path = sourcePath(change);
    const text = textAfter(change);
    const uri = Uri.parse(uris[path] ?? '', true);
    const encoding =
      encodings[path] ?? (await newFileEncoding(uri, () => findLanguage(path, text)));
    if ((await textCodec.encode(text, encoding)) !== undefined) continue;
    const reason = await describeUnencodable(path, text, encoding);
    return `Nothing was changed: ${reason} Write the text without it, or ask the user to save the file as UTF-8 first.`;
  }
  return undefined;
}

function refuse(reason: string): LocatedChanges {
  return { kind: 'refused', report: `Nothing was changed: ${reason}.` };
}

import { createHash } from 'node:crypto';
import path from 'node:path';
import { applyPatch } from '../../../src/core/tools/apply-patch.ts';
import { readFile } from '../../../src/core/tools/read-file.ts';
import { createTaskMemory, type ToolContext } from '../../../src/core/tools/tool.ts';
import type { ReviewEvent } from '../../../src/core/edits/review-state.ts';
import type { Files } from '../../../src/core/ports.ts';
import { createFiles } from '../../../src/host/workspace/create-files.ts';
import { contextOver, textOf, use } from '../../core/tools/context.ts';
import { createMemoryWorkspace } from '../../support/memory-workspace.ts';
import { createReviewFixture, type FixtureOptions, type ReviewFixture } from './review-fixture.ts';

/** The model's own way to the disk: its tools over real files, and the review that follows. */
export interface PatchFixture {
  readonly review: ReviewFixture;
  /** Sends sections of a patch and answers its review, if it comes to one. */
  patch(sections: string, options?: PatchOptions): Promise<Answered>;
  /** A patch to the letter, for those that are not even whole. */
  send(patch: string, options?: PatchOptions): Promise<Answered>;
  /** What the model gets to read. */
  read(name: string): Promise<string>;
  /** Every file below the root with its bytes in hex, large ones by their hash. */
  disk(): Promise<Readonly<Record<string, string>>>;
  dispose(): Promise<void>;
}

export interface PatchOptions {
  /** The user’s decision; by default everything is kept. */
  readonly decide?: ReviewEvent;
  /** What happens while the review is open, before the decision. */
  readonly meanwhile?: (reviewId: string) => Promise<void>;
}

export interface Answered {
  readonly ok: boolean;
  /** What the model gets. */
  readonly text: string;
  /** What the user is told beside the review. */
  readonly notices: readonly string[];
}

export async function createPatchFixture(options: FixtureOptions = {}): Promise<PatchFixture> {
  const made: Files[] = [];
  const review = await createReviewFixture({
    ...options,
    files(folder) {
      const outputFolder = path.join(folder.uri.fsPath, '..', 'no-output');
      const files = createFiles({ folders: [folder], outputFolder });
      made.push(files);
      return files;
    },
  });
  const [files] = made;
  if (files === undefined) throw new Error('The review fixture asked for no files.');
  const task = createTaskMemory();
  let calls = 0;
  const nextContext = (): ReturnType<typeof contextOver> & ToolContext =>
    contextOver(createMemoryWorkspace(), {
      callId: `call-${++calls}`,
      files,
      editor: review.editor,
      task,
    });
  const send = async (
    patch: string,
    { decide = { type: 'keepAll' }, meanwhile }: PatchOptions = {},
  ): Promise<Answered> => {
    const context = nextContext();
    const { reviews } = review.controller;
    const answered = new Set<string>();
    const listening = reviews.onDidChange(({ id, callId, phase }) => {
      if (phase !== 'open' || callId !== context.callId || answered.has(id)) return;
      answered.add(id);
      void Promise.resolve(meanwhile?.(id)).then(() => {
        reviews.decide(id, decide);
      });
    });
    try {
      const result = await use(applyPatch, patch, context);
      const notices = context.events.flatMap((event) =>
        event.type === 'notice' ? [event.message] : [],
      );
      return { ok: result.ok, text: textOf(result), notices };
    } finally {
      listening.dispose();
    }
  };
  return {
    review,
    send,
    patch: (sections, how) => send(`*** Begin Patch\n${sections}\n*** End Patch\n`, how),
    read: async (name) => textOf(await use(readFile, { path: name }, nextContext())),
    async disk() {
      const names = await review.names();
      const bytes = await Promise.all(names.map((name) => review.bytes(name)));
      return Object.fromEntries(
        names.map((name, index) => [name, describeBytes(Buffer.from(bytes[index] ?? []))]),
      );
    },
    dispose: () => review.dispose(),
  };
}

function describeBytes(bytes: Buffer): string {
  if (bytes.length < 100_000) return bytes.toString('hex');
  return `${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`;
}

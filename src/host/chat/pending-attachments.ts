import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PendingAttachment } from '../../shared/protocol.ts';
import { lineRange, type CodeTarget } from '../context/collect-context.ts';

type Content =
  | { readonly kind: 'file'; readonly uri: vscode.Uri }
  | { readonly kind: 'selection'; readonly target: CodeTarget }
  | { readonly kind: 'image'; readonly label: string; readonly dataUri: string };

/** What waits in the composer to go along with the next message. */
export class PendingAttachments {
  readonly #entries = new Map<string, { shown: PendingAttachment; content: Content }>();
  readonly #changed: () => void;
  #last = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get shown(): readonly PendingAttachment[] {
    return [...this.#entries.values()].map((entry) => entry.shown);
  }

  addFile(uri: vscode.Uri): void {
    const label = vscode.workspace.asRelativePath(uri);
    this.#add({ kind: 'file', uri }, { kind: 'file', label, uri: uri.toString() });
  }

  addSelection(target: CodeTarget): void {
    const { start, end } = target.range;
    const label = `${path.posix.basename(target.uri.path)}:${lineRange(start.line + 1, end.line + 1)}`;
    this.#add(
      { kind: 'selection', target },
      { kind: 'selection', label, uri: target.uri.toString(), line: start.line + 1 },
    );
  }

  addImage(label: string, dataUri: string): void {
    this.#add({ kind: 'image', label, dataUri }, { kind: 'image', label });
  }

  remove(id: string): void {
    if (this.#entries.delete(id)) this.#changed();
  }

  /** Empties the composer's list and returns what was in it. */
  take(): readonly Content[] {
    const contents = [...this.#entries.values()].map((entry) => entry.content);
    this.#entries.clear();
    if (contents.length > 0) this.#changed();
    return contents;
  }

  #add(content: Content, shown: Omit<PendingAttachment, 'id'>): void {
    const same = [...this.#entries.values()].find(
      (entry) =>
        entry.shown.uri !== undefined &&
        entry.shown.uri === shown.uri &&
        entry.shown.label === shown.label,
    );
    if (same) return;
    const id = `attachment-${++this.#last}`;
    this.#entries.set(id, { shown: { ...shown, id }, content });
    this.#changed();
  }
}

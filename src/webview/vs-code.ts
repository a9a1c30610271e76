import type { FromPanel } from '../shared/protocol.ts';

/** What `acquireVsCodeApi` gives a webview. */
export interface VsCode {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Tells the host what the user did. */
export type Post = (message: FromPanel) => void;

/** What `npm start` is to show. */
export interface WindowRequest {
  /** Absolute path of a folder or a `.code-workspace` file. */
  readonly folder: string;
  /** Our own sample needs no question whether it is trusted. */
  readonly isSample: boolean;
  readonly env: NodeJS.ProcessEnv;
}

export interface OpenWindow {
  /** Resolves when the person closed the window. */
  readonly closed: Promise<unknown>;
  close(): Promise<void>;
}

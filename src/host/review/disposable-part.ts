/** What must be disposed by whoever made it. */
export interface DisposablePart {
  dispose(): void;
}

/**
 * One run of lines that differ between two texts. Lines are counted from 0 and include their
 * endings, so a changed line ending is a hunk too. `beforeLines` is 0 for a pure insertion (before
 * line `beforeStart`), `afterLines` 0 for a pure deletion.
 */
export interface Hunk {
  /** Stable for the same place and the same change, whatever other hunks the diff has. */
  readonly id: string;
  readonly beforeStart: number;
  readonly beforeLines: number;
  readonly afterStart: number;
  readonly afterLines: number;
  /** The lines of the new text. */
  readonly text: string;
}

/** Replace the UTF-16 offsets [start, end) of the old text by `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

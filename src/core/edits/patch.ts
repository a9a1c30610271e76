/** A parsed patch: form only; nothing here has been compared with a file yet. */
export interface Patch {
  readonly sections: readonly PatchSection[];
  /** No `*** End Patch` was there: accepted, but worth a word in the answer (it may have been cut). */
  readonly endMissing: boolean;
}

export type PatchSection = AddSection | DeleteSection | UpdateSection;

export interface AddSection {
  readonly kind: 'add';
  readonly path: string;
  /** The new file's lines, without endings. */
  readonly lines: readonly string[];
  readonly finalNewline: boolean;
  /** Line of the header in the patch text, 1-based. */
  readonly patchLine: number;
}

export interface DeleteSection {
  readonly kind: 'delete';
  readonly path: string;
  /** All the lines that the patch says the file has; undefined where it does not say. */
  readonly lines: readonly string[] | undefined;
  readonly patchLine: number;
}

export interface UpdateSection {
  readonly kind: 'update';
  readonly path: string;
  readonly moveTo: string | undefined;
  readonly hunks: readonly PatchHunk[];
  readonly patchLine: number;
}

export interface PatchHunk {
  /** Texts after `@@`, outermost first; each narrows the place to what follows that line. */
  readonly anchors: readonly string[];
  readonly lines: readonly HunkLine[];
  /** How many of the first and last lines were wholly empty in the patch: context or mere spacing. */
  readonly looseHead: number;
  readonly looseTail: number;
  /** `*** End of File`: the hunk's old lines are the last of the file. */
  readonly endOfFile: boolean;
  /** Said by `\ No newline at end of file`; undefined: as the file has it. */
  readonly finalNewline: boolean | undefined;
  /** The numbers of `@@ -12,3 +12,4 @@`. */
  readonly range: HunkRange | undefined;
  readonly patchLine: number;
  /** Patch line of the first line that had no prefix and was taken for context. */
  readonly unmarked: number | undefined;
}

/** Where and how long a hunk claims to be: `start` is a line of the old text, from 1. */
export interface HunkRange {
  readonly start: number;
  readonly oldLines: number;
  readonly newLines: number;
}

/** One line of a hunk: kept as context, removed or added. The text has no prefix and no ending. */
export interface HunkLine {
  readonly kind: 'context' | 'remove' | 'add';
  readonly text: string;
}

/** What a file was at one moment, by the hashes of its contents in the blob store. */
export type Snapshot =
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'file';
      /** SHA-256, in hex, of the bytes on the disk. */
      readonly bytes: string;
      /** How VS Code decodes those bytes. */
      readonly encoding: string;
      /** SHA-256 of the UTF-8 text that an editor held unsaved at that moment. */
      readonly unsaved?: string;
    };

/** A step's effect on one place. A moved file has two: gone at one place, there at the other. */
export interface Transition {
  readonly uri: string;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** The place a moved file came from: its transition there goes with this one. */
  readonly from?: string;
}

/** The live state of a place: what `Snapshot` says by hash, in full. */
export type FileState = { readonly kind: 'missing' } | FileContent;

export interface FileContent {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  readonly encoding: string;
  readonly unsaved?: string;
}

/** The files a checkpoint speaks of, wherever they lie. */
export interface Places {
  read(uri: string): Promise<FileState>;
  /**
   * Makes the file hold these bytes, with parent folders as needed, and an editor that has it open
   * show them, or `unsaved` where that is given.
   */
  write(uri: string, file: FileContent): Promise<void>;
  /** A file, or a folder when it is empty; no error when it is not there. */
  remove(uri: string): Promise<void>;
}

/** Bytes to text and back in the encodings that VS Code names. A BOM is not part of the text. */
export interface Codec {
  /** `undefined` when the bytes are binary or do not survive the way there and back. */
  decode(bytes: Uint8Array, encoding: string): Promise<string | undefined>;
  /** `undefined` when the encoding does not have every character: none is ever replaced. */
  encode(text: string, encoding: string): Promise<Uint8Array | undefined>;
}

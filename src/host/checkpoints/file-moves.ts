export interface FileMoves {
  /** The file at one place goes to another, whatever was there. */
  move(from: string, to: string): void;
  /** Where the file that was at a place in the beginning is. */
  placeOf(uri: string): string;
  /** Where the file that is at a place was in the beginning. */
  originOf(uri: string): string | undefined;
}

/** Files on their way, one move after the other. */
export function createFileMoves(): FileMoves {
  const places = new Map<string, string>();
  const origins = new Map<string, string | undefined>();
  const originOf = (uri: string): string | undefined => (origins.has(uri) ? origins.get(uri) : uri);
  return {
    move(from, to) {
      const origin = originOf(from);
      origins.set(from, undefined);
      origins.set(to, origin);
      if (origin !== undefined) places.set(origin, to);
    },
    placeOf: (uri) => places.get(uri) ?? uri,
    originOf,
  };
}

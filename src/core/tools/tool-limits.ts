import { imageLimits } from '../../shared/image-limits.ts';

/**
 * Every bound of the tools, as data. Results are bounded by characters (about four a token), since
 * lines say nothing about cost; whatever is cut says how to get the rest.
 */
export const toolLimits = {
  /** Lines `read_file` gives when no limit is asked for. */
  readLines: 1_000,
  /** Characters of one `read_file`. */
  readCharacters: 40_000,
  /** Characters of one line; a single line asked for alone may fill the whole result. */
  readLineCharacters: 2_000,
  /** Characters of the outputs of one notebook cell. */
  cellOutputCharacters: 2_000,
  /** Cells named after an edit that changed their numbers. */
  cellsNamed: 60,
  listEntries: 300,
  listEntriesMost: 2_000,
  searchMatches: 100,
  searchMatchesMost: 500,
  /** Context lines around a match. */
  searchContextMost: 10,
  /** Characters of one matching line, cut around the match. */
  searchLineCharacters: 300,
  searchCharacters: 30_000,
  diagnosticsShown: 60,
  diagnosticMessageCharacters: 500,
  symbolsShown: 200,
  placesShown: 150,
  /** Characters of a unified diff from `changes`. */
  diffCharacters: 40_000,
  /** Milliseconds a command runs before the call comes back and it goes on in the background. */
  yieldMs: 10_000,
  yieldMsLeast: 250,
  yieldMsMost: 300_000,
  /** Tokens of command output, when the call does not say. */
  outputTokens: 10_000,
  outputTokensMost: 40_000,
  charactersPerToken: 4,
  /** Characters of command output kept for the panel. */
  panelOutput: 20_000,
  /** An image as the endpoint takes it. */
  imageBytes: imageLimits.bytes,
  imageSide: imageLimits.side,
  imagePixels: imageLimits.pixels,
  planSteps: 50,
  /** Equal failures of one patch before other advice is given. */
  equalFailures: 3,
} as const;

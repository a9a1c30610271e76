/** Every bound of the loop, as data. Reasons beside the numbers; tests hold them. */
export const limits = {
  /** Share of the window at which history is compacted. */
  compactAtShare: 0.8,
  /** A compaction that leaves more than this share of what it began with is not worth its cost. */
  compactWorthShare: 0.7,
  /** The same at the start of a new message: better between turns than in the middle of one. */
  compactAtRestShare: 0.6,
  /** From this share of that on, tokens are counted instead of estimated. */
  countFromShare: 0.8,
  /** A history below this share of that is not what fills the window. */
  compactLeastShare: 0.25,
  /** By how much history must have grown since the last try to compact. */
  compactGrowth: 1.25,
  /** Shares of a conversation too long for its own summary that are tried in turn. */
  shortenedShares: [0.5, 0.25, 0.1],
  /** Characters kept of an output or message that is cut for that. */
  shortenedCharacters: 400,
  /** Characters of each request of the user that are kept verbatim through compaction. */
  requestKept: 20_000,
  /** The first and the last user message stay whole unless one takes this share of the window. */
  messageShare: 0.15,
  /** One nudge for open plan items: a second one only makes the model tick them off. */
  planNudges: 1,
  problemRounds: 2,
  verifyRounds: 3,
  reportRounds: 2,
  /** Answers cut at the output limit that are continued before the task pauses. */
  continuations: 3,
  /** Equal calls with equal results in a row: first a hint to the model, then the end. */
  equalCallsHint: 3,
  equalCallsEnd: 6,
  /** Characters of one output, for what a tool's own bounds let through. */
  outputCharacters: 200_000,
  /** Characters of all images in a history; the endpoint refuses more than 50 MB in a request. */
  imageCharacters: 40_000_000,
  /** Reading tools that run side by side. */
  parallelReads: 8,
  /** Problems sent back after an edit or a check; the rest is counted. */
  problemsShown: 20,
  /** Characters of a failing verify command that go back: its tail says what failed. */
  verifyOutput: 8_000,
  /** How long a verify command may run before it counts as not run. */
  verifyMs: 600_000,
} as const;

/** Every command of the manifest; a test holds the two equal. */
export const commandIds = [
  'openChat',
  'newTask',
  'stop',
  'compact',
  'explain',
  'fix',
  'refactor',
  'debug',
  'writeTests',
  'document',
  'reviewChanges',
  'writeCommitMessage',
  'addToChat',
  'openReview',
  'keepAll',
  'undoAll',
  'keepHunk',
  'undoHunk',
  'keepFile',
  'undoFile',
  'restoreCheckpoint',
  'setApiKey',
  'signOut',
  'selectModel',
  'showHistory',
  'exportTask',
  'showLog',
] as const;

export type CommandId = (typeof commandIds)[number];
export type CommandHandlers = Readonly<Record<CommandId, (...args: readonly unknown[]) => unknown>>;

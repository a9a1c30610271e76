/** Below the storage's root: one empty file per task with a step that is not over. */
export const unfinishedFolder = 'unfinished';

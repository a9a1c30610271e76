import type { ReviewFile } from './events.ts';
import type { SessionInfo } from './protocol.ts';
import type { Entry } from './view-entries.ts';
import type { TaskView } from './view-state.ts';

/** What history and badge say of a task; `running` comes from the host, since a view cannot know it. */
export function taskStatus(view: TaskView, running: boolean): SessionInfo['status'] {
  if (!running) return view.outcome ?? 'stopped';
  return waitsForUser(view) ? 'waiting' : 'running';
}

/** Does the current run wait for an approval, an answer or a review? */
export function waitsForUser(view: TaskView): boolean {
  return view.entries.slice(view.runStart).some(isOpen);
}

/** Files whose changes the user has not decided on, written or not. */
export function unreviewedFiles(view: TaskView): readonly ReviewFile[] {
  return view.entries.flatMap((entry) =>
    entry.kind === 'review' && isUndecided(entry.review.state)
      ? entry.review.files.filter(
          (file) =>
            file.hunks.some((hunk) => hunk.decision === 'pending') || file.decision === 'pending',
        )
      : [],
  );
}

function isOpen(entry: Entry): boolean {
  switch (entry.kind) {
    case 'approval':
      return !entry.decision;
    case 'question':
      return !entry.answers && !entry.cancelled;
    case 'review':
      return entry.review.state === 'open';
    case 'user':
    case 'text':
    case 'reasoning':
    case 'tool':
    case 'compaction':
    case 'notice':
    case 'result':
    case 'stopped':
    case 'failed':
      return false;
  }
}

function isUndecided(state: 'open' | 'applied' | 'closed' | 'failed'): boolean {
  return state === 'open' || state === 'applied';
}

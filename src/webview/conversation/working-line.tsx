import { waitsForUser } from '../../shared/task-status.ts';
import type { TaskView } from '../../shared/view-state.ts';
import { Icon } from '../parts/icon.tsx';

/** That it goes on, while nothing else moves. */
export function WorkingLine({ task }: { task: TaskView }) {
  const words = workingWords(task);
  return words === undefined ? null : (
    <div class="working">
      <Icon name="loading" spin />
      <span>{words}</span>
    </div>
  );
}

function workingWords(task: TaskView): string | undefined {
  if (task.retry || waitsForUser(task)) return undefined;
  const last = task.entries.at(-1);
  const moves =
    (last?.kind === 'tool' && (last.state === 'running' || last.state === 'writing')) ||
    (last?.kind === 'reasoning' && last.streaming) ||
    (last?.kind === 'compaction' && !last.done) ||
    (last?.kind === 'text' && last.state === 'streaming');
  return moves ? undefined : 'Working…';
}

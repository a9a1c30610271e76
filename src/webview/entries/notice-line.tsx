import type { NoticeEntry } from '../../shared/view-entries.ts';
import { Icon } from '../parts/icon.tsx';

export function NoticeLine({ entry }: { entry: NoticeEntry }) {
  return (
    <div class="notice">
      <Icon name="info" />
      <span>{entry.message}</span>
    </div>
  );
}

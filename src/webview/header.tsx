import { memo } from './memo.tsx';
import { IconButton } from './parts/icon-button.tsx';
import type { PanelState } from '../shared/panel-state.ts';
import type { Post } from './vs-code.ts';

export interface HeaderProps {
  readonly title: string;
  readonly history: boolean;
  readonly exportable: boolean;
  readonly post: Post;
  readonly show: (page: PanelState['page']) => void;
}

/** Which task this is, and the ways to others. */
export const Header = memo(({ title, history, exportable, post, show }: HeaderProps) => (
  <header class="header">
    {history && (
      <IconButton
        icon="arrow-left"
        label="Back"
        onClick={() => {
          show('conversation');
        }}
      />
    )}
    <h1 class="header-title" title={title}>
      {title === '' ? 'New task' : title}
    </h1>
    <div class="header-actions">
      {exportable && !history && (
        <IconButton
          icon="export"
          label="Export"
          onClick={() => {
            post({ type: 'exportTask' });
          }}
        />
      )}
      <IconButton
        icon="add"
        label="New task"
        onClick={() => {
          show('conversation');
          post({ type: 'newTask' });
        }}
      />
      <IconButton
        icon="history"
        label="History"
        pressed={history}
        onClick={() => {
          show(history ? 'conversation' : 'history');
        }}
      />
    </div>
  </header>
));

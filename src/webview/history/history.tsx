import './history.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { PanelState } from '../../shared/panel-state.ts';
import type { SessionInfo } from '../../shared/protocol.ts';
import type { Post } from '../vs-code.ts';
import { SessionRow } from './session-row.tsx';

export interface HistoryProps {
  readonly sessions: readonly SessionInfo[] | undefined;
  readonly current: string | undefined;
  readonly post: Post;
  readonly show: (page: PanelState['page']) => void;
}

/** Rows in the page; more are found by searching. */
const rowsShown = 200;

/** All tasks, the latest first. */
export function History({ sessions, current, post, show }: HistoryProps) {
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    post({ type: 'listSessions' });
    search.current?.focus();
  }, []);
  const wanted = query.trim().toLowerCase();
  const found = (sessions ?? [])
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .toSorted((one, other) => other.updatedAt - one.updatedAt);
  return (
    <main
      class="history"
      onKeyDown={(event) => {
        if (event.key === 'Escape') show('conversation');
      }}
    >
      <input
        ref={search}
        type="search"
        class="history-search"
        aria-label="Search tasks"
        placeholder="Search tasks"
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
        }}
      />
      {sessions && found.length === 0 && (
        <p class="hint">{wanted === '' ? 'No tasks yet.' : 'No task has that in its title.'}</p>
      )}
      <ul class="sessions" aria-label="Tasks">
        {found.slice(0, rowsShown).map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            current={session.id === current}
            post={post}
            onOpen={() => {
              show('conversation');
              if (session.id !== current) post({ type: 'openSession', taskId: session.id });
            }}
          />
        ))}
      </ul>
      {found.length > rowsShown && (
        <p class="hint">{found.length - rowsShown} older tasks: search to find them.</p>
      )}
    </main>
  );
}

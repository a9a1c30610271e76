import { useState } from 'preact/hooks';

import type { SessionInfo } from '../../shared/protocol.ts';
import { Button } from '../parts/button.tsx';
import { formatUsd } from '../parts/format.ts';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { Post } from '../vs-code.ts';
import { timeAgo } from './time-ago.ts';

export interface SessionRowProps {
  readonly session: SessionInfo;
  readonly current: boolean;
  readonly post: Post;
  readonly onOpen: () => void;
}

/** A task of the history: opened by its title, renamed in place, deleted after a second word. */
export function SessionRow({ session, current, post, onOpen }: SessionRowProps) {
  const [mode, setMode] = useState<'shown' | 'renaming' | 'deleting'>('shown');
  const taskId = session.id;
  const back = () => {
    setMode('shown');
  };
  if (mode === 'renaming') {
    return (
      <li class="session">
        <RenameField
          title={session.title}
          onCancel={back}
          onRename={(title) => {
            back();
            post({ type: 'renameSession', taskId, title });
          }}
        />
      </li>
    );
  }
  if (mode === 'deleting') {
    return (
      <li class="session confirm">
        <p>Delete “{session.title}”? Its record and checkpoints go with it; your files stay.</p>
        <div class="buttons">
          <Button
            primary
            onClick={() => {
              back();
              post({ type: 'deleteSession', taskId });
            }}
          >
            Delete
          </Button>
          <Button onClick={back}>Cancel</Button>
        </div>
      </li>
    );
  }
  return (
    <li class="session">
      <button
        type="button"
        class="session-open"
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
      >
        <StatusIcon status={session.status} />
        <span class="session-words">
          <span class="session-title">{session.title === '' ? 'Untitled' : session.title}</span>
          <span class="session-facts">{facts(session)}</span>
        </span>
      </button>
      <span class="row-actions">
        <IconButton
          icon="edit"
          label={`Rename ${session.title}`}
          onClick={() => {
            setMode('renaming');
          }}
        />
        <IconButton
          icon="trash"
          label={`Delete ${session.title}`}
          onClick={() => {
            setMode('deleting');
          }}
        />
      </span>
    </li>
  );
}

function facts(session: SessionInfo): string {
  const words = [
    statusWords[session.status],
    timeAgo(session.updatedAt, Date.now()),
    session.usd > 0 && formatUsd(session.usd),
    session.unreviewed && 'changes to review',
  ];
  return words.filter((word) => typeof word === 'string').join(' · ');
}

const statusWords: Readonly<Record<SessionInfo['status'], string>> = {
  running: 'Running',
  waiting: 'Waiting for you',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
};

const statusIcons: Readonly<Record<SessionInfo['status'], string>> = {
  running: 'loading',
  waiting: 'bell-dot',
  done: 'pass',
  stopped: 'debug-stop',
  failed: 'error',
};

function StatusIcon({ status }: { status: SessionInfo['status'] }) {
  return (
    <span class={`session-status ${status}`}>
      <Icon name={statusIcons[status]} spin={status === 'running'} />
    </span>
  );
}

interface RenameFieldProps {
  readonly title: string;
  readonly onCancel: () => void;
  readonly onRename: (title: string) => void;
}

function RenameField({ title, onCancel, onRename }: RenameFieldProps) {
  return (
    <input
      type="text"
      class="rename"
      aria-label="Task title"
      defaultValue={title}
      maxLength={200}
      ref={(input) => {
        // Once, when it appears: the user has just asked for it.
        if (input && document.activeElement !== input) input.select();
      }}
      onBlur={onCancel}
      onKeyDown={(event) => {
        const wanted = event.currentTarget.value.trim();
        if (event.key === 'Enter' && wanted !== '') onRename(wanted);
        if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        }
      }}
    />
  );
}

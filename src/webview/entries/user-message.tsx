import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { UserEntry } from '../../shared/view-entries.ts';
import { Attachment } from '../parts/attachment.tsx';
import { Button } from '../parts/button.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { Post } from '../vs-code.ts';

export interface UserMessageProps {
  readonly entry: UserEntry;
  readonly running: boolean;
  readonly post: Post;
}

/** What the user asked, with ways to go on from there differently. */
export function UserMessage({ entry, running, post }: UserMessageProps) {
  const [editing, setEditing] = useState(false);
  const editButton = useRef<HTMLDivElement>(null);
  const close = () => {
    setEditing(false);
    // The editor goes away with the focus in it: it returns to where it came from.
    requestAnimationFrame(() => editButton.current?.querySelector('button')?.focus());
  };
  const messageId = entry.id;
  return (
    <article class="user-message" aria-label="You">
      {editing ? (
        <MessageEditor
          text={entry.text}
          onCancel={close}
          onSend={(text) => {
            close();
            post({ type: 'editMessage', messageId, text });
          }}
        />
      ) : (
        <>
          <div class="user-text">{entry.text}</div>
          {entry.attachments.length > 0 && (
            <div class="chips">
              {entry.attachments.map((attachment, index) => (
                <Attachment key={index} attachment={attachment} post={post} />
              ))}
            </div>
          )}
          {entry.doneWhen.length > 0 && (
            <ul class="criteria" aria-label="Done when">
              {entry.doneWhen.map((criterion, index) => (
                <li key={index}>{criterion}</li>
              ))}
            </ul>
          )}
          {!running && (
            <div class="message-actions" ref={editButton}>
              <IconButton
                icon="edit"
                label="Edit message"
                onClick={() => {
                  setEditing(true);
                }}
              />
              <IconButton
                icon="repo-forked"
                label="Fork from here"
                onClick={() => {
                  post({ type: 'fork', messageId });
                }}
              />
              <IconButton
                icon="discard"
                label="Restore files to before this message"
                onClick={() => {
                  post({ type: 'restoreCheckpoint', messageId });
                }}
              />
            </div>
          )}
        </>
      )}
    </article>
  );
}

interface MessageEditorProps {
  readonly text: string;
  readonly onCancel: () => void;
  readonly onSend: (text: string) => void;
}

function MessageEditor({ text, onCancel, onSend }: MessageEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [value, setValue] = useState(text);
  useLayoutEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(text.length, text.length);
  }, []);
  return (
    <div class="message-editor">
      <textarea
        ref={area}
        aria-label="Edit message"
        value={value}
        onInput={(event) => {
          setValue(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
      <p class="hint">Everything after this message is left behind. Files stay as they are.</p>
      <div class="buttons">
        <Button
          primary
          disabled={value.trim() === ''}
          onClick={() => {
            onSend(value);
          }}
        >
          Send edited
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </div>
  );
}

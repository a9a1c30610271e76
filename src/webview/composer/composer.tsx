import './composer.css';
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';

import type { PanelSettings, PendingAttachment } from '../../shared/protocol.ts';
import { Attachment } from '../parts/attachment.tsx';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { Post } from '../vs-code.ts';
import { DoneWhen } from './done-when.tsx';
import type { Draft } from './draft.ts';
import { receiveData } from './receive-data.ts';

export interface ComposerProps {
  readonly textbox: RefObject<HTMLTextAreaElement | null>;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly attachments: readonly PendingAttachment[];
  readonly settings: PanelSettings | undefined;
  readonly running: boolean;
  readonly post: Post;
}

/** Where the user writes: what they typed, what goes along, and when it counts as done. */
export function Composer(props: ComposerProps) {
  const { textbox, draft, onDraft, attachments, settings, running, post } = props;
  const [problem, setProblem] = useState('');
  const [dropping, setDropping] = useState(false);
  const [preparing, setPreparing] = useState(0);
  const enterSends = settings?.enterSends ?? true;
  // An image that is still being scaled belongs to this message, not to the next.
  const sendable = draft.text.trim() !== '' && preparing === 0;
  const send = () => {
    if (!sendable) return;
    const doneWhen = draft.doneWhen.map((line) => line.trim()).filter((line) => line !== '');
    post({ type: 'send', text: draft.text.trim(), doneWhen });
    onDraft({ text: '', doneWhen: [] });
    setProblem('');
    textbox.current?.focus();
  };
  const receive = (data: DataTransfer | null) => {
    setProblem('');
    const received = data ? receiveData(data, post, setProblem) : undefined;
    if (!received) return false;
    setPreparing((count) => count + 1);
    void received.finally(() => {
      setPreparing((count) => count - 1);
    });
    return true;
  };
  return (
    <div
      class={dropping ? 'composer dropping' : 'composer'}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => {
        setDropping(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        receive(event.dataTransfer);
      }}
    >
      {attachments.length > 0 && (
        <div class="chips">
          {attachments.map((attachment) => (
            <Attachment
              key={attachment.id}
              attachment={attachment}
              post={post}
              onRemove={() => {
                post({ type: 'detach', attachmentId: attachment.id });
              }}
            />
          ))}
        </div>
      )}
      <textarea
        ref={textbox}
        class="textbox"
        rows={1}
        aria-label="Message Ratchet"
        placeholder={running ? 'Add to the task while it runs' : 'Describe a task'}
        value={draft.text}
        onInput={(event) => {
          const text = event.currentTarget.value;
          post({ type: 'composing', empty: text === '' });
          onDraft({ ...draft, text });
        }}
        onPaste={(event) => {
          if (receive(event.clipboardData)) event.preventDefault();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
          const modified = event.ctrlKey || event.metaKey;
          if (!enterSends && !modified) return;
          event.preventDefault();
          send();
        }}
      />
      <DoneWhen
        lines={draft.doneWhen}
        onLines={(doneWhen) => {
          onDraft({ ...draft, doneWhen });
        }}
      />
      {preparing > 0 && (
        <p class="hint" role="status">
          Preparing the image…
        </p>
      )}
      {problem !== '' && (
        <p class="hint problem" role="alert">
          {problem}
        </p>
      )}
      <div class="toolbar">
        <IconButton
          icon="attach"
          label="Attach"
          onClick={() => {
            post({ type: 'attach' });
          }}
        />
        {draft.doneWhen.length === 0 && (
          <button
            type="button"
            class="tool-button done-when-button"
            title="Say what must be true for the task to count as done"
            onClick={() => {
              onDraft({ ...draft, doneWhen: [''] });
            }}
          >
            Done when…
          </button>
        )}
        {settings && (
          <button
            type="button"
            class="tool-button model"
            title="Select model and effort"
            onClick={() => {
              post({ type: 'selectModel' });
            }}
          >
            <span class="model-name">{settings.model}</span>
            <span class="effort">{settings.effort}</span>
            <Icon name="chevron-down" />
          </button>
        )}
        <span class="toolbar-space" />
        {running && (
          <IconButton
            class="stop"
            icon="debug-stop"
            label="Stop"
            onClick={() => {
              post({ type: 'stop' });
            }}
          />
        )}
        <IconButton class="send" icon="send" label="Send" disabled={!sendable} onClick={send} />
      </div>
    </div>
  );
}

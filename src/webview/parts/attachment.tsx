import type { AttachmentInfo } from '../../shared/events.ts';
import type { Post } from '../vs-code.ts';
import { Icon } from './icon.tsx';

const icons: Readonly<Record<AttachmentInfo['kind'], string>> = {
  selection: 'list-selection',
  file: 'file',
  folder: 'folder',
  image: 'file-media',
  problems: 'warning',
  terminal: 'terminal',
  instructions: 'book',
  diff: 'diff',
  editors: 'files',
};

export interface AttachmentProps {
  readonly attachment: AttachmentInfo;
  readonly post: Post;
  readonly onRemove?: () => void;
}

/** A chip that names what was sent along, opens it where it can, and can be taken off in the composer. */
export function Attachment({ attachment, post, onRemove }: AttachmentProps) {
  const { kind, label, uri, line } = attachment;
  const words = (
    <>
      <Icon name={icons[kind]} />
      <span class="chip-label">{label}</span>
    </>
  );
  return (
    <span class="chip" title={label}>
      {uri === undefined ? (
        <span class="chip-text">{words}</span>
      ) : (
        <button
          type="button"
          class="chip-text"
          onClick={() => {
            post({ type: 'openFile', uri, ...(line !== undefined && { line }) });
          }}
        >
          {words}
        </button>
      )}
      {onRemove && (
        <button type="button" class="chip-remove" aria-label={`Remove ${label}`} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}

import type { ToolDetail } from '../../shared/events.ts';
import { ControlText } from '../parts/control-text.tsx';
import { Icon } from '../parts/icon.tsx';
import { ScrollText } from '../parts/scroll-text.tsx';
import type { Post } from '../vs-code.ts';
import { PatchText } from './patch-text.tsx';

/** What a step shows when it is opened. */
export function ToolDetailView({ detail, post }: { detail: ToolDetail; post: Post }) {
  switch (detail.kind) {
    case 'text':
      return <ScrollText text={detail.text} label="Result" />;
    case 'command':
      return (
        <div class="command">
          <pre class="command-line" tabIndex={0} role="group" aria-label="Command">
            <ControlText text={detail.command} />
          </pre>
          {detail.output !== '' && <ScrollText text={detail.output} label="Output" />}
          <p class="hint">{exitWords(detail)}</p>
        </div>
      );
    case 'files':
      return <Files files={detail.files} post={post} />;
    case 'patch':
      return <PatchText patch={detail.patch} />;
    case 'image':
      // The page's policy lets nothing but data and the extension's own files load.
      return <img class="image" src={detail.dataUri} alt={detail.label} />;
  }
}

function exitWords({ exitCode, background }: Extract<ToolDetail, { kind: 'command' }>): string {
  if (background === true) return 'Goes on in the background.';
  return exitCode === undefined ? 'Ended without an exit code.' : `Exit code ${exitCode}`;
}

type FilesDetail = Extract<ToolDetail, { kind: 'files' }>['files'];

const filesShown = 200;

function Files({ files, post }: { files: FilesDetail; post: Post }) {
  return (
    <ul class="files">
      {files.slice(0, filesShown).map(({ path, uri, line, text }, index) => (
        <li key={index}>
          <button
            type="button"
            class="file-row"
            onClick={() => {
              post({ type: 'openFile', uri: uri ?? path, ...(line !== undefined && { line }) });
            }}
          >
            <Icon name="file" />
            <span class="file-path">{line === undefined ? path : `${path}:${line}`}</span>
            {text !== undefined && <span class="file-text">{text}</span>}
          </button>
        </li>
      ))}
      {files.length > filesShown && <li class="hint">and {files.length - filesShown} more</li>}
    </ul>
  );
}

import type { PanelSettings } from '../shared/protocol.ts';
import { memo } from './memo.tsx';
import { Button } from './parts/button.tsx';
import { Icon } from './parts/icon.tsx';
import type { Post } from './vs-code.ts';

export interface EmptyStateProps {
  readonly settings: PanelSettings | undefined;
  readonly compose: (text: string) => void;
  readonly post: Post;
}

const starters = [
  { icon: 'bug', text: 'Fix the problems in this file' },
  { icon: 'beaker', text: 'Run the tests and fix what fails' },
  { icon: 'lightbulb', text: 'Explain how this project is put together' },
  { icon: 'git-compare', text: 'Review my uncommitted changes' },
] as const;

/** What to do first: what is missing, or what one might type. */
export const EmptyState = memo(({ settings, compose, post }: EmptyStateProps) => (
  <div class="empty">
    <Setup settings={settings} post={post} />
    <p class="empty-words">
      Describe what you want done. Ratchet plans, edits behind a diff you review, and checks the
      result.
    </p>
    <ul class="starters" aria-label="Suggestions">
      {starters.map(({ icon, text }) => (
        <li key={text}>
          <button
            type="button"
            class="starter"
            onClick={() => {
              compose(text);
            }}
          >
            <Icon name={icon} />
            <span>{text}</span>
          </button>
        </li>
      ))}
    </ul>
  </div>
));

function Setup({ settings, post }: { settings: PanelSettings | undefined; post: Post }) {
  if (!settings) return null;
  if (!settings.folderOpen) {
    return (
      <div class="setup">
        <p>Open a folder to work in: Ratchet reads and edits the files of the open workspace.</p>
        <Button
          primary
          onClick={() => {
            post({ type: 'failureAction', action: 'openFolder' });
          }}
        >
          Open Folder
        </Button>
      </div>
    );
  }
  if (!settings.hasKey && !settings.practice) {
    return (
      <div class="setup">
        <p>Ratchet needs an API key. It is kept in VS Code’s secret storage.</p>
        <Button
          primary
          onClick={() => {
            post({ type: 'failureAction', action: 'setApiKey' });
          }}
        >
          Set API Key
        </Button>
      </div>
    );
  }
  return null;
}

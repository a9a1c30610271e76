import type { ComponentChildren } from 'preact';

import type { FailureAction } from '../shared/events.ts';
import type { PanelSettings } from '../shared/protocol.ts';
import { memo } from './memo.tsx';
import { failureActionWords } from './parts/failure-action-words.ts';
import { Icon } from './parts/icon.tsx';
import type { Post } from './vs-code.ts';

/** What the user must know before any word of the conversation, a line each. */
export const Banners = memo(({ settings, post }: { settings: PanelSettings; post: Post }) => {
  const act = (action: FailureAction) => () => {
    post({ type: 'failureAction', action });
  };
  const quiet = settings.trusted && !settings.practice && settings.remoteOverrides.length === 0;
  if (quiet) return null;
  return (
    <section aria-label="Good to know">
      {!settings.trusted && (
        <Banner icon="workspace-untrusted" action="manageTrust" onAction={act('manageTrust')}>
          Restricted Mode: Ratchet reads and sends nothing until you trust this folder.
        </Banner>
      )}
      {settings.practice && (
        <Banner icon="beaker" action="setApiKey" onAction={act('setApiKey')}>
          Practice: a recorded script answers, not {settings.model}.
        </Banner>
      )}
      {settings.remoteOverrides.length > 0 && (
        <Banner icon="remote" action="openSettings" onAction={act('openSettings')}>
          This remote changes {settings.remoteOverrides.join(', ')}.
        </Banner>
      )}
    </section>
  );
});

interface BannerProps {
  readonly icon: string;
  readonly children: ComponentChildren;
  readonly action: FailureAction;
  readonly onAction: () => void;
}

function Banner({ icon, children, action, onAction }: BannerProps) {
  return (
    <div class="banner">
      <Icon name={icon} />
      <p>
        {children}{' '}
        <button type="button" class="link" onClick={onAction}>
          {failureActionWords[action]}
        </button>
      </p>
    </div>
  );
}

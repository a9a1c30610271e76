import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import type { PanelState } from '../shared/panel-state.ts';
import { Announcer } from './announcer.tsx';
import { Banners } from './banners.tsx';
import { Composer } from './composer/composer.tsx';
import type { Draft, DraftKeeper } from './composer/draft.ts';
import { Conversation } from './conversation/conversation.tsx';
import { EmptyState } from './empty-state.tsx';
import { Header } from './header.tsx';
import { History } from './history/history.tsx';
import { Plan } from './plan.tsx';
import { Queue } from './queue.tsx';
import { RetryCountdown } from './retry-countdown.tsx';
import { UsageFooter } from './usage-footer.tsx';
import { useFocusRescue } from './use-focus-rescue.ts';
import { useOpenFocus } from './use-open-focus.ts';
import type { Post } from './vs-code.ts';

export interface AppProps {
  readonly state: PanelState;
  readonly draft: DraftKeeper;
  readonly post: Post;
  readonly show: (page: PanelState['page']) => void;
}

/** The panel from top to bottom. */
export function App({ state, draft: keeper, post, show }: AppProps) {
  const { task, settings, running, page, loaded } = state;
  const [draft, setDraft] = useState(() => keeper.read());
  const textbox = useRef<HTMLTextAreaElement>(null);
  const change = useCallback((next: Draft) => {
    setDraft(next);
    keeper.write(next);
  }, []);
  const compose = (text: string) => {
    const typed = draft.text.trim() === '' ? '' : `${draft.text.trimEnd()}\n`;
    change({ ...draft, text: typed + text });
    textbox.current?.focus();
  };
  useEffect(() => {
    if (state.compose.serial > 0) compose(state.compose.text);
  }, [state.compose.serial]);
  useFocusRescue(textbox);
  useOpenFocus(textbox);

  const history = page === 'history';
  return (
    <div class="app">
      <Header
        title={history ? 'History' : task.title}
        history={history}
        exportable={task.entries.length > 0}
        post={post}
        show={show}
      />
      {settings && <Banners settings={settings} post={post} />}
      {history ? (
        <History sessions={state.sessions} current={state.taskId} post={post} show={show} />
      ) : (
        <main class="task">
          <Conversation task={task} running={running} post={post}>
            {loaded && <EmptyState settings={settings} compose={compose} post={post} />}
          </Conversation>
          {task.retry && <RetryCountdown key={task.retry.attempt} retry={task.retry} post={post} />}
          <Plan plan={task.plan} running={running} />
          <Queue queued={task.queued} post={post} />
          <Composer
            textbox={textbox}
            draft={draft}
            onDraft={change}
            attachments={state.attachments}
            settings={settings}
            running={running}
            post={post}
          />
          <UsageFooter task={task} today={state.today} />
        </main>
      )}
      <Announcer state={state} />
    </div>
  );
}

import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import { render } from 'preact';

import type { ToPanel } from '../shared/protocol.ts';
import { App } from './app.tsx';
import { createDraft } from './composer/draft.ts';
import { createStore } from './store.ts';
import { createThrottle } from './throttle.ts';
import type { VsCode } from './vs-code.ts';

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const draft = createDraft(vscode);
const store = createStore();
const root = document.getElementById('panel');
if (!root) throw new Error('The page has no #panel element.');

const draw = createThrottle(() => {
  render(
    <App
      state={store.state()}
      draft={draft}
      post={(message) => {
        vscode.postMessage(message);
      }}
      show={show}
    />,
    root,
  );
});

function show(page: 'conversation' | 'history'): void {
  store.show(page);
  draw();
}

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  store.receive(data);
  draw();
});
for (const [event, has] of [
  ['focus', true],
  ['blur', false],
] as const) {
  window.addEventListener(event, () => {
    vscode.postMessage({ type: 'focus', has });
  });
}
draw();
vscode.postMessage({ type: 'ready' });
vscode.postMessage({ type: 'focus', has: document.hasFocus() });

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { AgentEvent } from '../../shared/events.ts';
import type { FromPanel, ToPanel } from '../../shared/protocol.ts';
import { panelHtml } from '../panel-html.ts';
import { parsePanelMessage } from '../panel-messages.ts';

/** Milliseconds over which streamed events are gathered into one message: two frames. */
const batchMs = 33;

export interface PanelHandlers {
  /** Everything a fresh page needs, in order. */
  readonly greet: () => readonly ToPanel[];
  readonly receive: (message: FromPanel) => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * The chat's pages: the view in the side bar and, when opened there, editor tabs. They hold no
 * truth: each is told everything when it says `ready`, and the same events after that.
 */
export class Panel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #handlers: PanelHandlers;
  readonly #pages = new Set<vscode.Webview>();
  #view: vscode.WebviewView | undefined;
  #viewHasFocus = false;
  #tab: vscode.WebviewPanel | undefined;
  #batch: { readonly taskId: string; readonly events: AgentEvent[] } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(extensionUri: vscode.Uri, handlers: PanelHandlers) {
    this.#extensionUri = extensionUri;
    this.#handlers = handlers;
  }

  /** Whether the user can see a page right now. */
  get visible(): boolean {
    return this.#view?.visible === true || this.#tab?.visible === true;
  }

  /** Whether the keyboard's focus is in the view of the side bar. */
  get viewHasFocus(): boolean {
    return this.#view?.visible === true && this.#viewHasFocus;
  }

  attachView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#attach(view.webview, view);
    view.onDidDispose(() => {
      this.#view = undefined;
    });
  }

  attachTab(tab: vscode.WebviewPanel): void {
    this.#tab = tab;
    tab.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'ratchet.svg');
    this.#attach(tab.webview, tab);
    tab.onDidDispose(() => {
      this.#tab = undefined;
    });
  }

  /** Shows a number at the view's icon, such as approvals that wait. */
  setBadge(value: number, tooltip: string): void {
    if (this.#view) this.#view.badge = value > 0 ? { value, tooltip } : undefined;
  }

  post(message: ToPanel): void {
    this.#flush();
    this.#send(message);
  }

  /** Like an `events` message, gathered over a couple of frames. */
  postEvent(taskId: string, event: AgentEvent): void {
    if (this.#batch?.taskId !== taskId) this.#flush();
    this.#batch ??= { taskId, events: [] };
    this.#batch.events.push(event);
    this.#timer ??= setTimeout(() => {
      this.#flush();
    }, batchMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#tab?.dispose();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#batch;
    this.#batch = undefined;
    if (batch) this.#send({ type: 'events', ...batch });
  }

  #send(message: ToPanel): void {
    for (const page of this.#pages) void page.postMessage(message);
  }

  #attach(webview: vscode.Webview, owner: vscode.WebviewView | vscode.WebviewPanel): void {
    const dist = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const received = webview.onDidReceiveMessage((message: unknown) => {
      void this.#receive(webview, message);
    });
    owner.onDidDispose(() => {
      this.#pages.delete(webview);
      received.dispose();
    });
    webview.html = panelHtml({
      nonce: randomBytes(16).toString('base64'),
      cspSource: webview.cspSource,
      scriptUri: uri('panel.js'),
      styleUri: uri('panel.css'),
      codiconsUri: uri('codicon.css'),
      language: vscode.env.language,
    });
  }

  async #receive(webview: vscode.Webview, raw: unknown): Promise<void> {
    const message = parsePanelMessage(raw);
    if (!message) {
      this.#handlers.log('panel: a message of unknown shape was ignored');
      return;
    }
    if (message.type === 'ready') {
      this.#flush();
      this.#pages.add(webview);
      for (const greeting of this.#handlers.greet()) void webview.postMessage(greeting);
      return;
    }
    if (message.type === 'focus') {
      if (webview === this.#view?.webview) this.#viewHasFocus = message.has;
      return;
    }
    try {
      await this.#handlers.receive(message);
    } catch (error) {
      this.#handlers.log(`panel ${message.type}: ${describeError(error)}`);
      void vscode.window.showErrorMessage(
        `Ratchet: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

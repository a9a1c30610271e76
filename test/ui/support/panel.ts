import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';

import type { AgentEvent } from '../../../src/shared/events.ts';
import type { FromPanel, PanelSettings, ToPanel } from '../../../src/shared/protocol.ts';

export type Theme =
  'dark' | 'light' | 'dark-2026' | 'light-2026' | 'high-contrast' | 'high-contrast-light';

export interface PanelOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

/** A panel in a page of its own, and the host's side of its conversation. */
export interface Panel {
  readonly page: Page;
  /** Every address the page asked for, in order. */
  readonly requests: readonly string[];
  /** Sends host messages and waits until they are drawn. */
  readonly tell: (...messages: readonly ToPanel[]) => Promise<void>;
  /** Shows a task made of these events. */
  readonly show: (events: readonly AgentEvent[], options?: { running?: boolean }) => Promise<void>;
  /** Adds events to the shown task. */
  readonly happen: (...events: readonly AgentEvent[]) => Promise<void>;
  /** What the panel said since the last time it was asked, without `ready`, `composing` and `focus`. */
  readonly said: () => Promise<readonly FromPanel[]>;
  /** For each key in the composer since the page was opened, whether it was empty after it. */
  readonly typed: () => Promise<readonly boolean[]>;
  readonly close: () => Promise<void>;
}

export const taskId = 'task-1';

export const settings: PanelSettings = {
  model: 'gpt-5.5',
  effort: 'medium',
  enterSends: true,
  trusted: true,
  folderOpen: true,
  practice: false,
  hasKey: true,
  remoteOverrides: [],
};

/** What the default themes of VS Code 1.139 say, as a webview gets it. */
const themes = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'themes.json'), 'utf8'),
) as Record<Theme, Record<string, string>>;

const bodyClass: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'dark-2026': 'vscode-dark',
  'light-2026': 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
};

export async function openPanel(
  browser: Browser,
  origin: string,
  { theme = 'dark', width = 400, height = 800 }: PanelOptions,
): Promise<Panel> {
  const page = await browser.newPage({ viewport: { width, height } });
  const requests: string[] = [];
  const troubles: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.addInitScript(behaveAsVsCode, {
    variables: { ...fonts, ...themes[theme] },
    bodyClass: bodyClass[theme],
  });
  await page.goto(origin);
  await page.getByRole('log').waitFor();

  const typed: boolean[] = [];
  const said = async () => {
    const all = await page.evaluate(async () => {
      await window.rest();
      return window.said.splice(0);
    });
    typed.push(...all.flatMap((each) => (each.type === 'composing' ? [each.empty] : [])));
    return all.filter(({ type }) => !['ready', 'composing', 'focus'].includes(type));
  };
  const tell = async (...messages: readonly ToPanel[]) => {
    await page.evaluate(async (all) => {
      for (const message of all) window.postMessage(message, '*');
      await window.rest();
    }, messages);
  };
  await tell({ type: 'settings', settings });
  return {
    page,
    requests,
    tell,
    show: (events, { running = false } = {}) => tell({ type: 'reset', taskId, running, events }),
    happen: (...events) => tell({ type: 'events', taskId, events }),
    said,
    typed: async () => {
      await said();
      return typed;
    },
    async close() {
      await page.close();
      assert.deepEqual(troubles, [], 'The page reported errors.');
    },
  };
}

const fonts = {
  '--vscode-font-family': 'system-ui, "Segoe WPC", Ubuntu, "Noto Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
};

declare global {
  interface Window {
    said: FromPanel[];
    /** Resolves when everything the panel had put off to a later moment or frame is done. */
    rest: () => Promise<void>;
  }
  var acquireVsCodeApi: () => unknown;
}

/** Runs in the page before its own script: what a webview of VS Code finds there. */
function behaveAsVsCode(look: { variables: Record<string, string>; bodyClass: string }): void {
  window.said = [];
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message: FromPanel) => {
      // As VS Code does: what cannot be cloned cannot be sent.
      window.said.push(structuredClone(message));
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState: (state: unknown) => {
      sessionStorage.setItem('state', JSON.stringify(state));
    },
  });
  const later = window.setTimeout.bind(window);
  const cancel = window.clearTimeout.bind(window);
  const nextFrame = window.requestAnimationFrame.bind(window);
  const cancelFrame = window.cancelAnimationFrame.bind(window);
  const pending = new Set<number | string>();
  window.setTimeout = ((work: () => void, delay?: number) => {
    const timer = later(() => {
      pending.delete(timer);
      work();
    }, delay);
    pending.add(timer);
    return timer;
  }) as typeof window.setTimeout;
  window.clearTimeout = ((timer: number) => {
    pending.delete(timer);
    cancel(timer);
  }) as typeof window.clearTimeout;
  window.requestAnimationFrame = (work) => {
    const frame = nextFrame((time) => {
      pending.delete(`frame ${frame}`);
      work(time);
    });
    pending.add(`frame ${frame}`);
    return frame;
  };
  window.cancelAnimationFrame = (frame) => {
    pending.delete(`frame ${frame}`);
    cancelFrame(frame);
  };
  window.rest = async () => {
    // Once for the messages to arrive, then as long as drawing them brings more; and a last frame
    // for observers of sizes.
    await new Promise((resolve) => later(resolve, 0));
    do await new Promise(nextFrame);
    while (pending.size > 0);
    await new Promise(nextFrame);
  };
  document.addEventListener('DOMContentLoaded', () => {
    document.body.className = look.bodyClass;
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(look.variables)) style.setProperty(name, value);
    style.setProperty('background', 'var(--vscode-sideBar-background)');
  });
}

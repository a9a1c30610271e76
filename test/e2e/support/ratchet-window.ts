import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { closeAll } from '../../../scripts/close-all.ts';
import { openPanel, runCommand } from '../../../scripts/host/drive-window.ts';
import { startHost, type Host, type HostOptions } from '../../../scripts/host/start-host.ts';
import { root, testResults } from '../../../scripts/paths.ts';
import { borrowSample } from '../../../scripts/sample.ts';
import {
  startPractice,
  type Practice,
  type PracticeOptions,
} from '../../support/practice/server.ts';

export interface RatchetWindow {
  readonly host: Host;
  readonly page: Page;
  readonly panel: FrameLocator;
  readonly practice: Practice;
  /** The copy of the sample project that is open. */
  readonly folder: string;
}

export interface RatchetWindowOptions extends Omit<HostOptions, 'extensionDevelopmentPath'> {
  readonly practice?: PracticeOptions;
  /** An empty window: no folder is open. */
  readonly noFolder?: true;
}

/**
 * Opens windows on a copy of the sample (or on `open`) with the panel open, as a user has them. All
 * is closed after each test; what a failed one saw last is left as a picture.
 */
export function useRatchetWindows(): (options?: RatchetWindowOptions) => Promise<RatchetWindow> {
  const resources = closeAll();
  const hosts: Host[] = [];
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      const title = this.currentTest.title.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
      for (const page of hosts.flatMap((host) => host.context.pages())) {
        await takePicture(page, `failed-${title}`);
      }
    }
    hosts.length = 0;
    await resources.close();
  });

  return async (options = {}) => {
    const { practice: practiceOptions, noFolder, env, ...hostOptions } = options;
    const practice = resources.add(await startPractice(practiceOptions));
    const folder = hostOptions.open ?? resources.add(await borrowSample()).folder;
    const host = resources.add(
      await startHost({
        ...(noFolder ? {} : { open: folder }),
        extensionDevelopmentPath: root,
        ...hostOptions,
        env: { OPENAI_API_KEY: 'practice-key', OPENAI_BASE_URL: `${practice.url}/v1`, ...env },
      }),
    );
    hosts.push(host);
    const page = await host.page();
    return { host, page, panel: await openPanel(page), practice, folder };
  };
}

/** Types into the composer and sends, with the keyboard alone. */
export async function sendMessage(panel: FrameLocator, text: string): Promise<void> {
  const message = textbox(panel);
  await message.fill(text);
  await message.press('Enter');
}

export function textbox(panel: FrameLocator): Locator {
  return panel.getByRole('textbox', { name: 'Message Ratchet' });
}

export function button(panel: FrameLocator, name: string): Locator {
  return panel.getByRole('button', { name, exact: true });
}

export function conversation(panel: FrameLocator): Locator {
  return panel.getByRole('log', { name: 'Conversation' });
}

/** Ends in the panel when no task runs: the Stop button is there exactly while one does. */
export async function untilIdle(panel: FrameLocator): Promise<void> {
  await button(panel, 'Stop').waitFor({ state: 'detached' });
}

/** Every file below `folder` with its text. */
export async function snapshotFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const texts = files.map(async (file) => {
    const name = path.relative(folder, file).replaceAll(path.sep, '/');
    return [name, await readFile(file, 'utf8')] as const;
  });
  return new Map(await Promise.all(texts));
}

/**
 * Resolves when a review of several files has come to rest after it opened by itself: its tab stays,
 * and the focus, which VS Code gives to it, is in the panel again.
 */
export async function untilReviewRests(page: Page): Promise<void> {
  await page.locator('.tab.active:not(:has(.italic))', { hasText: 'Proposed: ' }).waitFor();
  await page.waitForFunction("document.activeElement?.tagName === 'IFRAME'");
}

/** A picture for people to look at, in `test-results/window/`. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = path.join(testResults, 'window');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** The same in the other brightness too; the theme is as before afterwards. */
export async function takePictures(page: Page, name: string): Promise<void> {
  const dark = page.locator('.monaco-workbench.vs-dark');
  const isDark = (await dark.count()) > 0;
  await takePicture(page, `${name}-${isDark ? 'dark' : 'light'}`);
  const toggle = async (toDark: boolean): Promise<void> => {
    await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
    await (toDark ? dark : page.locator('.monaco-workbench.vs')).waitFor();
  };
  await toggle(!isDark);
  await takePicture(page, `${name}-${isDark ? 'light' : 'dark'}`);
  await toggle(isDark);
}

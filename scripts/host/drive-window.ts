import type { FrameLocator, Page } from 'playwright-core';

/** Runs a command by its title, as a person does from the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.fill(`>${title}`);
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: title })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Opens a file of the workspace by its name and waits for its editor. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+P');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: name })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
}

/** The document inside the visible webview, which is two frames deep. */
export function webviewFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview:visible').frameLocator('iframe#active-frame');
}

/** Opens Ratchet's chat panel; resolves when a message can be typed. */
export async function openPanel(page: Page): Promise<FrameLocator> {
  await runCommand(page, 'Ratchet: Open Chat');
  const panel = webviewFrame(page);
  await panel.getByRole('textbox', { name: 'Message Ratchet' }).waitFor();
  return panel;
}

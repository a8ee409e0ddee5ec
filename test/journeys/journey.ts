/** What is a journey? A title and a person's steps in a real window. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Locator } from 'playwright-core';

import { projectRoot } from '../scripts/project.ts';
import { openEditor, type EditorOptions, type RealEditor } from '../scripts/realEditor.ts';
import { temporaryCopy } from '../scripts/vscodeServer.ts';

export interface Journey {
  readonly title: string;
  /** It looks at single frames, so no other window may run beside it. */
  readonly isAlone?: boolean;
  run(): Promise<void>;
}

export interface JourneyEditor extends RealEditor {
  /** The project on disk; a copy of the sample. */
  readonly folder: string;
}

export type JourneyOptions = Partial<Omit<EditorOptions, 'folder' | 'extensionPath'>> & {
  /** Name for screenshots. */
  readonly name: string;
  /** Changes the project before the window opens. */
  readonly prepare?: (folder: string) => Promise<void>;
};

/** Opens the sample in a window, runs the steps, and closes it; what fails leaves a screenshot. */
export async function inEditor(
  options: JourneyOptions,
  steps: (editor: JourneyEditor) => Promise<void>,
): Promise<void> {
  const project = await temporaryCopy(path.join(projectRoot, 'test', 'fixtures', 'sample'));
  try {
    await options.prepare?.(project.folder);
    const editor = await openEditor({ ...options, folder: project.folder, extensionPath: projectRoot });
    try {
      await steps({ ...editor, folder: project.folder });
    } catch (failure) {
      await editor.screenshot(`${options.name}-failed`);
      console.log(await extensionLog(editor));
      throw failure;
    } finally {
      await editor.close();
    }
  } finally {
    await project.remove();
  }
}

/** The last lines of the extension's own log. */
async function extensionLog(editor: RealEditor): Promise<string> {
  const folder = path.join(editor.server.dataFolder, 'data', 'logs');
  // A window that never came up has no folder for logs.
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const log = files.find((file) => path.basename(file) === 'Tandem.log');
  if (log === undefined) return 'the extension wrote no log';
  return (await readFile(path.join(folder, log), 'utf8')).split('\n').slice(-30).join('\n');
}

/** The status bar item's accessible name. */
export async function statusBarName(editor: RealEditor): Promise<string> {
  const item = editor.page.locator('.statusbar-item [aria-label^="Tandem:"]').first();
  await item.waitFor({ timeout: 30_000 });
  return (await item.getAttribute('aria-label')) ?? '';
}

/** Resolves when the status bar's accessible name fits. */
export async function untilStatusBar(
  editor: RealEditor,
  pattern: RegExp,
  timeoutMs = 30_000,
): Promise<string> {
  const deadlineMs = Date.now() + timeoutMs;
  let name = '';
  while (Date.now() < deadlineMs) {
    name = await statusBarName(editor);
    if (pattern.test(name)) return name;
    await editor.page.waitForTimeout(100);
  }
  throw new Error(`the status bar says “${name}”, not ${String(pattern)}`);
}

/** Takes a color theme by its name: the setting is not looked at in this window. */
export async function chooseTheme({ page }: RealEditor, name: string): Promise<void> {
  // Out of a webview, which keeps chords to itself.
  await page.locator('.part.sidebar .composite.title').first().click();
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+T');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/**
 * Opens the notification center. Under the test driver VS Code shows no toasts: notifications wait there for the one
 * who looks.
 */
export async function openNotifications(editor: RealEditor): Promise<Locator> {
  const center = editor.page.locator('.notifications-center');
  if (!(await center.isVisible())) await editor.page.locator('[id="status.notifications"]').click();
  return center;
}

/** The text of every notification that is not VS Code's own. Takes the focus: for the end of a journey. */
export async function notifications(editor: RealEditor): Promise<string[]> {
  const center = await openNotifications(editor);
  await editor.page.waitForTimeout(200);
  const messages = await center.locator('.notification-list-item-message').allInnerTexts();
  await editor.page.locator('[id="status.notifications"]').click();
  return messages.filter((message) => !ofVsCode.test(message));
}

/** What VS Code says by itself in a window that was made for a test. */
const ofVsCode =
  /Activating Extensions|a git repository|GitHub|Service Worker|insecure context|reading 'element'/i;

/** The ghost text on screen, as one string; empty where there is none. */
export async function ghostText(editor: RealEditor): Promise<string> {
  const pieces = await editor.page
    .locator('.ghost-text, .ghost-text-decoration, .ghost-text-decoration-preview, .suggest-preview-text')
    .allTextContents();
  return pieces.join('').replaceAll('\u00a0', ' ');
}

/** Waits for ghost text that contains `text`. */
export async function untilGhostText(editor: RealEditor, text: string, timeoutMs = 20_000): Promise<string> {
  const deadlineMs = Date.now() + timeoutMs;
  let seen = '';
  while (Date.now() < deadlineMs) {
    seen = await ghostText(editor);
    if (seen.includes(text)) return seen;
    await editor.page.waitForTimeout(50);
  }
  throw new Error(`ghost text is “${seen}”, expected “${text}”`);
}

/** What the editor shows, with ordinary spaces. */
export async function editorText(editor: RealEditor): Promise<string> {
  const lines = await editor.page.locator('.editor-instance .view-line').allTextContents();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** Clicks a lens until what it does is seen: VS Code draws lenses anew while a click is on its way. */
export async function clickLens(
  editor: RealEditor,
  title: RegExp,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const lens = editor.page.locator('.codelens-decoration a', { hasText: title }).first();
  for (let tries = 0; tries < 8; tries++) {
    if (await lens.isVisible()) await lens.click({ timeout: 5_000 }).catch(() => undefined);
    for (let looks = 0; looks < 10; looks++) {
      if (await isDone()) return;
      await editor.page.waitForTimeout(150);
    }
  }
  throw new Error(`clicking ${String(title)} did nothing`);
}

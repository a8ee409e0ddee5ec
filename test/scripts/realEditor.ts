/** How does a test sit in front of a real VS Code window? A browser page on VS Code's own server. */

import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { chromium, type BrowserContext, type Frame, type Page } from 'playwright-core';

import { ensureBrowser } from './browser.ts';
import { projectRoot } from './project.ts';
import { freePort, startVsCodeServer, type VsCodeServer, type VsCodeServerOptions } from './vscodeServer.ts';

export interface EditorOptions extends VsCodeServerOptions {
  readonly folder: string;
  /** The extension under development; absent where a VSIX is installed instead. */
  readonly extensionPath?: string;
  /** A bundled suite whose `run()` is called inside the extension host. */
  readonly testsPath?: string;
  readonly width?: number;
  readonly height?: number;
}

export interface RealEditor {
  readonly page: Page;
  readonly server: VsCodeServer;
  readonly url: string;
  /** Resolves with the exit code when the suite inside has settled. */
  readonly suiteExit: Promise<number>;
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The address that opens a folder with the extension under development. */
export function editorUrl(
  port: number,
  options: Pick<EditorOptions, 'folder' | 'extensionPath' | 'testsPath'>,
): string {
  const remote = (file: string): string =>
    `vscode-remote://localhost:${port}${file.split(path.sep).join('/')}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (options.extensionPath !== undefined)
    payload.push(['extensionDevelopmentPath', remote(options.extensionPath)]);
  if (options.testsPath !== undefined) payload.push(['extensionTestsPath', remote(options.testsPath)]);
  return `http://localhost:${port}/?folder=${encodeURIComponent(options.folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/**
 * A browser's folder and an address, kept from window to window: the next one finds VS Code's own code there, read and
 * compiled. What a window stored is taken out when it closes.
 */
interface Seat {
  readonly folder: string;
  readonly port: number;
}

const freeSeats: Seat[] = [];

async function takeSeat(): Promise<Seat> {
  const kept = freeSeats.pop();
  if (kept !== undefined) return kept;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-browser-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return { folder, port: await freePort() };
}

/** Closes the window; the seat is free for the next one when nothing of this one is left in it. */
async function leaveSeat(seat: Seat, context: BrowserContext, page: Page): Promise<void> {
  try {
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', {
      origin: `http://localhost:${seat.port}`,
      storageTypes: 'cookies,indexeddb,local_storage,service_workers,cache_storage,file_systems,websql',
    });
    await context.close();
    freeSeats.push(seat);
  } catch {
    await context.close().catch(() => undefined);
    await rm(seat.folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export async function openEditor(options: EditorOptions): Promise<RealEditor> {
  const executablePath = await ensureBrowser();
  const seat = await takeSeat();
  const server = await startVsCodeServer({ port: seat.port, ...options });
  let close = (): Promise<void> => server.close();
  try {
    const context = await chromium.launchPersistentContext(seat.folder, {
      executablePath,
      args: browserArguments,
      viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    close = async () => {
      await leaveSeat(seat, context, page);
      await server.close();
    };
    const suite = await exposeSuite(page);
    const url = editorUrl(server.port, options);
    await page.goto(url);
    await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
    return {
      page,
      server,
      url,
      suiteExit: suite.exit,
      screenshot: async (name) => {
        const folder = path.join(projectRoot, 'test-results', 'screenshots');
        await mkdir(folder, { recursive: true });
        const file = path.join(folder, `${name}.png`);
        await page.screenshot({ path: file });
        return file;
      },
      close,
    };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** The page tells of the suite through two functions; `exit` settles with its code. */
async function exposeSuite(page: Page): Promise<{ exit: Promise<number> }> {
  let settle: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    settle = resolve;
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => settle(code));
  await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
    if (process.env['TANDEM_VERBOSE'] !== undefined) console.log(type, ...values);
  });
  return { exit };
}

/** The innermost document of a webview, found by something that is in it. */
export async function webviewFrame(page: Page, selector: string, timeoutMs = 30_000): Promise<Frame> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    for (const frame of page.frames()) {
      try {
        if ((await frame.locator(selector).count()) > 0 && frame !== page.mainFrame()) return frame;
      } catch {
        // A frame that is going away has nothing to say.
      }
    }
    if (Date.now() > deadlineMs) throw new Error(`no webview shows ${selector}`);
    await page.waitForTimeout(100);
  }
}

/**
 * Runs a command by its whole title through the command palette: the palette puts others with the same words before
 * it, and goes on sorting while it fills.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(`>${title}`);
  const label = page.locator('.label-name').getByText(title, { exact: true });
  await page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first().click();
}

/** Saves the active file, and waits until VS Code says that it is saved. */
export async function saveFile(page: Page): Promise<void> {
  await runCommand(page, 'File: Save');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached', timeout: 15_000 });
}

/** Opens a file of the folder by its name and waits until its editor has the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: path.basename(name) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
  await page.locator('.editor-instance .view-lines').first().waitFor();
}

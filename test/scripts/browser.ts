/** Which Chromium drives the editor? One that is here, else one that is installed now. */

import { existsSync } from 'node:fs';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { packageCommand, runProgram } from './project.ts';

const wellKnown: Record<string, readonly string[]> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined
      ? []
      : [
          path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ];
  }),
};

async function works(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  // Chrome on Windows and macOS opens a window for --version in some releases; being there is enough.
  if (process.platform !== 'linux') return true;
  const { status } = await runProgram(file, ['--version', '--no-sandbox'], { timeoutMs: 20_000 });
  return status === 0;
}

async function findBrowser(): Promise<string | undefined> {
  const named = process.env['TANDEM_BROWSER'];
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...(wellKnown[process.platform] ?? []),
    chromium.executablePath(),
  ];
  for (const file of candidates) {
    if (await works(file)) return file;
  }
  return undefined;
}

/** Debian has Chromium as an ordinary package; Ubuntu's is a snap and does not run in containers. */
async function installFromDebian(): Promise<void> {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return;
  const isUbuntu = (await runProgram('sh', ['-c', 'grep -qi ubuntu /etc/os-release'])).status === 0;
  if (isUbuntu) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...parameters: string[]): Promise<{ status: number }> => {
    const [program, ...rest] = [...asRoot, 'apt-get', ...parameters];
    return runProgram(program ?? 'apt-get', rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: 600_000,
    });
  };
  await apt('update', '-qq');
  await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
}

async function installFromPlaywright(): Promise<void> {
  await runProgram(process.execPath, [packageCommand('playwright-core/cli.js'), 'install', 'chromium'], {
    echo: true,
    timeoutMs: 600_000,
  });
}

/** The path of a browser that starts. Throws one sentence where none can be had. */
export async function ensureBrowser(): Promise<string> {
  for (const install of [undefined, installFromDebian, installFromPlaywright]) {
    if (install !== undefined) {
      console.log('Installing Chromium …');
      await install();
    }
    const found = await findBrowser();
    if (found !== undefined) return found;
  }
  throw new Error(
    'No Chromium was found or could be installed: install Chrome or Chromium, or name one in TANDEM_BROWSER.',
  );
}

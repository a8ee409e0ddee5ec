/** How is a real VS Code had from npm packages alone? code-server's package holds its server and web workbench. */

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { cacheFolder, runProgram } from './project.ts';

/** Contains VS Code 1.139.1; wants Node 24. */
export const codeServerVersion = '4.139.1';

async function npmInstall(cwd: string, ...parameters: string[]): Promise<void> {
  const { status, output } = await runProgram(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...parameters],
    { cwd },
  );
  if (status !== 0) throw new Error(`npm install in ${cwd} failed:\n${output}`);
}

/** The folder of VS Code's server, installed into the cache when it is not there yet. */
export async function ensureVsCodeServer(): Promise<string> {
  const folder = path.join(cacheFolder, `code-server-${codeServerVersion}`);
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const done = path.join(folder, 'installed');
  if (existsSync(done)) return vscode;
  console.log(
    `Installing VS Code (code-server ${codeServerVersion}) into ${path.relative(process.cwd(), folder)} …`,
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"private":true}\n');
  await npmInstall(folder, `code-server@${codeServerVersion}`);
  await npmInstall(vscode, '--omit=dev');
  // The TypeScript that VS Code's own language features run on.
  await npmInstall(path.join(vscode, 'extensions'), '--omit=dev');
  await writeFile(done, '');
  return vscode;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

export interface VsCodeServerOptions {
  /** User settings; VS Code's own are set for a quiet window. */
  readonly settings?: Record<string, unknown>;
  /** Restricted Mode is possible. Off: every folder is trusted. */
  readonly workspaceTrust?: boolean;
  readonly env?: Record<string, string>;
  readonly port?: number;
  /** Kept between runs when named; a temporary one otherwise. */
  readonly dataFolder?: string;
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  /** Opened where the address names none. */
  readonly defaultFolder?: string;
  /** For a person to use rather than a test to drive: her settings stay, first-run pages open, no test driver. */
  readonly isForAPerson?: boolean;
}

export interface VsCodeServer {
  readonly port: number;
  readonly dataFolder: string;
  /** What the server printed, for a failure's report. */
  readonly output: () => string;
  close(): Promise<void>;
}

const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.accessibilitySupport': 'off',
  'security.workspace.trust.untrustedFiles': 'open',
  // What a window computes for nobody: software draws every frame here, and two cores share many windows.
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'typescript.tsserver.useSyntaxServer': 'never',
  'typescript.disableAutomaticTypeAcquisition': true,
  'npm.autoDetect': 'off',
  'grunt.autoDetect': 'off',
  'gulp.autoDetect': 'off',
  'jake.autoDetect': 'off',
};

/** VS Code's own assistant would sit on top of what the sample is to show. */
const settingsForAPerson = {
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
};

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Starts VS Code's server on loopback; resolves when it accepts connections. */
export async function startVsCodeServer(options: VsCodeServerOptions = {}): Promise<VsCodeServer> {
  const vscode = await ensureVsCodeServer();
  const port = options.port ?? (await freePort());
  const temporary = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(os.tmpdir(), 'tandem-vscode-')));
  const userFolder = path.join(dataFolder, 'data', 'User');
  await mkdir(userFolder, { recursive: true });
  const settingsFile = path.join(userFolder, 'settings.json');
  if (options.isForAPerson !== true || !existsSync(settingsFile)) {
    const settings = options.isForAPerson === true ? settingsForAPerson : quietSettings;
    await writeFile(settingsFile, JSON.stringify({ ...settings, ...options.settings }, null, 2));
  }
  const main = path.join(vscode, 'out', 'server-main.js');
  const common = ['--accept-server-license-terms', '--server-data-dir', dataFolder];
  for (const file of options.vsix ?? []) {
    const { status, output } = await runProgram(
      process.execPath,
      [main, ...common, '--install-extension', file],
      { cwd: vscode },
    );
    if (status !== 0) throw new Error(`installing ${file} failed:\n${output}`);
  }
  const child = spawn(
    process.execPath,
    [
      main,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--without-connection-token',
      ...common,
      '--telemetry-level',
      'off',
      ...(options.isForAPerson === true ? [] : ['--enable-smoke-test-driver']),
      ...(options.defaultFolder === undefined ? [] : ['--default-folder', options.defaultFolder]),
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
    ],
    { cwd: vscode, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const close = async (): Promise<void> => {
    await stop(child);
    if (temporary) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  const deadlineMs = Date.now() + 60_000;
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/version`);
      if (response.status < 500) return { port, dataFolder, output: () => output, close };
    } catch {
      // Not listening yet.
    }
    if (child.exitCode !== null || Date.now() > deadlineMs) {
      await close();
      throw new Error(`VS Code's server did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A copy of a folder of `test/fixtures` that a test may write to. */
export async function temporaryCopy(
  folder: string,
): Promise<{ folder: string; remove: () => Promise<void> }> {
  const target = await mkdtemp(path.join(os.tmpdir(), 'tandem-project-'));
  await cp(folder, target, { recursive: true });
  return { folder: target, remove: () => rm(target, { recursive: true, force: true, maxRetries: 5 }) };
}

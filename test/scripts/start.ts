/** `npm start`: builds, finds or starts a model server, and opens a real VS Code on the sample project. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { startDemo } from '../servers/demo.ts';
import { cacheFolder, projectRoot, runProgram } from './project.ts';
import { packageExtension } from './package.ts';
import { freePort, startVsCodeServer } from './vscodeServer.ts';

const usualPort = 8377;

/** Addresses where model servers listen by default, each with a free question that tells one. */
const wellKnown: readonly { name: string; url: string; path: string }[] = [
  { name: 'Ollama', url: 'http://127.0.0.1:11434', path: '/api/version' },
  { name: 'llama.cpp', url: 'http://127.0.0.1:9931', path: '/v1/models' },
  { name: 'llama.cpp or LocalAI', url: 'http://127.0.0.1:8080', path: '/v1/models' },
  { name: 'vLLM', url: 'http://127.0.0.1:8000', path: '/v1/models' },
  { name: 'LM Studio', url: 'http://127.0.0.1:1234', path: '/v1/models' },
  { name: 'TabbyAPI', url: 'http://127.0.0.1:5000', path: '/v1/models' },
  { name: 'LiteLLM', url: 'http://127.0.0.1:4000', path: '/v1/models' },
];

async function modelServerHere(): Promise<{ name: string; url: string } | undefined> {
  const answers = await Promise.all(
    wellKnown.map(async (place) => {
      try {
        const response = await fetch(place.url + place.path, {
          signal: AbortSignal.timeout(1_500),
          redirect: 'error',
        });
        const isJson = (response.headers.get('content-type') ?? '').includes('json');
        return isJson && (response.ok || response.status === 401) ? place : undefined;
      } catch {
        return undefined;
      }
    }),
  );
  return answers.find((place) => place !== undefined);
}

async function chooseServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const named = process.env['TANDEM_SERVER_URL'];
  if (named !== undefined && named !== '') {
    console.log(`Model server: ${named} (from TANDEM_SERVER_URL)`);
    return { url: named, close: () => Promise.resolve() };
  }
  const found = await modelServerHere();
  if (found !== undefined) {
    console.log(`Model server: ${found.name} at ${found.url}`);
    return { url: found.url, close: () => Promise.resolve() };
  }
  const demo = await startDemo();
  console.log(
    `No model server was found on this machine, so the demo server runs on port ${new URL(demo.url).port}.`,
  );
  console.log('It is no model: it copies from the context and says "demo" wherever it answers.');
  return { url: demo.url, close: () => demo.close() };
}

/** A copy of the sample that stays between starts, so that a person's changes do. */
async function sampleProject(): Promise<string> {
  const folder = path.join(cacheFolder, 'tea-shop');
  if (!existsSync(folder)) {
    await mkdir(cacheFolder, { recursive: true });
    await cp(path.join(projectRoot, 'test', 'fixtures', 'sample'), folder, { recursive: true });
    await runProgram('git', ['init', '-q', folder]);
  }
  return folder;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

async function openDesktop(folder: string, serverUrl: string): Promise<boolean> {
  const lookup = process.platform === 'win32' ? 'where' : 'which';
  const { status } = await runProgram(lookup, ['code']);
  if (status !== 0) {
    console.log('There is no `code` on the PATH; opening VS Code in the browser instead.');
    return false;
  }
  spawn('code', ['--new-window', `--extensionDevelopmentPath=${projectRoot}`, folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TANDEM_SERVER_URL: serverUrl },
  });
  console.log('VS Code opens with the extension. Press Ctrl+C here when you are done.');
  return true;
}

const folder = await sampleProject();
const vsix = await packageExtension();
const server = await chooseServer();
const isDesktop = process.argv.includes('--desktop') && (await openDesktop(folder, server.url));
if (isDesktop) {
  await untilStopped();
} else {
  const wanted = Number(process.env['PORT'] ?? usualPort);
  const isFree = await fetch(`http://127.0.0.1:${wanted}/`).then(
    () => false,
    () => true,
  );
  const editor = await startVsCodeServer({
    port: isFree ? wanted : await freePort(),
    dataFolder: path.join(cacheFolder, 'start'),
    vsix: [vsix],
    defaultFolder: folder,
    isForAPerson: true,
    env: { TANDEM_SERVER_URL: server.url },
  });
  // With the folder in the address: in a window that opens the server's default folder VS Code draws no suggestion.
  const inAddress = encodeURI(`/${folder.split(path.sep).join('/').replace(/^\//, '')}`);
  console.log(
    `\nOpen http://127.0.0.1:${editor.port}/?folder=${inAddress} in a browser. Press Ctrl+C here when you are done.`,
  );
  await untilStopped();
  await editor.close();
}
await server.close();
process.exit(0);

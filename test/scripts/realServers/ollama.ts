/** A real Ollama: the one on the PATH, or built from its Go module, with the tiny random model. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { runProgram } from '../project.ts';
import { freePort } from '../vscodeServer.ts';
import {
  lastLine,
  onPath,
  serversFolder,
  startProgram,
  tinyModel,
  untilAnswers,
  type RealServer,
} from './realServer.ts';

/** The newest whose Go module holds all its sources: later ones keep some in a folder that modules leave out. */
const moduleVersion = 'v0.6.5';

async function program(): Promise<string> {
  const installed = await onPath('ollama');
  if (installed !== undefined) return installed;
  const built = path.join(serversFolder, 'bin', 'ollama');
  if (existsSync(built)) return built;
  const go = await onPath('go');
  if (go === undefined) return 'no `ollama` and no Go on the PATH';
  const environment = {
    ...process.env,
    GOPATH: path.join(serversFolder, 'go'),
    GOBIN: path.join(serversFolder, 'bin'),
    GOFLAGS: '-modcacherw',
  };
  const { status, output } = await runProgram(go, ['install', `github.com/ollama/ollama@${moduleVersion}`], {
    env: environment,
    timeoutMs: 1_800_000,
  });
  if (status === 0) return built;
  return `no build of ${moduleVersion}: ${lastLine(output)}`;
}

async function load(url: string, file: string): Promise<string | undefined> {
  const bytes = await readFile(file);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const blob = await fetch(`${url}/api/blobs/${digest}`, { method: 'POST', body: bytes });
  if (!blob.ok) return `it refused the model file: ${blob.status}`;
  for (const model of ['qwen2.5-coder:tiny', 'devstral:tiny']) {
    const body = JSON.stringify({ model, files: { 'tiny.gguf': digest }, stream: false });
    const created = await fetch(`${url}/api/create`, { method: 'POST', body });
    const text = await created.text();
    if (!created.ok || text.includes('"error"')) return `it could not make a model: ${text.slice(0, 200)}`;
  }
  return undefined;
}

export const realOllama: RealServer = {
  title: 'Ollama',
  start: async () => {
    const file = await tinyModel();
    if (file.startsWith('no ')) return file;
    const ollama = await program();
    if (ollama.startsWith('no ')) return ollama;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = startProgram(ollama, ['serve'], {
      OLLAMA_HOST: `127.0.0.1:${port}`,
      OLLAMA_MODELS: path.join(serversFolder, 'ollama-models'),
    });
    const trouble = (await untilAnswers(`${url}/api/version`, 30_000))
      ? await load(url, file)
      : `it did not start: ${lastLine(server.output())}`;
    if (trouble !== undefined) {
      await server.close();
      return trouble;
    }
    return { url, kind: 'ollama', canProve: false, close: () => server.close() };
  },
};

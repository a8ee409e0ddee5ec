/** How do other assistants complete the same traces? Their engines from npm, fetched into the cache, at their defaults. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { cacheFolder, runProgram } from '../../scripts/project.ts';

export interface PeerPlace {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly offset: number;
}

export interface Peer {
  /** What it would insert at the place; undefined where it has nothing. */
  complete(place: PeerPlace, signal: AbortSignal): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface PeerKind {
  readonly name: string;
  connect(url: string): Promise<Peer>;
}

interface TabbyAgent {
  initialize(options: object): Promise<boolean>;
  finalize(): Promise<boolean>;
  provideCompletions(
    request: object,
    options: { signal: AbortSignal },
  ): Promise<{ choices: { text: string; replaceRange: { start: number; end: number } }[] }>;
}

/** Those that npm could install. */
export async function availablePeers(): Promise<PeerKind[]> {
  const tabby = await installed('tabby-agent', '1.5.0');
  return tabby === undefined
    ? []
    : [{ name: 'tabby-agent 1.5.0', connect: (url) => connectTabby(tabby, url) }];
}

async function connectTabby(entry: string, endpoint: string): Promise<Peer> {
  const { TabbyAgent } = createRequire(entry)('tabby-agent') as { TabbyAgent: new () => TabbyAgent };
  const agent = new TabbyAgent();
  await agent.initialize({
    config: { server: { endpoint, token: '' }, anonymousUsageTracking: { disable: true } },
    clientProperties: {},
  });
  return {
    async complete({ path: file, languageId, text, offset }, signal) {
      const request = { filepath: `/project/${file}`, language: languageId, text, position: offset };
      const { choices } = await agent.provideCompletions(request, { signal });
      const [choice] = choices;
      // Its text goes from the start of the range; what stands before the cursor is typed already.
      return choice?.text.slice(Math.max(0, offset - choice.replaceRange.start));
    },
    async close() {
      await agent.finalize();
    },
  };
}

/** A file beside the package, to require it from; `undefined` where npm cannot be reached. */
async function installed(name: string, version: string): Promise<string | undefined> {
  const folder = path.join(cacheFolder, 'bench-peers', `${name}-${version}`);
  if (!existsSync(path.join(folder, 'node_modules', name))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    const { status } = await runProgram(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`],
      { cwd: folder },
    );
    if (status !== 0) return undefined;
  }
  return path.join(folder, 'package.json');
}

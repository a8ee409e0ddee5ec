/** How is `tabby-agent` 1.5.0 driven? It talks to a Tabby server, which lays out the prompt itself. */

import { createRequire } from 'node:module';
import path from 'node:path';

import { installed, type Peer, type PeerKind } from './peer.ts';

interface TabbyAgent {
  initialize(options: object): Promise<boolean>;
  finalize(): Promise<boolean>;
  provideCompletions(
    request: object,
    options: { signal: AbortSignal },
  ): Promise<{ choices: { text: string; replaceRange: { start: number; end: number } }[] }>;
}

export async function tabbyAgent(): Promise<PeerKind | undefined> {
  const folder = await installed('tabby-agent', '1.5.0');
  if (folder === undefined) return undefined;
  const { TabbyAgent } = createRequire(path.join(folder, 'package.json'))('tabby-agent') as {
    TabbyAgent: new () => TabbyAgent;
  };
  // 20 lines before the cursor and 20 behind it.
  return { name: 'tabby-agent 1.5.0', promptTokens: 400, connect: (url) => connect(new TabbyAgent(), url) };
}

async function connect(agent: TabbyAgent, endpoint: string): Promise<Peer> {
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
      if (choice === undefined) return undefined;
      return { text: choice.text.slice(Math.max(0, offset - choice.replaceRange.start)) };
    },
    async close() {
      await agent.finalize();
    },
  };
}

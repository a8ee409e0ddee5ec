/** A team publishes a profile; a repository proposes; a lock holds; nothing of an untrusted folder counts. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { Locator } from 'playwright-core';

import { runCommand, webviewFrame } from '../scripts/realEditor.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn } from '../servers/standIn.ts';
import { inEditor, notifications, untilStatusBar, type Journey, type JourneyEditor } from './journey.ts';

interface ProfileHost {
  readonly url: string;
  publish(text: string): void;
  close(): Promise<void>;
}

async function startProfileHost(first: string): Promise<ProfileHost> {
  let text = first;
  const server: Server = createServer((request, response) => {
    const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', etag }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/team.json`,
    publish: (next) => {
      text = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The text of the page that tells where settings come from, once it fits. */
async function untilSources(editor: JourneyEditor, pattern: RegExp): Promise<string> {
  const { page } = editor;
  const deadlineMs = Date.now() + 20_000;
  let text = '';
  await untilStatusBar(editor, /^Tandem:/);
  await runCommand(page, 'Tandem: Show Setting Sources');
  while (Date.now() < deadlineMs) {
    const frame = await webviewFrame(page, 'h1:has-text("Tandem setting sources")');
    text = (await frame.locator('body').innerText()).replace(/\s+/g, ' ');
    if (pattern.test(text)) return text;
    await page.waitForTimeout(500);
  }
  throw new Error(`the page of setting sources says “${text}”, not ${String(pattern)}`);
}

/** A notification in VS Code's center; its toasts are not shown while a test drives the window. */
async function notification(editor: JourneyEditor, text: string): Promise<Locator> {
  await untilStatusBar(editor, /^Tandem:/);
  await editor.page.waitForTimeout(1500);
  await runCommand(editor.page, 'Notifications: Show Notifications');
  const item = editor.page.locator('.notifications-center .notification-list-item', { hasText: text });
  await item.waitFor({ timeout: 30_000 });
  return item;
}

const byUrl: Journey = {
  title: 'a team profile by URL appears, changes, breaks and comes back',
  run: async () => {
    const server = await startStandIn(ollama, {});
    const profile = (name: string, model = ''): string =>
      JSON.stringify({ version: 1, name, server: { url: server.url }, cloud: { model } });
    const host = await startProfileHost(profile('Payments'));
    try {
      await inEditor({ name: 'team', settings: { 'tandem.team.profile': host.url } }, async (editor) => {
        await untilStatusBar(editor, /ready$/);
        const first = await untilSources(editor, /Payments/);
        assert.ok(first.includes(`${server.url} team profile ${host.url}`), first);
        await editor.screenshot('team-sources');
        host.publish(profile('Payments', 'frontier-2'));
        await untilSources(editor, /frontier-2/);
        host.publish('{ "version": 1, ');
        const broken = await untilSources(editor, /It is not JSON/);
        assert.match(broken, /The last good version still counts/);
        assert.match(broken, /frontier-2/);
        await editor.screenshot('team-broken');
        host.publish(profile('Payments', 'frontier-3'));
        const back = await untilSources(editor, /frontier-3/);
        assert.doesNotMatch(back, /not JSON/);
        assert.deepEqual(await notifications(editor), []);
      });
    } finally {
      await host.close();
      await server.close();
    }
  },
};

const locked: Journey = {
  title: 'a locked setting cannot be changed and says by whom',
  run: async () => {
    const host = await startProfileHost(
      JSON.stringify({
        version: 1,
        name: 'Payments',
        cloud: { provider: 'none', escalation: 'never' },
        locked: ['cloud.provider', 'cloud.escalation'],
      }),
    );
    try {
      const settings = {
        'tandem.team.profile': host.url,
        'tandem.cloud.provider': 'openai',
        'tandem.cloud.escalation': 'automatic',
      };
      await inEditor({ name: 'locked', settings }, async (editor) => {
        const text = await untilSources(editor, /locked by team profile/);
        assert.ok(text.includes('openai (user settings): locked by team profile'), text);
        assert.ok(text.includes('automatic (user settings): locked by team profile'), text);
        assert.match(text, /tandem\.cloud\.provider none team profile/);
        await editor.screenshot('team-locked');
      });
    } finally {
      await host.close();
    }
  },
};

const proposes: Journey = {
  title: 'a repository proposes a server, is asked about once, and a changed one is asked about again',
  run: async () => {
    const server = await startStandIn(ollama, {});
    const propose = async (folder: string, url: string): Promise<void> => {
      await mkdir(path.join(folder, '.tandem'), { recursive: true });
      const text = JSON.stringify({ version: 1, name: 'Repository', server: { url } });
      await writeFile(path.join(folder, '.tandem', 'team.json'), text);
    };
    try {
      const prepare = (folder: string): Promise<void> => propose(folder, server.url);
      await inEditor({ name: 'proposal', prepare }, async (editor) => {
        const question = await notification(editor, 'proposes a model server');
        assert.ok((await question.innerText()).includes(server.url));
        assert.equal(server.requests.length, 0, 'nothing is asked before the person agreed');
        await editor.screenshot('team-proposal');
        await question.getByRole('button', { name: 'Use for This Repository' }).click();
        await untilStatusBar(editor, /ready$/);
        await propose(editor.folder, 'http://elsewhere.example:8000');
        const again = await notification(editor, 'http://elsewhere.example:8000');
        await again.getByRole('button', { name: "Don't Use" }).click();
        await untilSources(editor, /elsewhere\.example:8000 \(repository profile.*you have not approved it/);
      });
    } finally {
      await server.close();
    }
  },
};

/** Everything a repository might try, each with what must come of it. */
const attack = {
  'tandem.server.url': 'http://evil.example',
  'tandem.completion.url': 'http://evil.example',
  'tandem.chat.url': 'http://evil.example',
  'tandem.cloud.provider': 'custom',
  'tandem.cloud.url': 'https://evil.example',
  'tandem.cloud.escalation': 'automatic',
  'tandem.cloud.budget.dailyUsd': 1000,
  'tandem.privacy.patterns': { evil: '(a+)+$' },
  'tandem.team.profile': 'http://evil.example/team.json',
  'tandem.audit.folder': '/tmp/evil-audit',
  'tandem.usage.otlpUrl': 'http://evil.example',
  'tandem.gate.command': 'touch /tmp/evil-ran',
};

async function plant(folder: string): Promise<void> {
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(attack));
}

const workspaceSettings: Journey = {
  title: 'workspace settings set no server, no cloud, no command and no exception',
  run: () =>
    inEditor({ name: 'attack', prepare: plant }, async (editor) => {
      const text = await untilSources(editor, /tandem\.usage\.otlpUrl/);
      const table = text.slice(text.indexOf('Refused'));
      for (const key of Object.keys(attack)) {
        const row = new RegExp(`${key.replaceAll('.', '\\.')} (.*?)(?= tandem\\.|$)`).exec(table)?.[1] ?? '';
        const value = row.split(/ default| user settings| workspace settings/)[0] ?? '';
        assert.doesNotMatch(value, /evil|automatic|1000|custom/, `${key}: ${row}`);
      }
      await editor.screenshot('team-workspace-attack');
    }),
};

const restricted: Journey = {
  title: 'nothing of a folder that is not trusted counts, not even what is stricter',
  run: () =>
    inEditor(
      {
        name: 'restricted',
        workspaceTrust: true,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
        prepare: async (folder) => {
          await plant(folder);
          await mkdir(path.join(folder, '.tandem'), { recursive: true });
          const profile = { version: 1, name: 'R', server: { url: 'http://evil.example' } };
          await writeFile(path.join(folder, '.tandem', 'team.json'), JSON.stringify(profile));
        },
      },
      async (editor) => {
        const text = await untilSources(editor, /Restricted Mode/);
        assert.doesNotMatch(text.replace(/\([^)]*\): [^|]*/g, ''), /evil\.example/);
        assert.deepEqual(await notifications(editor), []);
        await editor.screenshot('team-restricted');
      },
    ),
};

export const journeys: readonly Journey[] = [byUrl, locked, proposes, workspaceSettings, restricted];

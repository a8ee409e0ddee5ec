/** Who hears anything, and what? Every feature is used in a window whose connections are all written down. */

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { projectRoot } from '../scripts/project.ts';
import { openFile, runCommand, webviewFrame } from '../scripts/realEditor.ts';
import { alnum, chanceFrom } from '../fixtures/redaction/chance.ts';
import { carriers } from '../fixtures/redaction/carriers.ts';
import { tokenKinds } from '../fixtures/redaction/secretKinds.ts';
import { openaiCloud } from '../servers/openaiCloud.ts';
import { startStandIn, type Asked, type StandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { openChat } from './chat.journey.ts';
import {
  clickLens,
  inEditor,
  openNotifications,
  untilGhostText,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

const carrierNames = ['typescript', 'envNoPath', 'diff', 'jsonInString', 'log'];
const instruction = 'Say in a comment what this is for';

interface Planted {
  readonly kind: string;
  readonly carrier: string;
  readonly value: string;
  readonly text: string;
}

/** Twenty kinds in five carriers, new at each run. */
function plant(): Planted[] {
  const chance = chanceFrom(randomInt(2 ** 31));
  const kinds = tokenKinds.filter(({ telling }) => telling).slice(0, 20);
  return kinds.flatMap((kind) =>
    carriers
      .filter(({ name }) => carrierNames.includes(name))
      .map((carrier) => {
        const value = kind.make(chance);
        const { text } = carrier.carry(value, kind, chance);
        return { kind: kind.name, carrier: carrier.name, value, text };
      }),
  );
}

/** A source file that quotes all of them in comments, and a function at its end. */
function sourceOf(planted: readonly Planted[]): string {
  const quoted = planted.map(({ text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `// ${line}`)
      .join('\n'),
  );
  return `${quoted.join('\n')}\nexport function wires(): number {\n  return ${planted.length};\n}\n`;
}

interface Connection {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly lookup?: string;
  readonly datagram?: string;
  readonly process: string;
  readonly started?: boolean;
}

interface Scene {
  readonly editor: JourneyEditor;
  readonly local: StandIn;
  readonly cloud: StandIn;
  readonly known: string;
  /** What was opened since the window came up, by any process of the server. */
  connections(): Promise<Connection[]>;
  /** Hosts that the page itself asked. */
  readonly pageHosts: ReadonlySet<string>;
}

function lastFence(asked: Asked): string {
  const text = asked.messages.map(({ content }) => content).join('\n');
  return [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].at(-1)?.[1] ?? '';
}

function localAnswer(asked: Asked): string[] {
  if (asked.task !== 'chat') return ['  return 42;\n', '}\n'];
  const isEdit = asked.messages.some(({ content }) => content.includes(instruction));
  return isEdit
    ? ['```ts\n', 'export function wires(): number {\n  const a = {\n', '```\n']
    : ["I'm sorry, I can't help with that request."];
}

function cloudAnswer(asked: Asked): string[] {
  const isEdit = asked.messages.some(({ content }) => content.includes(instruction));
  if (!isEdit) return ['They are ', 'all there.'];
  return ['```ts\n', lastFence(asked).replace('  return', '  // As many as there are.\n  return'), '```\n'];
}

async function inRecordedWindow(
  name: string,
  cloudSettings: (cloud: StandIn) => Record<string, unknown>,
  planted: readonly Planted[],
  steps: (scene: Scene) => Promise<void>,
): Promise<void> {
  const local = await startStandIn(vllm, { answer: localAnswer });
  const cloud = await startStandIn(openaiCloud, { answer: cloudAnswer, apiKey: 'k-network' });
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-network-'));
  const log = path.join(folder, 'connections.jsonl');
  const known = `corner-${chanceFrom(randomInt(2 ** 31)).text(alnum, 22)}`;
  await writeFile(log, '');
  try {
    await inEditor(
      {
        name,
        settings: { 'tandem.server.url': local.url, ...cloudSettings(cloud) },
        env: {
          TANDEM_CLOUD_API_KEY: 'k-network',
          TANDEM_CONNECTIONS_FILE: log,
          // VS Code's own shop for extensions.
          EXTENSIONS_GALLERY: '{}',
          NODE_OPTIONS: `--require=${path.join(projectRoot, 'test', 'scripts', 'recordConnections.cjs')}`,
        },
        prepare: async (project) => {
          await writeFile(path.join(project, '.env'), `BUILD_FARM_TOKEN=${known}\n`);
          await writeFile(path.join(project, 'src', 'wiring.ts'), sourceOf(planted));
          await writeFile(path.join(project, 'src', 'panel.ts'), sourceOf(planted.slice(0, 3)));
        },
      },
      async (editor) => {
        const pageHosts = new Set<string>();
        editor.page.context().on('request', (request) => {
          const { protocol, host } = new URL(request.url());
          if (/^(?:https?|wss?):$/.test(protocol)) pageHosts.add(host);
        });
        const connections = async (): Promise<Connection[]> =>
          (await readFile(log, 'utf8'))
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line) as Connection);
        await untilStatusBar(editor, /ready$/);
        await steps({ editor, local, cloud, known, connections, pageHosts });
      },
    );
  } finally {
    await local.close();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A suggestion, a chat turn that attaches the file, an edit of its end: all on the team's server. */
async function useLocally({ editor, known }: Scene): Promise<Awaited<ReturnType<typeof openChat>>> {
  const { page } = editor;
  await openFile(page, 'wiring.ts');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nexport function answer(): number {\n', { delay: 20 });
  await untilGhostText(editor, 'return 42;');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Z');
  await runCommand(page, 'File: Save');
  const frame = await openChat(editor);
  const input = frame.getByRole('textbox', { name: 'Ask Tandem' });
  await input.pressSequentially('What are these for? @wiri');
  await frame
    .getByRole('option', { name: /wiring\.ts/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await input.pressSequentially(` And is ${known} still good?`);
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
  return frame;
}

async function startEdit({ editor }: Scene): Promise<void> {
  const { page } = editor;
  await openFile(page, 'panel.ts');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+I');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(instruction);
  await page.keyboard.press('Enter');
}

async function lookAtFigures({ editor }: Scene): Promise<void> {
  const { page } = editor;
  await runCommand(page, 'Tandem: Open Usage');
  await webviewFrame(page, 'section h2');
  await runCommand(page, 'Tandem: Open Audit Log');
  await page
    .locator('.codelens-decoration a', { hasText: 'Route: all' })
    .first()
    .waitFor({ timeout: 20_000 });
  await runCommand(page, 'Tandem: Copy Diagnostics');
  await page.waitForTimeout(500);
}

/** Everything that any process connected to, as `host:port`, apart from the window's own sockets. */
function destinations(connections: readonly Connection[], ownPort: number): string[] {
  const reached = connections
    .filter(
      ({ path: file, lookup, started }) => file === undefined && lookup === undefined && started !== true,
    )
    .map(
      ({ host, port, datagram }) =>
        datagram ?? `${(host ?? '').replace(/^\[?(?:127\.0\.0\.1|::1|localhost)\]?$/, 'loopback')}:${port}`,
    );
  return [...new Set(reached)].filter((each) => each !== `loopback:${ownPort}`).sort();
}

/** The recorder must have sat in the process that runs the extension, or it proves nothing. */
function assertWatched(connections: readonly Connection[]): void {
  assert.ok(
    connections.some(({ process: role, started }) => started === true && role === 'extensionHost'),
    'the extension host was not watched',
  );
}

/** The server itself, and the name under which VS Code's service worker hands a webview its files, without a network. */
function ownHost(host: string, port: number): boolean {
  return host === `localhost:${port}` || host.endsWith('.vscode-resource.vscode-cdn.net');
}

function lookups(connections: readonly Connection[]): string[] {
  const names = connections.flatMap(({ lookup }) => (lookup === undefined ? [] : [lookup]));
  return [...new Set(names)].filter((name) => !/^(?:localhost|127\.0\.0\.1|::1)$/.test(name));
}

const loopback = (server: StandIn): string => `loopback:${new URL(server.url).port}`;

/** The value, its usual encodings, and any part of it that would be of use. */
function tracesOf(value: string): string[] {
  const parts = [value, Buffer.from(value).toString('base64').replace(/=+$/, ''), encodeURIComponent(value)];
  for (let at = 0; at + 16 <= value.length; at += 4) parts.push(value.slice(at, at + 16));
  return parts.filter((part) => !/^[a-zA-Z]+[_-]?$/.test(part));
}

const withCloud: Journey = {
  title: 'uses every feature with a cloud: it hears no secret, and nobody else hears anything',
  run: () => {
    const planted = plant();
    return inRecordedWindow(
      'network',
      (cloud) => ({
        'tandem.cloud.provider': 'openai',
        'tandem.cloud.url': cloud.url,
        'tandem.cloud.model': 'gpt-6-sol',
      }),
      planted,
      async (scene) => {
        const { editor, local, cloud, known } = scene;
        const { page } = editor;
        const frame = await useLocally(scene);
        await frame.getByRole('button', { name: 'Ask the cloud', exact: true }).waitFor({ timeout: 30_000 });
        assert.equal(cloud.requests.length, 0, 'nothing left before consent');
        await frame.getByRole('button', { name: /sent/i }).first().click();
        const send = page.locator('.codelens-decoration a', { hasText: 'Send' }).first();
        await send.waitFor({ timeout: 20_000 });
        await clickLens(editor, /^Send$/, () => Promise.resolve(cloud.asks().length > 0));
        await frame
          .locator('article[data-route="cloud"]')
          .getByText('all there.')
          .waitFor({ timeout: 20_000 });

        await startEdit(scene);
        const escalate = page.locator('.codelens-decoration a', { hasText: /^Ask the cloud$/ }).first();
        await escalate.waitFor({ timeout: 30_000 });
        await escalate.click();
        const center = await openNotifications(editor);
        await center.getByRole('button', { name: 'Ask the cloud' }).click({ timeout: 20_000 });
        await cloud.until(() => cloud.asks().filter(({ finished }) => finished).length >= 2, 20_000);
        await lookAtFigures(scene);
        await editor.screenshot('network');

        const heard = cloud.requests
          .map(
            ({ path: where, query, headers, text }) =>
              `${where}?${query.toString()}\n${JSON.stringify(headers)}\n${text}`,
          )
          .join('\n');
        assert.ok((heard.match(/SECRET_/g) ?? []).length >= 100, 'the secrets were on their way');
        const leaked = planted.filter(({ value }) => tracesOf(value).some((trace) => heard.includes(trace)));
        assert.deepEqual(
          leaked.map(({ kind, carrier }) => `${kind} in ${carrier}`),
          [],
        );
        assert.ok(!tracesOf(known).some((trace) => heard.includes(trace)), 'what only .env holds');
        const connections = await scene.connections();
        assertWatched(connections);
        assert.deepEqual(
          destinations(connections, editor.server.port),
          [loopback(cloud), loopback(local)].sort(),
        );
        assert.deepEqual(lookups(connections), []);
        assert.deepEqual(
          [...scene.pageHosts].filter((host) => !ownHost(host, editor.server.port)),
          [],
        );
      },
    );
  },
};

const withoutCloud: Journey = {
  title: 'uses every feature with provider none: not one connection to any cloud',
  run: () =>
    inRecordedWindow(
      'network-none',
      (cloud) => ({
        'tandem.cloud.provider': 'none',
        'tandem.cloud.url': cloud.url,
        'tandem.cloud.model': 'gpt-6-sol',
      }),
      plant().slice(0, 20),
      async (scene) => {
        const { editor, local, cloud } = scene;
        const frame = await useLocally(scene);
        await frame.locator('article[data-route="local"]').last().waitFor({ timeout: 20_000 });
        await startEdit(scene);
        await local.until(
          (requests) => requests.filter(({ text }) => text.includes(instruction)).length > 0,
          20_000,
        );
        await runCommand(editor.page, 'Tandem: Preview What Would Be Sent');
        await lookAtFigures(scene);
        assert.equal(cloud.requests.length, 0);
        const connections = await scene.connections();
        assertWatched(connections);
        assert.deepEqual(destinations(connections, editor.server.port), [loopback(local)]);
        assert.deepEqual(lookups(connections), []);
      },
    ),
};

export const journeys: readonly Journey[] = [withCloud, withoutCloud];

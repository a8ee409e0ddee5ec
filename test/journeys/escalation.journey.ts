/** The local model breaks an edit; the cloud is asked by consent, sees no secret, and its answer comes back whole. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { openFile, runCommand } from '../scripts/realEditor.ts';
import { openaiCloud } from '../servers/openaiCloud.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn, type Answerer, type Asked, type StandIn } from '../servers/standIn.ts';
import {
  clickLens,
  editorText,
  inEditor,
  openNotifications,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

/** Token-shaped, new at each run: nothing secret-looking is in the repository. */
function freshSecret(): string {
  return `ghp_${randomBytes(27)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 36)}`;
}

function configText(secret: string): string {
  return `export function shopHeaders(): Record<string, string> {\n  const token = '${secret}';\n  return { authorization: \`Bearer \${token}\` };\n}\n`;
}

function lastFence(asked: Asked): string {
  const text = asked.messages.map(({ content }) => content).join('\n');
  return [...text.matchAll(/^\`\`\`[^\n]*\n([\s\S]*?)^\`\`\`/gm)].at(-1)?.[1] ?? '';
}

/** What a model does that loses its thread: the closing braces are gone. */
function brokenEdit(asked: Asked): string[] {
  if (asked.task !== 'chat') return [];
  return ['```ts\n', 'export function shopHeaders(): Record<string, string> {\n  const token = {\n', '```\n'];
}

/** The code it was sent, with one line more. */
function goodEdit(asked: Asked): string[] {
  const code = lastFence(asked);
  return ['```ts\n', code.replace('  return {', '  // Asked for by name.\n  return {'), '```\n'];
}

const wholeFunction = (body: string): string[] => [
  '```ts\n',
  `export function shopHeaders(): Record<string, string> {\n${body}}\n`,
  '```\n',
];

/** Wrong at first, in the way the instruction names, and right when told what failed. */
function learningEdit(asked: Asked): string[] {
  if (asked.task !== 'chat') return [];
  const text = asked.messages.map(({ content }) => content).join('\n');
  const told = text.includes('did not pass');
  if (/lazily/.test(text) && !told) return wholeFunction('  // ... existing code ...\n');
  if (/by type/.test(text) && !told)
    return wholeFunction("  const token: number = 'text';\n  return { authorization: `Bearer ${token}` };\n");
  if (/by command/.test(text) && !told)
    return wholeFunction("  const token = 'FORBIDDEN';\n  return { authorization: `Bearer ${token}` };\n");
  const code = firstFence(asked);
  return ['```ts\n', code.replace('  return {', '  // Asked for by name.\n  return {'), '```\n'];
}

/** The code as it stands; behind it may come what was answered before. */
function firstFence(asked: Asked): string {
  const text = asked.messages.map(({ content }) => content).join('\n');
  const fences = [...text.matchAll(/^\`\`\`[^\n]*\n([\s\S]*?)^\`\`\`/gm)].map((found) => found[1] ?? '');
  return fences.find((code) => code.includes('authorization')) ?? '';
}

function secondAsk(local: StandIn, instruction: RegExp): Asked['body'] | undefined {
  const asks = local.asks().filter(({ text }) => instruction.test(text) && text.includes('did not pass'));
  return asks.at(-1)?.body;
}

interface Servers {
  readonly local: StandIn;
  readonly cloud: StandIn;
}

async function withCloud(
  name: string,
  settings: Record<string, unknown>,
  steps: (editor: JourneyEditor, servers: Servers, secret: string) => Promise<void>,
  project: { readonly answer?: Answerer; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const secret = freshSecret();
  const local = await startStandIn(ollama, { answer: project.answer ?? brokenEdit });
  const cloud = await startStandIn(openaiCloud, { answer: goodEdit, apiKey: 'journey-key' });
  try {
    await inEditor(
      {
        name,
        settings: {
          'tandem.server.url': local.url,
          'tandem.cloud.provider': 'openai',
          'tandem.cloud.url': `${cloud.url}/v1`,
          'tandem.cloud.model': cloud.models[0]?.id ?? '',
          ...settings,
        },
        env: { TANDEM_CLOUD_API_KEY: 'journey-key' },
        prepare: async (folder) => {
          await writeFile(path.join(folder, 'src', 'headers.ts'), configText(secret));
          for (const [file, text] of Object.entries(project.files ?? {})) {
            await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
            await writeFile(path.join(folder, file), text);
          }
        },
      },
      async (editor) => {
        await untilStatusBar(editor, /ready$/);
        await openFile(editor.page, 'headers.ts');
        await steps(editor, { local, cloud }, secret);
      },
    );
  } finally {
    await local.close();
    await cloud.close();
  }
}

async function editAll(page: Page, instruction: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+I');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(instruction);
  await page.keyboard.press('Enter');
}

function answered(cloud: StandIn): Promise<void> {
  return cloud.until(() => cloud.asks().some(({ finished }) => finished), 20_000);
}

/** Where every window writes what it sent. */
function auditFolder(editor: JourneyEditor): string {
  const user = path.join(editor.server.dataFolder, 'data', 'User');
  return path.join(user, 'globalStorage', 'tandem.tandem-code', 'usage');
}

async function auditLines(editor: JourneyEditor): Promise<Record<string, unknown>[]> {
  const folder = auditFolder(editor);
  const lines: Record<string, unknown>[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.startsWith('audit-'))) {
    const text = await readFile(path.join(folder, file), 'utf8');
    for (const line of text.split('\n').filter((each) => each.trim() !== ''))
      lines.push(JSON.parse(line) as Record<string, unknown>);
  }
  return lines;
}

const byConsent: Journey = {
  title: 'a broken edit goes to the cloud by consent, with the secret masked and restored',
  run: () =>
    withCloud('escalation', {}, async (editor, { local, cloud }, secret) => {
      const { page } = editor;
      await editAll(page, 'Say in a comment why the header is there');
      const lens = page.locator('.codelens-decoration a', { hasText: /^Ask the cloud$/ }).first();
      await lens.waitFor({ timeout: 30_000 });
      await page.waitForTimeout(500);
      await editor.screenshot('escalation-failed-check');
      assert.equal(cloud.asks().length, 0, 'the cloud was asked before consent');
      const localChats = local.asks().filter(({ path: where }) => where.includes('chat'));
      assert.ok(localChats.length >= 2, 'no local repair was tried');
      await lens.click();
      const center = await openNotifications(editor);
      const agree = center.getByRole('button', { name: 'Ask the cloud' });
      await agree.waitFor({ timeout: 20_000 });
      await editor.screenshot('escalation-consent');
      assert.equal(cloud.asks().length, 0, 'the cloud was asked before consent');
      assert.match(await center.innerText(), /is not closed[\s\S]*Secrets masked: 1/);
      await agree.click();
      await answered(cloud);
      await page
        .locator('.codelens-decoration a', { hasText: /^Accept all$/ })
        .first()
        .waitFor({ timeout: 30_000 });
      await page.waitForTimeout(500);
      await editor.screenshot('escalation-answer');
      const [sent] = cloud.asks();
      assert.ok(sent !== undefined);
      assert.ok(!sent.text.includes(secret), 'the secret left');
      assert.ok(!sent.text.includes(secret.slice(4, 20)), 'a part of the secret left');
      assert.match(sent.text, /SECRET_/);
      await clickLens(editor, /^Accept all$/, async () => /Asked for by name/.test(await editorText(editor)));
      const text = await editorText(editor);
      assert.match(text, /Asked for by name/);
      assert.ok(text.includes(secret), 'the secret was not restored');
      await untilStatusBar(editor, /cloud 1, \$/);
      await editor.screenshot('escalation-accepted');
      const cloudLines = (await auditLines(editor)).filter(({ route }) => route === 'cloud');
      assert.ok(cloudLines.length >= 1);
      assert.match(String(cloudLines[0]?.['sentSha256']), /^[0-9a-f]{64}$/);
      assert.ok(!JSON.stringify(await auditLines(editor)).includes(secret));
    }),
};

const never: Journey = {
  title: 'under `never` a broken edit stays here',
  run: () =>
    withCloud('escalation-never', { 'tandem.cloud.escalation': 'never' }, async (editor, { cloud }) => {
      const { page } = editor;
      await editAll(page, 'Say in a comment why the header is there');
      await page.waitForTimeout(6_000);
      await editor.screenshot('escalation-never');
      assert.equal(cloud.requests.length, 0);
      await runCommand(page, 'Tandem: Reject Edit');
      assert.equal(cloud.requests.length, 0);
    }),
};

/** Says no to one word, and says why. */
const teamCheck = `if grep -q FORBIDDEN src/headers.ts; then echo "house rule 7: say nothing that is FORBIDDEN"; exit 1; fi\n`;

const repaired: Journey = {
  title: 'a lazy edit, a wrong type and one that the team forbids are repaired here, with what was seen',
  run: () =>
    withCloud(
      'escalation-repaired',
      {},
      async (editor, { local, cloud }) => {
        const { page } = editor;
        const center = await openNotifications(editor);
        await center.getByRole('button', { name: 'Use for This Repository' }).click({ timeout: 20_000 });
        await page.keyboard.press('Escape');
        await page.locator('.view-lines').first().click();
        for (const [instruction, evidence] of [
          ['Explain the header lazily', /placeholder/i],
          ['Explain the header by command', /house rule 7/],
          ['Explain the header by type', /not assignable/],
        ] as const) {
          await editAll(page, instruction);
          const mark = page.locator('.codelens-decoration', { hasText: /Repaired here/ }).first();
          await mark.waitFor({ timeout: 60_000 });
          await editor.screenshot(`escalation-repaired-${instruction.split(' ').at(-1) ?? ''}`);
          assert.match(JSON.stringify(secondAsk(local, new RegExp(instruction))), evidence);
          assert.match(await page.locator('.monaco-workbench').innerText(), /Asked for by name/);
          await clickLens(editor, /^Reject all$/, async () => !(await mark.isVisible()));
        }
        assert.equal(cloud.requests.length, 0);
        const left = await readdir(path.join(editor.folder, 'src'));
        assert.deepEqual(
          left.filter((name) => name.startsWith('.tandem')),
          [],
          'a copy was left behind',
        );
      },
      {
        answer: learningEdit,
        files: {
          'check.sh': teamCheck,
          '.vscode/settings.json': JSON.stringify({ 'tandem.gate.command': 'sh check.sh' }),
        },
      },
    ),
};

const ceiling: Journey = {
  title: 'the daily ceiling stops the cloud but not the work',
  run: () =>
    withCloud(
      'escalation-ceiling',
      { 'tandem.cloud.escalation': 'automatic', 'tandem.cloud.budget.dailyUsd': 0.000001 },
      async (editor, { cloud }) => {
        const { page } = editor;
        await editAll(page, 'Say in a comment why the header is there');
        const failed = page.locator('.codelens-decoration a', { hasText: /Check failed/ }).first();
        await failed.waitFor({ timeout: 30_000 });
        await page.waitForTimeout(1_000);
        await editor.screenshot('escalation-ceiling');
        assert.equal(cloud.asks().length, 0, 'the ceiling was passed');
        await clickLens(editor, /^Reject all$/, async () => !(await failed.isVisible()));
        await editAll(page, 'Explain the header plainly');
        const accept = page.locator('.codelens-decoration a', { hasText: /^Accept all$/ }).first();
        await accept.waitFor({ timeout: 30_000 });
        await clickLens(editor, /^Accept all$/, async () =>
          /Asked for by name/.test(await editorText(editor)),
        );
        assert.equal(cloud.asks().length, 0);
      },
      {
        answer: (asked) =>
          asked.messages.some(({ content }) => /plainly/.test(content)) ? goodEdit(asked) : brokenEdit(asked),
      },
    ),
};

/** As many lines of the shared accounts as another window leaves that sent twenty requests within this hour. */
async function anotherWindowSends(editor: JourneyEditor): Promise<void> {
  const atMs = Date.now() - 5 * 60_000;
  const day = new Date();
  const month = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`;
  const lines = Array.from({ length: 20 }, (_, index) => {
    const id = `other-window-${index}`;
    const reservation = {
      id,
      atMs,
      ceilingUsd: 0.001,
      tokens: 100,
      conversation: 'other-window',
      isEscalation: true,
      lost: {},
    };
    return [
      { type: 'reserved', reservation },
      { type: 'charged', id, usd: 0.001, tokens: 100 },
    ];
  }).flat();
  await appendFile(
    path.join(path.dirname(auditFolder(editor)), 'accounts', `cloud-accounts-${month}.jsonl`),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
}

const hourly: Journey = {
  title: 'what another window sent within the hour counts: the ceiling stops the cloud but not the work',
  run: () =>
    withCloud(
      'escalation-hourly',
      { 'tandem.cloud.escalation': 'automatic' },
      async (editor, { cloud }) => {
        const { page } = editor;
        await editAll(page, 'Say in a comment why the header is there');
        await answered(cloud);
        const accept = page.locator('.codelens-decoration a', { hasText: /^Accept all$/ }).first();
        await accept.waitFor({ timeout: 30_000 });
        const asked = cloud.asks().length;
        await clickLens(editor, /^Reject all$/, async () => !(await accept.isVisible()));
        await anotherWindowSends(editor);
        await editAll(page, 'Say in a comment why the header is there, again');
        const failed = page.locator('.codelens-decoration a', { hasText: /Check failed/ }).first();
        await failed.waitFor({ timeout: 30_000 });
        await page.waitForTimeout(1_000);
        await editor.screenshot('escalation-hourly');
        assert.equal(cloud.asks().length, asked, 'the ceiling of an hour was passed');
        await clickLens(editor, /^Reject all$/, async () => !(await failed.isVisible()));
        await editAll(page, 'Explain the header plainly');
        await accept.waitFor({ timeout: 30_000 });
        await clickLens(editor, /^Accept all$/, async () =>
          /Asked for by name/.test(await editorText(editor)),
        );
        assert.equal(cloud.asks().length, asked);
      },
      {
        answer: (asked) =>
          asked.messages.some(({ content }) => /plainly/.test(content)) ? goodEdit(asked) : brokenEdit(asked),
      },
    ),
};

export const journeys: readonly Journey[] = [byConsent, never, repaired, ceiling, hourly];

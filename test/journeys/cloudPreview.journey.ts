/** A person looks at what would leave, masks one thing more, sends it, and finds her own words in the answer. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { openFile, runCommand } from '../scripts/realEditor.ts';
import { openaiCloud } from '../servers/openaiCloud.ts';
import { startStandIn, type StandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { openChat } from './chat.journey.ts';
import {
  clickLens,
  editorText,
  inEditor,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

const key = 'k-of-the-journey';

/** Made here, so that no token-shaped text stands in the repository. */
const secret = `ghp${'_'}${'x7Qp2Lk9Rt4Vw8Zc3Bn6Md1Sf5Gh0Jy'.slice(0, 30)}`;

interface Clouds {
  readonly local: StandIn;
  readonly cloud: StandIn;
}

async function withCloud(
  name: string,
  steps: (editor: JourneyEditor, clouds: Clouds) => Promise<void>,
  environment: Record<string, string> = { TANDEM_CLOUD_API_KEY: key },
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const local = await startStandIn(vllm, {
    answer: ({ task }) => (task === 'chat' ? ["I'm sorry, I can't help with that request."] : []),
  });
  const cloud = await startStandIn(openaiCloud, {
    apiKey: key,
    answer: ({ messages }) => {
      const asked = messages.at(-1)?.content ?? '';
      const words = asked.match(/SECRET_\w+/g) ?? [];
      return ['Use ', ...words.flatMap((word) => [word.slice(0, 5), word.slice(5), ' ']), 'for both.'];
    },
  });
  const settings = {
    'tandem.server.url': local.url,
    'tandem.cloud.provider': 'openai',
    'tandem.cloud.url': cloud.url,
    'tandem.cloud.model': 'gpt-6-sol',
  };
  try {
    await inEditor({ name, settings, env: environment, prepare }, async (editor) => {
      await untilStatusBar(editor, /ready$/);
      await steps(editor, { local, cloud });
    });
  } finally {
    await local.close();
    await cloud.close();
  }
}

function lens(page: Page, title: string): ReturnType<Page['locator']> {
  return page.locator('.codelens-decoration a', { hasText: title }).first();
}

/** Waits until the notification center shows a message, and closes it again. */
async function told(editor: JourneyEditor, text: string): Promise<void> {
  const { page } = editor;
  await page.waitForTimeout(1000);
  await runCommand(page, 'Notifications: Show Notifications');
  await page
    .locator('.notifications-center .notification-list-item-message', { hasText: text })
    .first()
    .waitFor({ timeout: 20_000 });
  await page.keyboard.press('Escape');
}

const withoutSpace = (text: string): string => text.replaceAll(/\s/g, '');

/** Waits until the kind of a masked place stands behind its word. */
async function untilMarked(page: Page, kind: RegExp): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  let seen: string[] = [];
  while (Date.now() < deadlineMs) {
    seen = await page.evaluate(() =>
      [...document.querySelectorAll('.view-line span')].map(
        (each) => getComputedStyle(each, '::after').content,
      ),
    );
    if (seen.some((content) => kind.test(content))) return;
    await page.waitForTimeout(200);
  }
  throw new Error(`no mark says ${String(kind)}: ${[...new Set(seen)].join(' ')}`);
}

/** Exports what the open audit log shows, into the project, and reads it. */
async function exported(editor: JourneyEditor, format: 'jsonl' | 'csv'): Promise<string> {
  const { page, folder } = editor;
  const input = page.locator('.quick-input-widget input').first();
  await clickLens(editor, new RegExp(`^Export ${format.toUpperCase()}$`), () => input.isVisible());
  // VS Code fills the name in once it has looked at the folder.
  let target = '';
  const filledByMs = Date.now() + 10_000;
  while (!target.endsWith(`.${format}`) && Date.now() < filledByMs) {
    await page.waitForTimeout(200);
    target = await input.inputValue();
  }
  assert.ok(target.startsWith(folder) && target.endsWith(`.${format}`), target);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  const deadlineMs = Date.now() + 10_000;
  for (;;) {
    const text = await readFile(target, 'utf8').catch(() => '');
    if (text !== '' || Date.now() > deadlineMs) return text;
    await page.waitForTimeout(100);
  }
}

const previewMaskSend: Journey = {
  title: 'previews the request, masks one more by hand, sends it, and reads her own words in the answer',
  run: () =>
    withCloud('preview', async (editor, { cloud }) => {
      const { page } = editor;
      const frame = await openChat(editor);
      await frame
        .getByRole('textbox', { name: 'Ask Tandem' })
        .fill(`Our project Zephyrine answers 401 with the token ${secret}. Why?`);
      await frame.getByRole('button', { name: 'Send', exact: true }).click();
      await frame.getByRole('button', { name: 'Ask the cloud', exact: true }).waitFor({ timeout: 30_000 });
      await editor.screenshot('preview-consent');
      assert.equal(cloud.asks().length, 0);
      await frame.getByRole('button', { name: /sent/i }).first().click();
      await lens(page, 'Send').waitFor({ timeout: 20_000 });
      await page.waitForTimeout(800);
      await editor.screenshot('preview-open');
      const shown = await editorText(editor);
      assert.match(shown, /SECRET_/);
      assert.doesNotMatch(shown, new RegExp(secret));
      assert.match(shown, /Zephyrine/);
      await untilMarked(page, /token/i);

      await lens(page, 'Compare With the Original').click();
      const original = page.locator('.monaco-diff-editor .editor.original');
      await original.locator('.view-line', { hasText: secret }).first().waitFor({ timeout: 20_000 });
      const outgoing = await page
        .locator('.monaco-diff-editor .editor.modified .view-line')
        .allTextContents();
      assert.match(outgoing.join(''), /SECRET_/);
      assert.ok(!outgoing.join('').includes(secret));
      await editor.screenshot('preview-compared');
      assert.equal(cloud.asks().length, 0);
      await frame.getByRole('button', { name: /sent/i }).first().click();
      await lens(page, 'Send').waitFor({ timeout: 20_000 });
      await page.waitForTimeout(500);

      await page.keyboard.press('Control+F');
      await page.keyboard.type('Zephyrine');
      await page.waitForTimeout(600);
      await page.keyboard.press('Escape');
      await lens(page, 'Also Mask the Selection').click();
      await page.locator('.view-line', { hasText: 'MASKED_BY_HAND' }).first().waitFor({ timeout: 10_000 });
      assert.doesNotMatch(await editorText(editor), /Zephyrine/);
      await frame.getByText(/Secrets masked: 2/).waitFor({ timeout: 10_000 });
      await editor.screenshot('preview-masked');

      await clickLens(editor, /^Exact Bytes$/, async () => (await editorText(editor)).startsWith('{"'));
      const exact = withoutSpace(await editorText(editor));
      assert.ok(exact.length > 300 && exact.includes('SECRET_MASKED_BY_HAND'));
      await editor.screenshot('preview-exact');

      await lens(page, 'Send').click();
      await cloud.until(
        (requests) => requests.some(({ path }) => path.endsWith('/chat/completions')),
        20_000,
      );
      const answer = frame.locator('article[data-route="cloud"]');
      await answer.getByText('for both.').waitFor({ timeout: 20_000 });
      const text = (await answer.textContent()) ?? '';
      assert.ok(text.includes('Zephyrine'), 'what was masked by hand is back');
      assert.ok(text.includes(secret), 'the secret is back');
      await editor.screenshot('preview-answered');
      const sent = cloud.asks()[0]?.text ?? '';
      assert.ok(withoutSpace(sent).startsWith(exact), 'what was shown as exact is what was sent');
      assert.ok(!sent.includes('Zephyrine') && !sent.includes(secret.slice(4, 24)));

      await runCommand(page, 'Tandem: Open Audit Log');
      await lens(page, 'Route: all').waitFor({ timeout: 20_000 });
      await lens(page, 'Route: all').click();
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'cloud' }).first().click();
      await page.locator('.view-line', { hasText: '1 of' }).first().waitFor({ timeout: 10_000 });
      await editor.screenshot('audit-log');
      const log = await editorText(editor);
      assert.match(log, /cloud/);
      assert.doesNotMatch(log, /Zephyrine|401/);
      const hash = createHash('sha256').update(sent).digest('hex');
      for (const format of ['jsonl', 'csv'] as const) {
        const text = await exported(editor, format);
        assert.ok(text.includes(hash), `the hash of what was sent is in the ${format}`);
        for (const word of ['Zephyrine', secret.slice(4, 24), 'SECRET_', key, '401'])
          assert.ok(!text.replaceAll(hash, '').includes(word), `${word} is in the ${format}`);
        const lines = text.trimEnd().split('\n');
        assert.equal(lines.length, format === 'csv' ? 2 : 1);
        if (format === 'jsonl')
          assert.equal((JSON.parse(lines[0] ?? '') as { route?: unknown }).route, 'cloud');
      }
    }),
};

const setKey: Journey = {
  title: 'sets a cloud key: a wrong one is refused, the right one is kept',
  run: () =>
    withCloud(
      'key',
      async (editor, { cloud }) => {
        const { page } = editor;
        const input = page.locator('.quick-input-widget input').first();
        await runCommand(page, 'Tandem: Set Cloud Key');
        await page.waitForTimeout(500);
        await input.fill('k-wrong');
        await page.keyboard.press('Enter');
        await told(editor, 'refused this key');
        await editor.screenshot('key-refused');
        await runCommand(page, 'Tandem: Set Cloud Key');
        await page.waitForTimeout(500);
        await input.fill(key);
        await page.keyboard.press('Enter');
        await told(editor, 'works and is kept');
        await editor.screenshot('key-kept');
        assert.deepEqual(
          cloud.requests.map(({ path, status }) => [path, status]),
          [
            ['/v1/models', 401],
            ['/v1/models', 200],
          ],
        );
      },
      {},
    ),
};

const selectionPreview: Journey = {
  title: 'previews what would be sent of a file when nothing is pending, and sends nothing',
  run: () =>
    withCloud('preview-file', async (editor, { cloud }) => {
      const { page } = editor;
      await openFile(page, 'orders.ts');
      await runCommand(page, 'Tandem: Preview What Would Be Sent');
      await lens(page, 'Close').waitFor({ timeout: 20_000 });
      await page.waitForTimeout(500);
      assert.match(await editorText(editor), /src\/orders\.ts/);
      assert.equal(await lens(page, 'Send').count(), 0);
      await editor.screenshot('preview-file');
      await lens(page, 'Close').click();
      await page.waitForTimeout(500);
      assert.equal(cloud.requests.length, 0);
    }),
};

const staysHere =
  'The merger with the other house is to be told on the second of March and not before that day';

const quotedPassage: Journey = {
  title:
    'sends nothing that quotes a file which an ignore file names, though the file itself is not attached',
  run: () =>
    withCloud(
      'quoted',
      async (editor, { local, cloud }) => {
        const frame = await openChat(editor);
        await frame
          .getByRole('textbox', { name: 'Ask Tandem' })
          .fill(`My terminal shows: $ cat it -- ${staysHere.replaceAll(' of ', '  of ')} -- what is meant?`);
        await frame.getByRole('button', { name: 'Send', exact: true }).click();
        const ask = frame.getByRole('button', { name: 'Ask the cloud', exact: true });
        const refused = frame.getByText(/stay on this machine.*march\.md/).first();
        await ask.or(refused).first().waitFor({ timeout: 30_000 });
        if (await ask.isVisible()) await ask.click();
        await refused.waitFor({ timeout: 20_000 });
        await editor.screenshot('quoted-refused');
        assert.ok(
          local.requests.some(({ text }) => text.includes('second')),
          'the local model may read it',
        );
        assert.equal(cloud.requests.length, 0);
      },
      { TANDEM_CLOUD_API_KEY: key },
      async (folder) => {
        await mkdir(path.join(folder, 'plans'));
        await writeFile(path.join(folder, 'plans', 'march.md'), `# Plans\n\n${staysHere}.\n`);
        await writeFile(path.join(folder, '.aiexclude'), 'plans/\n');
      },
    ),
};

export const journeys: readonly Journey[] = [previewMaskSend, setKey, selectionPreview, quotedPassage];

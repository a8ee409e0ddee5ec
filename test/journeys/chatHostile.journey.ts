/** A model answers with everything that should not load, run or hang; the person's own acts ask first. */

import assert from 'node:assert/strict';

import type { Frame, Request } from 'playwright-core';

import { openFile } from '../scripts/realEditor.ts';
import { startStandIn, type Answerer } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { hostileAnswers } from '../webview/hostileAnswers.ts';
import { ask, openChat } from './chat.journey.ts';
import { editorText, inEditor, untilStatusBar, type Journey, type JourneyEditor } from './journey.ts';

const everything = [
  ...hostileAnswers.map(([name, text]) => `## ${name}\n\n${text}`),
  'a\u001b[31mred\u001b[0m b\u202Ec\u2066d e\u200bf \ud800g',
  '```sh\nls\u200b -la\u202e\n```',
  'See [the guide](https://example.com/guide).',
  'The end of it.',
].join('\n\n');

const pieces = (text: string, length: number): string[] =>
  Array.from({ length: Math.ceil(text.length / length) }, (_, at) =>
    text.slice(at * length, (at + 1) * length),
  );

const answer: Answerer = (asked) => {
  if (asked.task !== 'chat') return [];
  return pieces(everything, 40);
};

async function untilAnswered(frame: Frame): Promise<void> {
  await frame.getByRole('button', { name: 'Send', exact: true }).waitFor({ timeout: 60_000 });
}

/** Clicks what asks first, looks at the question, and refuses. */
async function refused({ page }: JourneyEditor, click: () => Promise<void>, words: RegExp): Promise<void> {
  await click();
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  assert.match(await dialog.innerText(), words);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
}

const hostile: Journey = {
  title: 'reads hostile answers of which nothing loads, runs or hangs; links and commands ask first',
  run: async () => {
    const server = await startStandIn(vllm, { answer });
    try {
      await inEditor(
        { name: 'chat-hostile', settings: { 'tandem.server.url': server.url } },
        async (editor) => {
          const { page } = editor;
          const strange: string[] = [];
          page.on('request', (request: Request) => {
            if (/evil|example\.com|^file:|\bpasswd\b/.test(request.url())) strange.push(request.url());
          });
          let popups = 0;
          page.context().on('page', () => popups++);
          await untilStatusBar(editor, /ready$/);
          await openFile(page, 'orders.ts');
          const before = await editorText(editor);
          const frame = await openChat(editor);
          const address = frame.url();

          await ask(frame, 'Say everything');
          await frame.locator('article').getByText('The end of it.').waitFor({ timeout: 30_000 });
          await untilAnswered(frame);
          assert.equal(
            await frame.locator('article').locator('img, script, iframe, svg, form, a').count(),
            0,
          );
          for (const dead of await frame.locator('.dead-link').all()) await dead.click();
          assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
          assert.equal(frame.url(), address);
          await frame.locator('article').getByText('The end of it.').scrollIntoViewIfNeeded();
          await editor.screenshot('chat-hostile');

          const link = frame.getByRole('link', { name: 'the guide' });
          await refused(editor, () => link.click(), /Open example\.com in the browser\?/);
          const run = frame.getByRole('button', { name: 'Run in terminal' }).last();
          await refused(editor, () => run.click(), /ls\[U\+200B\] -la\[U\+202E\]/);
          assert.equal(await page.locator('.terminal-wrapper').count(), 0);

          assert.deepEqual(strange, []);
          assert.equal(popups, 0);
          assert.equal(await editorText(editor), before);
        },
      );
    } finally {
      await server.close();
    }
  },
};

export const journeys: readonly Journey[] = [hostile];

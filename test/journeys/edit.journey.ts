/** A person selects code, says what should change, and decides on every hunk. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { openFile, runCommand } from '../scripts/realEditor.ts';
import { startStandIn, type Answerer, type StandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { editorText, inEditor, untilStatusBar, type Journey, type JourneyEditor } from './journey.ts';

const twoChanges = `/** Price of a line in whole cents; teas are priced per 100 grams. */
export function linePriceCents(line: OrderLine): number {
  const tea = findTea(line.tea);
  if (tea === undefined) {
    throw new Error(\`unknown tea: \${line.tea}\`);
  }
  return Math.round((tea.priceCents * line.grams) / 100);
}

/** Price of the whole order in cents. */
export function orderPriceCents(order: Order): number {
  return order.lines.reduce((total, line) => total + linePriceCents(line), 0);
}
`;

/** The fenced text line by line, as a model streams it; completions get nothing. */
function answering(text: string, delayMs = 15): Answerer {
  return (asked) => {
    if (asked.task !== 'chat') return [];
    const lines = `\`\`\`typescript\n${text}\`\`\`\n`.match(/[^\n]*\n/g) ?? [];
    return lines.map((line) => ({ text: line, delayMs }));
  };
}

async function withEdit(
  name: string,
  answer: Answerer,
  steps: (editor: JourneyEditor, server: StandIn) => Promise<void>,
): Promise<void> {
  const server = await startStandIn(vllm, { answer });
  try {
    await inEditor({ name, settings: { 'tandem.server.url': server.url } }, async (editor) => {
      await untilStatusBar(editor, /ready$/);
      await openFile(editor.page, 'orders.ts');
      await steps(editor, server);
    });
  } finally {
    await server.close();
  }
}

async function selectLines(page: Page, first: number, last: number): Promise<void> {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill(`:${first}`);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  for (let line = first; line <= last; line++) await page.keyboard.press('Shift+ArrowDown');
}

async function instruct(page: Page, instruction: string): Promise<void> {
  await page.keyboard.press('Control+I');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(instruction);
  await page.keyboard.press('Enter');
}

function lens(page: Page, title: string): ReturnType<Page['locator']> {
  return page.locator('.codelens-decoration a', { hasText: new RegExp(`^${title}$`) });
}

const oneOfTwo: Journey = {
  title: 'accepts one hunk of an edit and rejects the other',
  run: () =>
    withEdit('edit', answering(twoChanges), async (editor) => {
      const { page, folder } = editor;
      const file = path.join(folder, 'src', 'orders.ts');
      const before = await readFile(file, 'utf8');
      await selectLines(page, 14, 30);
      await instruct(page, 'Sum with reduce and say whole cents');
      await lens(page, 'Accept all').first().waitFor({ timeout: 20_000 });
      await page.waitForTimeout(600);
      await editor.screenshot('edit-proposed');
      assert.equal(await lens(page, 'Accept').count(), 2);
      assert.equal(await readFile(file, 'utf8'), before);
      await lens(page, 'Accept').first().click();
      await page.waitForTimeout(600);
      await editor.screenshot('edit-one-accepted');
      await lens(page, 'Reject').first().click();
      await page.waitForTimeout(600);
      assert.equal(await lens(page, 'Accept').count(), 0);
      const text = await editorText(editor);
      assert.match(text, /in whole cents; teas/);
      assert.match(text, /let total = 0;/);
      await editor.screenshot('edit-decided');
      await page.keyboard.press('Control+Z');
      await page.waitForTimeout(400);
      assert.doesNotMatch(await editorText(editor), /whole cents;/);
      await runCommand(page, 'File: Save');
      await page.waitForTimeout(800);
      assert.equal(await readFile(file, 'utf8'), before);
    }),
};

export const journeys: readonly Journey[] = [oneOfTwo];

/** A person wants to edit what can't be edited, and decides on hunks without the mouse. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { openFile, runCommand } from '../scripts/realEditor.ts';
import { startStandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import {
  editorText,
  inEditor,
  openNotifications,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

/** Every third line is changed. */
const answer = `\`\`\`\n${['ONE', 'two', 'three', 'FOUR', 'five', 'six', 'SEVEN', 'eight'].join('\n')}\n\`\`\`\n`;
const numbers = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n';

async function prepare(folder: string): Promise<void> {
  const file = (name: string): string => path.join(folder, name);
  await writeFile(file('numbers.txt'), numbers);
  await writeFile(file('picture.dat'), Buffer.from([0, 1, 2, 3, 0, 255, 254, 0, 10, 0]));
  await writeFile(file('large.txt'), `${'x'.repeat(79)}\n`.repeat(13_000));
  await writeFile(file('long.txt'), 'x\n'.repeat(50_001));
  await writeFile(file('locked.txt'), numbers);
  await writeFile(file('doomed.txt'), numbers);
  const cell = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['one = 1'] };
  await writeFile(
    file('cells.ipynb'),
    JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
  const git = (...words: string[]): void => {
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], { cwd: folder });
  };
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'First version');
  await writeFile(file('numbers.txt'), numbers.replace('two', '2'));
}

async function withNumbers(
  name: string,
  settings: Readonly<Record<string, unknown>>,
  steps: (editor: JourneyEditor) => Promise<void>,
): Promise<void> {
  const server = await startStandIn(vllm, { answer: (asked) => (asked.task === 'chat' ? [answer] : []) });
  try {
    const all = { 'tandem.server.url': server.url, 'files.autoSave': 'off', ...settings };
    await inEditor({ name, settings: all, prepare }, async (editor) => {
      await untilStatusBar(editor, /ready$/, 90_000);
      await steps(editor);
    });
  } finally {
    await server.close();
  }
}

/** What Tandem says when the person asks for an edit here, by key or by the palette. */
async function told(
  editor: JourneyEditor,
  name: string,
  by: 'key' | 'palette',
  wanted: RegExp,
): Promise<void> {
  const { page } = editor;
  if (by === 'key') await page.keyboard.press('Control+I');
  else await runCommand(page, 'Tandem: Edit with an Instruction');
  const message = page
    .locator('.notifications-center .notification-list-item-message')
    .filter({ hasText: wanted });
  // The center closes by itself while it has nothing to show.
  for (let tries = 0; tries < 30 && !(await message.first().isVisible()); tries++) {
    await openNotifications(editor);
    await page.waitForTimeout(500);
  }
  await editor.screenshot(`edit-refused-${name}`);
  const text = await message.first().innerText();
  assert.equal(text.match(/[.!?](?:\s|$)/g)?.length, 1, `one sentence: ${text}`);
  assert.equal(await page.locator('.quick-input-widget:visible').count(), 0, 'no instruction is asked for');
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.waitForTimeout(300);
}

const refusals: Journey = {
  title: 'says in one sentence why a document is not edited, and what to do',
  run: () =>
    withNumbers('edit-refused', { 'files.readonlyInclude': { '**/locked.txt': true } }, async (editor) => {
      const { page, folder } = editor;
      await openFile(page, 'large.txt');
      await told(editor, 'large', 'key', /over 1 MB/);
      await openFile(page, 'long.txt');
      await told(editor, 'long', 'key', /over 50,000 lines/);
      await openFile(page, 'locked.txt');
      await told(editor, 'read-only', 'key', /read-only; make it writable/);
      await openFile(page, 'doomed.txt');
      await rm(path.join(folder, 'doomed.txt'));
      await page.waitForTimeout(1_500);
      await page.locator('.editor-instance .view-lines').first().click();
      await told(editor, 'deleted', 'key', /no longer on disk; save it again/);

      await openFile(page, 'numbers.txt');
      await runCommand(page, 'Git: Open File (HEAD)');
      await page
        .locator('.tab.active', { hasText: /HEAD|numbers\.txt \(/ })
        .first()
        .waitFor({ timeout: 15_000 });
      await page.locator('.editor-instance .view-lines').last().click();
      await told(editor, 'git', 'key', /a view that cannot be edited; open the file itself/);

      await runCommand(page, 'View: Close All Editors');
      await openBinary(editor);
      await told(editor, 'binary', 'palette', /is binary, and Tandem edits text/);
      await runCommand(page, 'View: Close All Editors');
      await openNotebook(editor);
      await told(editor, 'notebook', 'palette', /notebook cells; open the code as a file/);
      await page.locator('.notebook-editor .cell-editor-container .view-lines').first().click();
      await page.waitForTimeout(500);
      await told(editor, 'notebook-cell', 'key', /notebook cells; open the code as a file/);

      await runCommand(page, 'View: Close All Editors');
      await runCommand(page, 'Output: Focus on Output View');
      await page.locator('.output-view .view-lines, .part.panel .view-lines').first().click();
      await told(editor, 'output', 'palette', /a view that cannot be edited; open the file itself/);
    }),
};

async function openNamed(editor: JourneyEditor, name: string): Promise<void> {
  const { page } = editor;
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
}

async function openBinary(editor: JourneyEditor): Promise<void> {
  await openNamed(editor, 'picture.dat');
  await editor.page.locator('.monaco-editor-pane-placeholder').first().waitFor({ timeout: 15_000 });
}

async function openNotebook(editor: JourneyEditor): Promise<void> {
  await openNamed(editor, 'cells.ipynb');
  await editor.page.locator('.notebook-editor').first().waitFor({ timeout: 30_000 });
  await editor.page.waitForTimeout(1_000);
}

const byKeyboard: Journey = {
  title: 'walks through hunks and decides on each by keyboard alone',
  run: () =>
    withNumbers('edit-keyboard', {}, async (editor) => {
      const { page, folder } = editor;
      const file = path.join(folder, 'numbers.txt');
      const before = await readFile(file, 'utf8');
      await openFile(page, 'numbers.txt');
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+I');
      const input = page.locator('.quick-input-widget input').first();
      await input.waitFor({ state: 'visible' });
      await input.fill('Say every third in capitals');
      await page.keyboard.press('Enter');
      const accept = page.locator('.codelens-decoration a', { hasText: /^Accept$/ });
      await accept.nth(2).waitFor({ timeout: 30_000 });
      await page.keyboard.press('Control+Home');
      await page.waitForTimeout(500);
      const steps = [
        ['Alt+F5', 4],
        ['Alt+F5', 7],
        ['Alt+F5', 1],
        ['Shift+Alt+F5', 7],
        ['Shift+Alt+F5', 4],
      ] as const;
      for (const [key, line] of steps) {
        await page.keyboard.press(key);
        const place = page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${line}, Col 1$`) });
        await place.first().waitFor({ timeout: 10_000 });
      }
      await editor.screenshot('edit-keyboard-next');
      await page.keyboard.press('Control+Alt+N');
      await accept.nth(2).waitFor({ state: 'detached', timeout: 10_000 });
      await editor.screenshot('edit-keyboard-rejected');
      assert.equal(await accept.count(), 2, 'the hunk under the cursor is rejected');
      await page.keyboard.press('Alt+F5');
      await page.waitForTimeout(500);
      await page.keyboard.press('Control+Alt+Y');
      await accept.nth(1).waitFor({ state: 'detached', timeout: 10_000 });
      await page.keyboard.press('Control+Alt+N');
      await accept.first().waitFor({ state: 'detached', timeout: 15_000 });
      await editor.screenshot('edit-keyboard-decided');
      assert.equal((await editorText(editor)).trim(), before.replace('seven', 'SEVEN').trim());
      assert.equal(await readFile(file, 'utf8'), before, 'nothing is saved but by the person');
    }),
};

export const journeys: readonly Journey[] = [refusals, byKeyboard];

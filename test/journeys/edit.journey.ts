/** A person selects code, says what should change, and decides on every hunk. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { extensionHosts } from '../scripts/extensionHost.ts';
import { openFile, runCommand, saveFile, webviewFrame } from '../scripts/realEditor.ts';
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

/** VS Code saves by itself in a browser; here a file is saved when the person says so. */
function settingsFor(server: StandIn): Record<string, unknown> {
  return { 'tandem.server.url': server.url, 'files.autoSave': 'off' };
}

async function withEdit(
  name: string,
  answer: Answerer,
  steps: (editor: JourneyEditor, server: StandIn) => Promise<void>,
): Promise<void> {
  const server = await startStandIn(vllm, { answer });
  try {
    await inEditor({ name, settings: settingsFor(server) }, async (editor) => {
      await untilStatusBar(editor, /ready$/, 90_000);
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

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').first().fill(`:${line},${column}`);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(500);
}

async function instruct(page: Page, instruction: string): Promise<void> {
  await page.keyboard.press('Control+I');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(instruction);
  await page.keyboard.press('Enter');
}

/** Waits until the file on disk is as it should be. */
async function untilFile(file: string, isDone: (text: string) => boolean): Promise<void> {
  const deadlineMs = Date.now() + 15_000;
  let text = '';
  while (Date.now() < deadlineMs) {
    text = await readFile(file, 'utf8');
    if (isDone(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${path.basename(file)} on disk is not as it should be:\n${text}`);
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
      await lens(page, 'Accept').first().waitFor({ state: 'detached', timeout: 15_000 });
      await page.keyboard.press('Control+Home');
      await page.waitForTimeout(500);
      const text = await editorText(editor);
      assert.match(text, /in whole cents; teas/);
      assert.match(text, /let total = 0;/);
      await editor.screenshot('edit-decided');
      await page.keyboard.press('Control+Z');
      await page.waitForTimeout(1000);
      assert.doesNotMatch(await editorText(editor), /whole cents;/);
      await saveFile(page);
      assert.equal(await readFile(file, 'utf8'), before);
    }),
};

const escapeLeaves: Journey = {
  title: 'types elsewhere while an edit streams, then cancels it with Escape',
  run: () =>
    withEdit('edit-escape', answering(twoChanges, 1500), async (editor, server) => {
      const { page, folder } = editor;
      const file = path.join(folder, 'src', 'orders.ts');
      const before = await readFile(file, 'utf8');
      await selectLines(page, 14, 30);
      await instruct(page, 'Sum with reduce and say whole cents');
      await page
        .locator('.codelens-decoration', { hasText: 'Tandem is writing' })
        .waitFor({ timeout: 20_000 });
      await page.keyboard.press('Control+End');
      await page.keyboard.type('// typed while it streams\n', { delay: 20 });
      await page.waitForTimeout(1500);
      // Lines of the answer that came above may have pushed the last line out of sight.
      await page.keyboard.press('Control+End');
      await page.waitForTimeout(300);
      assert.match(await editorText(editor), /\/\/ typed while it streams/);
      await page.keyboard.press('Control+Home');
      await page.waitForTimeout(1500);
      await editor.screenshot('edit-streaming');
      await page.keyboard.press('Escape');
      await page.locator('.codelens-decoration').first().waitFor({ state: 'detached', timeout: 15_000 });
      assert.ok(
        server.requests.some((request) => request.hungUp),
        'the connection was closed',
      );
      await saveFile(page);
      assert.equal(await readFile(file, 'utf8'), `${before}// typed while it streams\n`);
    }),
};

/** VS Code creates, renames and deletes one after the other. */
async function untilTrue(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 100 && !holds(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(holds(), what);
}

/** The extension host dies; the window is opened anew. */
async function crash(editor: JourneyEditor): Promise<void> {
  const hosts = await extensionHosts(editor.server.dataFolder);
  assert.ok(hosts.length > 0, 'there is an extension host');
  for (const id of hosts) process.kill(id, 'SIGKILL');
  await editor.page.waitForTimeout(2_000);
}

async function reopen(editor: JourneyEditor): Promise<void> {
  await editor.page.reload();
  await untilStatusBar(editor, /ready$/, 90_000);
  await editor.page.locator('.editor-instance .view-lines').first().waitFor();
  await editor.page.locator('.editor-instance .view-lines').first().click();
}

const crashes: Journey = {
  title: 'finds the file as it was when the extension host dies while an edit streams, and while hunks wait',
  run: async () => {
    // Only Linux tells which process it is.
    if (process.platform !== 'linux') return;
    let answerDelayMs = 700;
    const slowFirst: Answerer = (asked) => answering(twoChanges, answerDelayMs)(asked);
    await withEdit('edit-crash', slowFirst, async (editor) => {
      const { page, folder } = editor;
      const file = path.join(folder, 'src', 'orders.ts');
      const before = await readFile(file, 'utf8');
      const firstHunk = before.replace('a line in cents;', 'a line in whole cents;');
      assert.notEqual(firstHunk, before);
      await selectLines(page, 14, 30);
      await instruct(page, 'Sum with reduce and say whole cents');
      await page.locator('.review-widget', { hasText: 'whole cents' }).first().waitFor({ timeout: 30_000 });
      await crash(editor);
      await editor.screenshot('edit-crashed-streaming');
      assert.equal(await readFile(file, 'utf8'), before);
      await reopen(editor);
      assert.equal(await page.locator('.tab.dirty').count(), 0);
      assert.equal(await page.locator('.review-widget').count(), 0, 'nothing of the edit is left');
      assert.doesNotMatch(await editorText(editor), /whole cents/);

      answerDelayMs = 5;
      await selectLines(page, 14, 30);
      await instruct(page, 'Sum with reduce and say whole cents');
      await lens(page, 'Accept all').first().waitFor({ timeout: 30_000 });
      await goTo(page, 14, 1);
      await page.keyboard.press('Control+Alt+Y');
      await page.locator('.tab.active.dirty').waitFor({ timeout: 15_000 });
      // VS Code keeps unsaved text for after a crash, a second behind.
      await page.waitForTimeout(2_500);
      assert.equal(await lens(page, 'Accept').count(), 1, 'one hunk waits');
      await crash(editor);
      assert.equal(await readFile(file, 'utf8'), before);
      await reopen(editor);
      await editor.screenshot('edit-crashed-waiting');
      assert.equal(await readFile(file, 'utf8'), before);
      await page.locator('.tab.active.dirty').waitFor({ timeout: 15_000 });
      await saveFile(page);
      assert.equal(await readFile(file, 'utf8'), firstHunk, 'what was accepted is there, and nothing else');
    });
  },
};

const broken = `/** Price of the whole order in cents. */
export function orderPriceCents(order: Order): number {
  return order.lines.reduce((total, line) => total + linePriceCents(line), 0;
}
`;

const failedCheck: Journey = {
  title: 'is told at the hunk what failed, and keeps the edit anyway',
  run: () =>
    withEdit('edit-failed', answering(broken), async (editor, server) => {
      const { page } = editor;
      await selectLines(page, 23, 30);
      await instruct(page, 'Sum with reduce');
      await lens(page, 'Keep anyway').first().waitFor({ timeout: 30_000 });
      await page.waitForTimeout(500);
      await editor.screenshot('edit-failed');
      assert.equal(await lens(page, 'Repair here').count(), 1);
      const asked = server.requests.filter((request) => request.path.includes('chat'));
      assert.ok(asked.length >= 2, 'the local model was asked to repair it once');
      await lens(page, 'Keep anyway').first().click();
      await lens(page, 'Keep anyway').first().waitFor({ state: 'detached', timeout: 15_000 });
      await editor.screenshot('edit-kept');
      await lens(page, 'Accept all').first().click();
      await page.waitForTimeout(600);
      assert.match(await editorText(editor), /reduce/);
    }),
};

const whole = '{ "name": "tea-shop", "version": "1.0.0", "private": true, "type": "module" }\n';

const lightBulb: Journey = {
  title: 'fixes a reported problem from the light bulb',
  run: async () => {
    const server = await startStandIn(vllm, { answer: answering(whole) });
    try {
      const prepare = (folder: string): Promise<void> =>
        writeFile(path.join(folder, 'package.json'), whole.replace('"1.0.0",', '"1.0.0"'));
      const settings = settingsFor(server);
      await inEditor({ name: 'edit-fix', settings, prepare }, async (editor) => {
        const { page, folder } = editor;
        await untilStatusBar(editor, /ready$/, 90_000);
        await openFile(page, 'package.json');
        await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
        await goTo(page, 1, 46);
        const entry = page.locator('.action-widget .monaco-list-row', { hasText: 'Fix with Tandem' });
        await page
          .locator('.codicon-light-bulb, .codicon-lightbulb-autofix')
          .first()
          .waitFor({ timeout: 15_000 });
        for (let tries = 0; tries < 5 && !(await entry.first().isVisible()); tries++) {
          await page.keyboard.press('Control+.');
          await page.waitForTimeout(2_000);
        }
        assert.ok(await entry.first().isVisible());
        await editor.screenshot('edit-light-bulb');
        await entry.first().click();
        await lens(page, 'Accept').first().waitFor({ timeout: 20_000 });
        await page.waitForTimeout(600);
        await editor.screenshot('edit-fix-proposed');
        await page.keyboard.press('Control+Enter');
        await page.waitForTimeout(800);
        await saveFile(page);
        assert.equal(await readFile(path.join(folder, 'package.json'), 'utf8'), whole);
      });
    } finally {
      await server.close();
    }
  },
};

const commitMessage: Journey = {
  title: 'writes a commit message from the staged changes',
  run: async () => {
    const message = 'Say who ordered in the description\n\nThe number alone told nobody anything.';
    const server = await startStandIn(vllm, { answer: (asked) => (asked.task === 'chat' ? [message] : []) });
    try {
      const prepare = async (folder: string): Promise<void> => {
        const git = (...words: string[]): void => {
          execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], {
            cwd: folder,
          });
        };
        git('init', '-q');
        git('add', '.');
        git('commit', '-q', '-m', 'First version');
        const file = path.join(folder, 'src', 'orders.ts');
        await writeFile(file, (await readFile(file, 'utf8')).replace('teas, $', 'teas for $'));
        git('add', '.');
      };
      const settings = settingsFor(server);
      await inEditor({ name: 'edit-commit', settings, prepare }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready$/, 90_000);
        await page.keyboard.press('Control+Shift+G');
        await page.locator('.scm-view .scm-input').first().waitFor({ timeout: 30_000 });
        await runCommand(page, 'Tandem: Write Commit Message');
        await page.locator('.scm-input', { hasText: 'Say who ordered' }).first().waitFor({ timeout: 20_000 });
        await page.waitForTimeout(500);
        await editor.screenshot('edit-commit-message');
        const asked = server.requests.findLast((request) => request.path.includes('chat'));
        assert.match(JSON.stringify(asked?.body), /teas for/);
      });
    } finally {
      await server.close();
    }
  },
};

const severalFiles: Journey = {
  title: 'takes four of five files that /edit changes, creates, renames and deletes, and undoes them at once',
  run: async () => {
    const answer = [
      'CREATE src/money.ts',
      '```typescript',
      'export const currency = "EUR";',
      '```',
      '',
      'src/orders.ts',
      '```typescript',
      '<<<<<<< SEARCH',
      '  let total = 0;',
      '=======',
      '  let total = 0; // cents',
      '>>>>>>> REPLACE',
      '```',
      '',
      'src/catalog.ts',
      '```typescript',
      '<<<<<<< SEARCH',
      'export interface Tea {',
      '=======',
      '/** A tea of the shop. */',
      'export interface Tea {',
      '>>>>>>> REPLACE',
      '```',
      '',
      'DELETE src/old.ts',
      '',
      'RENAME tools/report.py -> tools/summary.py',
      '',
    ].join('\n');
    const server = await startStandIn(vllm, { answer: (asked) => (asked.task === 'chat' ? [answer] : []) });
    try {
      const settings = settingsFor(server);
      const prepare = (folder: string): Promise<void> =>
        writeFile(path.join(folder, 'src', 'old.ts'), 'export const old = true;\n');
      await inEditor({ name: 'edit-files', settings, prepare }, async (editor) => {
        const { page, folder } = editor;
        const source = (name: string): string => path.join(folder, 'src', name);
        const tool = (name: string): string => path.join(folder, 'tools', name);
        const orders = await readFile(source('orders.ts'), 'utf8');
        await untilStatusBar(editor, /ready$/, 90_000);
        await openFile(page, 'orders.ts');
        await runCommand(page, 'Tandem: Focus Chat');
        const frame = await webviewFrame(page, '[aria-label="Ask Tandem"]');
        await frame.locator('[aria-label="Ask Tandem"]').fill('/edit Say the currency in all files');
        await frame.locator('[aria-label="Ask Tandem"]').press('Enter');
        const panel = page.locator('.refactor-preview, .bulk-edit-panel').first();
        await panel.waitFor({ timeout: 30_000 });
        await page.waitForTimeout(800);
        await editor.screenshot('edit-several-files');
        assert.match(JSON.stringify(server.requests.at(-1)?.body), /copied exactly from the file/);
        // VS Code leaves it to the person to check what she wants.
        for (const name of ['orders.ts', 'money.ts', 'old.ts', 'summary.py']) {
          const row = panel.locator('.monaco-list-row', { hasText: name }).first();
          await row.locator('.edit-checkbox').first().click();
          await page.waitForTimeout(300);
        }
        await editor.screenshot('edit-several-files-one-left');
        await panel.getByRole('button', { name: 'Apply' }).click();
        await page.locator('.tab.dirty').first().waitFor({ timeout: 15_000 });
        await runCommand(page, 'File: Save All Files');
        await untilFile(source('orders.ts'), (text) => /\/\/ cents/.test(text));
        await untilTrue(() => existsSync(source('money.ts')), 'the new file is there');
        await untilFile(source('money.ts'), (text) => text.includes('EUR'));
        await untilTrue(() => !existsSync(source('old.ts')), 'the file is deleted');
        await untilTrue(
          () => existsSync(tool('summary.py')) && !existsSync(tool('report.py')),
          'the file is renamed',
        );
        assert.doesNotMatch(await readFile(source('catalog.ts'), 'utf8'), /A tea of the shop/);
        await openFile(page, 'orders.ts');
        await page.keyboard.press('Control+Z');
        const everywhere = page.locator('.monaco-dialog-box .monaco-button', {
          hasText: /Undo in \d+ Files/,
        });
        await page.waitForTimeout(1500);
        // VS Code asks first where the files are not all open.
        if (await everywhere.first().isVisible()) await everywhere.first().click();
        await page.waitForTimeout(1500);
        await editor.screenshot('edit-several-files-undo');
        await page.locator('.tab.dirty').first().waitFor({ timeout: 15_000 });
        await runCommand(page, 'File: Save All Files');
        await untilFile(source('orders.ts'), (text) => text === orders);
        await untilTrue(() => existsSync(source('old.ts')), 'the deleted file is back');
        await untilTrue(() => !existsSync(source('money.ts')), 'the new file is gone');
        await untilTrue(
          () => !existsSync(tool('summary.py')) && existsSync(tool('report.py')),
          'its name is back',
        );
      });
    } finally {
      await server.close();
    }
  },
};

const documented = `/** The whole price of an order, in cents. */
export function orderPriceCents(order: Order): number {
  let total = 0;
  for (const line of order.lines) {
    total += linePriceCents(line);
  }
  return total;
}
`;
const tests = `import { orderPriceCents } from './orders';

test('an order without lines costs nothing', () => {
  expect(orderPriceCents({ id: '1', customer: 'A', lines: [] })).toBe(0);
});
`;

const documentAndTest: Journey = {
  title: 'writes the documentation and the tests of a function',
  run: () =>
    withEdit(
      'edit-document',
      (asked) => {
        if (asked.task !== 'chat') return [];
        const text = JSON.stringify(asked.messages).includes('Write tests for') ? tests : documented;
        return [`\`\`\`typescript\n${text}\`\`\`\n`];
      },
      async (editor, server) => {
        const { page, folder } = editor;
        await goTo(page, 25, 5);
        await runCommand(page, 'Tandem: Write Documentation');
        await lens(page, 'Accept').first().waitFor({ timeout: 30_000 });
        await page.waitForTimeout(500);
        await editor.screenshot('edit-documentation');
        await page.keyboard.press('Control+Enter');
        await page.waitForTimeout(800);
        await saveFile(page);
        await untilFile(path.join(folder, 'src', 'orders.ts'), (text) =>
          text.includes('The whole price of an order, in cents'),
        );
        await goTo(page, 25, 5);
        await runCommand(page, 'Tandem: Write Tests');
        await page.locator('.tab', { hasText: 'orders.test.ts' }).first().waitFor({ timeout: 20_000 });
        await lens(page, 'Accept').first().waitFor({ timeout: 30_000 });
        await page.waitForTimeout(500);
        await editor.screenshot('edit-tests');
        await page.keyboard.press('Control+Enter');
        await page.waitForTimeout(800);
        assert.match(await editorText(editor), /costs nothing/);
        const asked = JSON.stringify(server.requests.at(-1)?.body);
        assert.match(asked, /orderPriceCents/);
      },
    ),
};

export const journeys: readonly Journey[] = [
  oneOfTwo,
  escapeLeaves,
  crashes,
  failedCheck,
  lightBulb,
  commitMessage,
  severalFiles,
  documentAndTest,
];

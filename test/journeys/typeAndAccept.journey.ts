/** A person types, sees a suggestion from the server, and takes it. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { openFile } from '../scripts/realEditor.ts';
import { projectRoot } from '../scripts/project.ts';
import { codeOracle } from '../servers/codeOracle.ts';
import { startDemo } from '../servers/demo.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn } from '../servers/standIn.ts';
import {
  editorText,
  inEditor,
  notifications,
  untilGhostText,
  untilStatusBar,
  type Journey,
} from './journey.ts';

const added = '\nexport function isEmpty(order: Order): boolean {\n  return order.lines.length === 0;\n}\n';

async function finishedFile(): Promise<string> {
  return (await readFile(path.join(projectRoot, 'test/fixtures/sample/src/orders.ts'), 'utf8')) + added;
}

/** The other kinds of servers are connected to, and typed with, in one window: `servers.journey.ts`. */
const typesAndAccepts: Journey = {
  title: 'types and accepts a suggestion',
  run: async () => {
    const server = await startStandIn(ollama, { answer: codeOracle([await finishedFile()]) });
    try {
      await inEditor({ name: 'type', settings: { 'tandem.server.url': server.url } }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready$/);
        await openFile(page, 'orders.ts');
        await page.keyboard.press('Control+End');
        await page.keyboard.type('\nexport function isEmpty(order: Order): boolean {\n', { delay: 30 });
        await untilGhostText(editor, 'return order.lines.length === 0;');
        await editor.screenshot('type-suggestion');
        await page.keyboard.press('Tab');
        await page.waitForTimeout(300);
        assert.match(await editorText(editor), /return order\.lines\.length === 0;/);
        const status = await untilStatusBar(editor, /local [1-9]\d*, cloud 0/);
        assert.match(status, /^Tandem: local \d+, cloud 0, \$0\.00 today/);
        assert.deepEqual(await notifications(editor), []);
      });
    } finally {
      await server.close();
    }
  },
};

const demoJourney: Journey = {
  title: 'sees a suggestion of the demo server, which says what it is',
  run: async () => {
    const server = await startDemo();
    try {
      await inEditor({ name: 'type-demo', env: { TANDEM_SERVER_URL: server.url } }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready, demo$/);
        await openFile(page, 'orders.ts');
        await page.keyboard.press('Control+End');
        await page.keyboard.type(
          '\nexport function again(order: Order): number {\n  let total = 0;\n  for (const line of ',
          { delay: 30 },
        );
        await untilGhostText(editor, 'order.lines');
        await editor.screenshot('type-demo-suggestion');
        const item = page
          .locator('.statusbar-item', { has: page.locator('[aria-label^="Tandem:"]') })
          .first();
        assert.match((await item.textContent()) ?? '', /demo/i);
      });
    } finally {
      await server.close();
    }
  },
};

export const journeys: readonly Journey[] = [typesAndAccepts, demoJourney];

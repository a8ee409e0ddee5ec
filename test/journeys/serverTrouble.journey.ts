/** The server is down, hangs, answers nonsense or stops in mid-stream: typing goes on, nothing pops up, the status bar tells. */

import assert from 'node:assert/strict';

import { openFile } from '../scripts/realEditor.ts';
import { codeOracle } from '../servers/codeOracle.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn, type FaultName } from '../servers/standIn.ts';
import {
  editorText,
  inEditor,
  notifications,
  untilGhostText,
  untilStatusBar,
  type Journey,
} from './journey.ts';

const known = 'export function double(value: number): number {\n  return value * 2;\n}\n';

const downAndBack: Journey = {
  title: 'works on while the server is down, and gets suggestions when it is back',
  run: async () => {
    const server = await startStandIn(ollama, { answer: codeOracle([known]) });
    await server.close();
    try {
      await inEditor(
        { name: 'server-down', settings: { 'tandem.server.url': server.url } },
        async (editor) => {
          const { page } = editor;
          await openFile(page, 'catalog.ts');
          await page.keyboard.press('Control+A');
          await page.keyboard.press('Delete');
          await page.keyboard.type('const typed = 1;\n', { delay: 20 });
          await untilStatusBar(editor, /unreachable$/);
          await editor.screenshot('server-down');
          assert.match(await editorText(editor), /const typed = 1;/);
          await server.reopen();
          await page.keyboard.press('Control+A');
          await page.keyboard.press('Delete');
          await untilStatusBar(editor, /ready$/, 60_000);
          await page.keyboard.type('export function double(value: number): number {\n', { delay: 40 });
          await untilGhostText(editor, 'return value * 2;', 30_000);
          await editor.screenshot('server-back');
          assert.deepEqual(await notifications(editor), []);
        },
      );
    } finally {
      await server.close();
    }
  },
};

const faults: readonly FaultName[] = ['hang', 'html', 'serverError', 'reset', 'garbage', 'inBandError'];

const misbehaving: Journey = {
  title: 'types through a server that hangs, answers HTML or 500, or is cut off in mid-stream',
  run: async () => {
    const server = await startStandIn(ollama, { answer: codeOracle([known]) });
    try {
      await inEditor(
        { name: 'server-trouble', settings: { 'tandem.server.url': server.url } },
        async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, /ready$/);
          await openFile(page, 'catalog.ts');
          await page.keyboard.press('Control+End');
          for (const name of faults) {
            server.fault = { name };
            await page.keyboard.type(`\nconst during${name} = value + `, { delay: 25 });
            await page.waitForTimeout(700);
          }
          assert.deepEqual(await notifications(editor), []);
          await editor.screenshot('server-trouble');
          const text = await editorText(editor);
          for (const name of faults)
            assert.ok(text.includes(`const during${name} = value + `), `${name} lost keystrokes`);
          assert.ok(!/Proxy login|Internal error/.test(text));
        },
      );
    } finally {
      await server.close();
    }
  },
};

export const journeys: readonly Journey[] = [downAndBack, misbehaving];

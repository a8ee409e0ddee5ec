/** A person whose Ollama has no model yet has one fetched, sees how far it is, and works with it. */

import assert from 'node:assert/strict';

import { runCommand } from '../scripts/realEditor.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn } from '../servers/standIn.ts';
import { inEditor, untilStatusBar, type Journey } from './journey.ts';

const pulls: Journey = {
  title: 'has Ollama fetch a model, and connects with it',
  run: async () => {
    const server = await startStandIn(ollama, { models: [] });
    try {
      await inEditor({ name: 'pull' }, async (editor) => {
        const { page } = editor;
        const widget = page.locator('.quick-input-widget');
        const row = (text: string): ReturnType<typeof page.locator> =>
          widget.locator('.monaco-list-row', { hasText: text }).first();
        await untilStatusBar(editor, /offline$/);
        await runCommand(page, 'Tandem: Connect to a Server');
        await widget.getByText('Enter an address…').waitFor();
        await widget.locator('input').first().fill(server.url);
        await widget.getByText('use this address').waitFor();
        await page.keyboard.press('Enter');
        await row('Pull a model').click({ timeout: 20_000 });
        await row('qwen2.5-coder:7b').click();
        await server.until((requests) => requests.some(({ path }) => path === '/api/pull'), 10_000);
        await row('Use this server').waitFor({ timeout: 20_000 });
        assert.match((await widget.textContent()) ?? '', /qwen2\.5-coder:7b/);
        await editor.screenshot('pull-connected');
        await page.keyboard.press('Enter');
        await untilStatusBar(editor, /ready$/);
      });
    } finally {
      await server.close();
    }
  },
};

export const journeys: readonly Journey[] = [pulls];

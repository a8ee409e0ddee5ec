/** A person asks the cloud for one question: sees what would go, sends it, and compares both answers. */

import assert from 'node:assert/strict';

import { openFile } from '../scripts/realEditor.ts';
import { openaiCloud } from '../servers/openaiCloud.ts';
import { startStandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { ask, openChat } from './chat.journey.ts';
import { inEditor, untilStatusBar, type Journey } from './journey.ts';

const oneQuestion: Journey = {
  title:
    'asks the cloud for one question after seeing what would go, withdraws another, compares both answers',
  run: async () => {
    const local = await startStandIn(vllm, {
      answer: ({ task }) => (task === 'chat' ? ['The local model says: once.'] : []),
    });
    const cloud = await startStandIn(openaiCloud, {
      answer: () => ['The cloud says: twice.'],
      apiKey: 'journey-key',
    });
    const settings = {
      'tandem.server.url': local.url,
      'tandem.cloud.provider': 'openai',
      'tandem.cloud.url': `${cloud.url}/v1`,
      'tandem.cloud.model': cloud.models[0]?.id ?? '',
    };
    const env = { TANDEM_CLOUD_API_KEY: 'journey-key' };
    try {
      await inEditor({ name: 'chat-cloud', settings, env }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready$/);
        await openFile(page, 'orders.ts');
        const frame = await openChat(editor);
        const choice = frame.getByRole('checkbox', { name: 'Ask the cloud for this one' });
        await choice.check();
        await ask(frame, 'How often is it rounded?');
        const waiting = frame.getByRole('group', { name: /Send this to / });
        await waiting.waitFor({ timeout: 20_000 });
        await page
          .locator('.codelens-decoration a', { hasText: /^Send$/ })
          .first()
          .waitFor();
        await editor.screenshot('chat-cloud-waits');
        assert.equal(cloud.asks().length, 0, 'the cloud was asked before the person said so');
        await waiting.getByRole('button', { name: 'Cancel' }).click();
        await frame.getByText('There is no answer yet.').waitFor();
        assert.equal(cloud.asks().length, 0);
        assert.equal(await choice.isChecked(), false);

        await frame.getByRole('button', { name: 'Try again here' }).click();
        await frame.locator('article[data-route="local"]').getByText('once.').waitFor({ timeout: 20_000 });
        await choice.check();
        await ask(frame, 'And in the cloud?');
        await waiting.waitFor({ timeout: 20_000 });
        await waiting.getByRole('button', { name: 'Send to the cloud' }).click();
        const answered = frame.locator('article[data-route="cloud"]');
        await answered.getByText('twice.').waitFor({ timeout: 20_000 });
        assert.match(await answered.innerText(), /you asked for the cloud/);
        assert.equal(cloud.asks().length, 1);
        await answered.locator('.figures').waitFor();
        await editor.screenshot('chat-cloud-answer');

        await answered.getByRole('button', { name: 'Ask again', exact: true }).click();
        const here = frame.locator('article[data-route="local"]').last();
        await here.getByText('2/2').waitFor({ timeout: 20_000 });
        await here.locator('.figures').waitFor();
        await here.getByRole('button', { name: 'Compare the answers' }).click();
        await page.locator('.tab.active', { hasText: /local: .* ↔ cloud: |cloud: .* ↔ local: / }).waitFor();
        await page.locator('.monaco-diff-editor .view-lines', { hasText: 'twice' }).first().waitFor();
        await page.locator('.monaco-diff-editor .view-lines', { hasText: 'once' }).first().waitFor();
        await editor.screenshot('chat-cloud-compared');
      });
    } finally {
      await local.close();
      await cloud.close();
    }
  },
};

export const journeys: readonly Journey[] = [oneQuestion];

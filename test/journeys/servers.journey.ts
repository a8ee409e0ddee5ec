/** One window connects to one server after another: gives a key where one is wanted, reads what was detected, types, accepts, chats. */

import assert from 'node:assert/strict';

import { openFile, runCommand } from '../scripts/realEditor.ts';
import { codeOracle } from '../servers/codeOracle.ts';
import { llamacpp } from '../servers/llamacpp.ts';
import { mistral } from '../servers/mistral.ts';
import { ollama } from '../servers/ollama.ts';
import {
  startStandIn,
  type Answerer,
  type StandIn,
  type StandInKind,
  type StandInOptions,
} from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';
import { ask, openChat } from './chat.journey.ts';
import {
  editorText,
  inEditor,
  notifications,
  untilGhostText,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

interface Stop {
  readonly name: string;
  readonly kind: StandInKind;
  readonly options: StandInOptions;
  /** What the result must say. */
  readonly detected: RegExp;
}

const key = 'team-key-1';

const stops: readonly Stop[] = [
  { name: 'vllm-key', kind: vllm, options: { apiKey: key }, detected: /vLLM 0\.29\.0/ },
  {
    name: 'vllm-mistral',
    kind: vllm,
    options: { traits: { tokenizer: 'mistral' } },
    detected: /as token ids/,
  },
  { name: 'llamacpp', kind: llamacpp, options: {}, detected: /through \/infill/ },
  { name: 'mistral', kind: mistral, options: { apiKey: key }, detected: /through Mistral's FIM API/ },
  { name: 'ollama', kind: ollama, options: {}, detected: /Ollama 0\.33\.0/ },
];

/** Answers so that one can see which server it was. */
function answerOf(index: number): Answerer {
  const oracle = codeOracle();
  return (asked) => {
    if (asked.task === 'chat') return [`Here speaks server number ${index}.`];
    return asked.prefix.startsWith('x = [') ? oracle(asked) : [`return order.lines.length === ${index};`];
  };
}

async function connectTo(editor: JourneyEditor, server: StandIn, stop: Stop): Promise<void> {
  const { page } = editor;
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input').first();
  await runCommand(page, 'Tandem: Connect to a Server');
  await widget.getByText('Enter an address…').waitFor();
  await input.fill(server.url);
  await widget.getByText('use this address').waitFor();
  await page.keyboard.press('Enter');
  if (stop.options.apiKey !== undefined) {
    await widget.locator('input[type="password"]').waitFor({ timeout: 20_000 });
    await editor.screenshot(`connect-${stop.name}-key`);
    await page.keyboard.type(key);
    await page.keyboard.press('Enter');
  }
  await widget.getByText('Use this server').waitFor({ timeout: 20_000 });
  await editor.screenshot(`connect-${stop.name}`);
  assert.match((await widget.textContent()) ?? '', stop.detected);
  await page.keyboard.press('Enter');
  await widget.waitFor({ state: 'hidden' });
}

async function typeAndChat(editor: JourneyEditor, index: number): Promise<void> {
  const { page } = editor;
  await openFile(page, 'orders.ts');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(`\nexport function check${index}(order: Order): boolean {\n`, { delay: 30 });
  await untilGhostText(editor, `return order.lines.length === ${index};`);
  await page.keyboard.press('Tab');
  await page.waitForTimeout(200);
  assert.match(await editorText(editor), new RegExp(`return order\\.lines\\.length === ${index};`));
  const frame = await openChat(editor);
  await ask(frame, `Which server is number ${index}?`);
  await frame.getByText(`Here speaks server number ${index}.`).first().waitFor({ timeout: 20_000 });
}

const tour: Journey = {
  title: 'connects to vLLM, llama.cpp, the Mistral API and Ollama in turn, and types and chats with each',
  run: async () => {
    const servers = await Promise.all(
      stops.map(({ kind, options }, index) => startStandIn(kind, { ...options, answer: answerOf(index) })),
    );
    try {
      await inEditor({ name: 'servers' }, async (editor) => {
        await untilStatusBar(editor, /offline$/);
        for (const [index, stop] of stops.entries()) {
          const server = servers[index];
          if (server === undefined) continue;
          await connectTo(editor, server, stop);
          await untilStatusBar(editor, /ready$/);
          await typeAndChat(editor, index);
          await editor.screenshot(`servers-${stop.name}`);
        }
        // VS Code itself may have something to say about its own TypeScript.
        const ours = (await notifications(editor)).filter((text) => !text.includes('tsserver'));
        assert.deepEqual(ours, []);
        // A key stays with the server it was given for.
        const keyless = servers.filter((_server, index) => stops[index]?.options.apiKey === undefined);
        for (const { requests } of keyless) {
          assert.ok(requests.every(({ headers }) => headers['authorization'] === undefined));
        }
      });
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  },
};

export const journeys: readonly Journey[] = [tour];

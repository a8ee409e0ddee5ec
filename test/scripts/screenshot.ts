/** Where does the README's picture come from? `npm run screenshot`: a real window, a chat, and a suggestion at the cursor. */

import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';

import { codeOracle } from '../servers/codeOracle.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn, type Answerer } from '../servers/standIn.ts';
import { ask, openChat } from '../journeys/chat.journey.ts';
import { inEditor, untilGhostText, untilStatusBar } from '../journeys/journey.ts';
import { projectRoot } from './project.ts';
import { openFile } from './realEditor.ts';

const typed = '\nexport function isEmpty(order: Order): boolean {\n';
const suggested = '  return order.lines.length === 0;\n}\n';
const answer = `The price is rounded once for each line, in \`linePriceCents\` (src/orders.ts:20). To round the order as a whole instead:

\`\`\`ts path=src/orders.ts
export function orderPriceCents(order: Order): number {
  const exact = order.lines.reduce(
    (sum, line) => sum + exactCents(line),
    0,
  );
  return Math.round(exact);
}
\`\`\`
`;

const orders = await readFile(path.join(projectRoot, 'test/fixtures/sample/src/orders.ts'), 'utf8');
const suggest = codeOracle([orders + typed + suggested]);
const answering: Answerer = (asked) =>
  asked.task === 'chat' ? (answer.match(/\S+\s*/g) ?? []).map((text) => ({ text })) : suggest(asked);

const server = await startStandIn(ollama, { answer: answering });
try {
  const settings = { 'tandem.server.url': server.url };
  await inEditor({ name: 'readme', settings, width: 1440, height: 860 }, async (editor) => {
    const { page } = editor;
    await untilStatusBar(editor, /ready$/);
    await openFile(page, 'orders.ts');
    const frame = await openChat(editor);
    await ask(frame, 'Where is the price rounded?');
    await frame.getByRole('button', { name: 'Copy answer' }).waitFor();
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(typed, { delay: 40 });
    await untilGhostText(editor, 'return order.lines.length === 0;');
    // Notices of the test driver are no part of what a person sees.
    await page.waitForTimeout(1_000);
    await copyFile(await editor.screenshot('readme'), path.join(projectRoot, 'media', 'screenshot.png'));
  });
} finally {
  await server.close();
}

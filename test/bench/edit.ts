/** What does it cost to stream a rewrite of 2,000 lines into the view? */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { AnswerParser } from '../../src/core/edit/AnswerParser.ts';
import { applyToRegion } from '../../src/core/edit/applyToRegion.ts';
import { hunksBetween, rebaseHunks } from '../../src/core/edit/hunks.ts';
import { regionLinesSoFar, StreamedLines } from '../../src/core/edit/streamedLines.ts';
import { inEditor, untilStatusBar } from '../journeys/journey.ts';
import { buildExtension } from '../scripts/build.ts';
import { extensionHostMs } from '../scripts/extensionHost.ts';
import { openFile, saveFile } from '../scripts/realEditor.ts';
import { startStandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';

export const title = 'streaming a 2,000-line rewrite';

const lineCount = 2_000;
const before = Array.from(
  { length: lineCount },
  (_, index) => `export const value${index} = compute(${index});\n`,
).join('');
/** Every twentieth line changes, every hundredth gets a line of its own. */
const after = before
  .split('\n')
  .map((line, index) => (index % 20 === 7 ? line.replace('compute', 'computeAgain') : line))
  .map((line, index) => (index % 100 === 50 ? `// ${index}\n${line}` : line))
  .join('\n');

export async function run(print: (line: string) => void): Promise<void> {
  core(print);
  if (process.env['TANDEM_BENCH_EDITOR'] !== '0') await inRealEditor(print);
}

function core(print: (line: string) => void): void {
  const answer = `\`\`\`typescript\n${after}\`\`\`\n`;
  const chunks = answer.match(/[\s\S]{1,24}/g) ?? [];
  const times: number[] = [];
  const parser = new AnswerParser();
  const streamed = new StreamedLines(before);
  let shown = 0;
  for (const chunk of chunks) {
    const startedMs = performance.now();
    parser.push(chunk);
    const lines = regionLinesSoFar(parser.open, parser.parts);
    for (; shown < lines.length; shown++) streamed.push(lines[shown] ?? '');
    times.push(performance.now() - startedMs);
  }
  const snapshotMs = timed(() => streamed.snapshot());
  const applyMs = timed(() => applyToRegion(before, { start: 0, end: before.length }, answer));
  const hunksMs = timed(() => hunksBetween(before, after));
  const hunks = hunksBetween(before, after);
  const change = { start: 0, end: 0, text: 'x\n' };
  const rebaseMs = timed(() => rebaseHunks(hunks, change, `x\n${before}`));
  const total = times.reduce((sum, ms) => sum + ms, 0);
  print(
    `${chunks.length} chunks parsed and compared: ${total.toFixed(1)} ms in all, slowest ${Math.max(...times).toFixed(2)} ms`,
  );
  print(
    `a look at the changes so far: ${snapshotMs.toFixed(2)} ms; the whole answer applied: ${applyMs.toFixed(1)} ms`,
  );
  print(
    `${hunks.length} hunks computed: ${hunksMs.toFixed(1)} ms; moved after a keystroke: ${rebaseMs.toFixed(2)} ms`,
  );
}

function timed(work: () => unknown): number {
  work();
  const startedMs = performance.now();
  for (let round = 0; round < 5; round++) work();
  return (performance.now() - startedMs) / 5;
}

/** So long the extension host is watched with nothing to do. */
const quietMs = 5_000;
const typed = 'typed while two thousand lines stream in ';

/** A person types at the top while the answer streams in below; every character must arrive. */
async function inRealEditor(print: (line: string) => void): Promise<void> {
  await buildExtension();
  const lines = `\`\`\`typescript\n${after}\`\`\`\n`.match(/[^\n]*\n/g) ?? [];
  const server = await startStandIn(vllm, {
    answer: (asked) => (asked.task === 'chat' ? lines.map((text) => ({ text, delayMs: 4 })) : []),
    models: [{ id: 'devstral', contextTokens: 128_000 }],
  });
  const file = 'src/values.ts';
  try {
    const prepare = (folder: string): Promise<void> => writeFile(path.join(folder, file), `\n${before}`);
    const settings = { 'tandem.server.url': server.url, 'tandem.completion.enabled': false };
    await inEditor({ name: 'bench-edit', settings, prepare }, async (editor) => {
      const { page, folder } = editor;
      await untilStatusBar(editor, /ready$/);
      await openFile(page, 'values.ts');
      await page.keyboard.press('Control+Home');
      const quiet = await extensionHostMs(editor.server.dataFolder);
      await page.waitForTimeout(quietMs);
      const idle = await extensionHostMs(editor.server.dataFolder);
      const idleShare = (idle - quiet) / quietMs;
      const alone = await type(page);
      const aloneHostMs = (await extensionHostMs(editor.server.dataFolder)) - idle;
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+I');
      await page.locator('.quick-input-widget input').first().fill('compute again');
      await page.keyboard.press('Enter');
      const asked = await extensionHostMs(editor.server.dataFolder);
      const askedMs = performance.now();
      await page
        .locator('.codelens-decoration', { hasText: 'Tandem is writing' })
        .waitFor({ timeout: 20_000 });
      await page.keyboard.press('Control+Home');
      const meanwhile = await type(page);
      await page
        .locator('.codelens-decoration', { hasText: 'Accept all' })
        .first()
        .waitFor({ timeout: 120_000 });
      const hostMs = (await extensionHostMs(editor.server.dataFolder)) - asked;
      const idleMs = idleShare * (performance.now() - askedMs);
      await page.keyboard.press('Escape');
      await saveFile(page);
      const saved = await readFile(path.join(folder, file), 'utf8');
      const arrived = saved.split(typed.trim()).length - 1;
      print(
        `in the editor: ${typed.length} keystrokes take ${alone.toFixed(0)} ms alone, ${meanwhile.toFixed(0)} ms while it streams`,
      );
      print(
        `the extension host computed ${hostMs} ms from the question to the last hunk of ${lineCount} lines (${aloneHostMs} ms for the typing alone, ${idleMs.toFixed(0)} ms in as much time without anything to do)`,
      );
      print(
        `typed twice, arrived whole ${arrived} times; the rest of the file is ${saved.endsWith(before) ? 'as it was' : 'CHANGED'}`,
      );
    });
  } finally {
    await server.close();
  }
}

async function type(page: Parameters<typeof openFile>[0]): Promise<number> {
  const startedMs = performance.now();
  await page.keyboard.type(typed, { delay: 10 });
  await page.waitForTimeout(0);
  return performance.now() - startedMs;
}

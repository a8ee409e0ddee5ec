/** A person types what the suggestion says, and types on while the server is slow: nothing blinks, no key is lost. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { takePaints, watchPaints } from '../scripts/keyPaints.ts';
import { projectRoot } from '../scripts/project.ts';
import { openFile, runCommand, saveFile } from '../scripts/realEditor.ts';
import { codeOracle, inPieces } from '../servers/codeOracle.ts';
import { llamacpp } from '../servers/llamacpp.ts';
import { startStandIn } from '../servers/standIn.ts';
import {
  editorText,
  inEditor,
  notifications,
  untilGhostText,
  untilStatusBar,
  type Journey,
  type JourneyEditor,
} from './journey.ts';

const body = 'return order.lines.length === 0;';
const added = `\nexport function isEmpty(order: Order): boolean {\n  ${body}\n}\n`;

/** What stood on screen in each frame since `watchFrames`. */
interface Frame {
  readonly ghost: string;
  /** VS Code's own list of suggestions is open. */
  readonly hasList: boolean;
}

/** Notes ghost text in every frame the page paints. Written as text: it runs in the page. */
const watcher = `
  window.tandemFrames = [];
  window.tandemWatching = true;
  const look = () => {
    if (!window.tandemWatching) return;
    const text = (selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent).join('').replaceAll('\\u00a0', ' ');
    const frame = {
      hasList: document.querySelector('.suggest-widget.visible') !== null,
      ghost: text('.ghost-text, .ghost-text-decoration, .ghost-text-decoration-preview'),
    };
    const last = window.tandemFrames.at(-1);
    if (!last || last.ghost !== frame.ghost || last.hasList !== frame.hasList) window.tandemFrames.push(frame);
    requestAnimationFrame(look);
  };
  look();
`;

function assertNeverBlinks(frames: readonly Frame[], whole: string): void {
  let typed = '';
  for (const [index, { ghost }] of frames.entries()) {
    const seen = JSON.stringify(frames.slice(0, index + 3).map((frame) => [frame.ghost, frame.hasList]));
    assert.ok(whole.endsWith(ghost), `“${ghost}” is no part of it: ${seen}`);
    if (ghost !== '') {
      typed = whole.slice(0, whole.length - ghost.length);
      continue;
    }
    // The list is asked for when the dot is typed; it is drawn at once or a few keys later.
    const opensList = /\.\w{0,2}$/.test(typed) && frames.slice(index).some(({ hasList }) => hasList);
    assert.ok(opensList, `blinked: ${seen}`);
  }
}

async function framesSeen(editor: JourneyEditor): Promise<readonly Frame[]> {
  return editor.page.evaluate<Frame[]>('window.tandemWatching = false, window.tandemFrames');
}

const typesThrough: Journey = {
  title: 'types through a suggestion, which costs no request',
  isAlone: true,
  run: async () => {
    const file = await readFile(path.join(projectRoot, 'test/fixtures/sample/src/orders.ts'), 'utf8');
    const server = await startStandIn(llamacpp, {
      answer: codeOracle([file + added]),
      chunkDelayMs: 20,
    });
    try {
      await inEditor(
        {
          name: 'typing-through',
          settings: { 'tandem.server.url': server.url },
        },
        async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, /ready$/);
          await openFile(page, 'orders.ts');
          await page.keyboard.press('Control+End');
          await page.keyboard.type('\nexport function isEmpty(order: Order): boolean {\n', { delay: 30 });
          await untilGhostText(editor, body);
          // The whole answer has come and everything about it is settled.
          await page.waitForTimeout(600);
          const asksBefore = server.asks().length;
          await page.evaluate(watcher);
          const typed = 'return order.lines.len';
          for (const [index, character] of [...typed].entries()) {
            await page.keyboard.type(character);
            await page.waitForTimeout(70);
            if (index % 7 === 0) await editor.screenshot(`typing-through-${index}`);
          }
          await untilGhostText(editor, 'gth === 0;');
          const frames = await framesSeen(editor);
          // Every frame shows the rest of the suggestion, never nothing and never something else. Only when its own list
          // opens (at the dot) VS Code takes all ghost text away, whoever made it, until it has asked for the list's choice.
          assertNeverBlinks(frames, body);
          assert.match(frames.at(-1)?.ghost ?? '', /gth === 0;/);
          // At most the request ahead, never one for what is on screen.
          assert.ok(server.asks().length - asksBefore <= 1);
          await page.keyboard.press('Tab');
          await page.waitForTimeout(300);
          assert.match(await editorText(editor), /return order\.lines\.length === 0;/);
          assert.deepEqual(await notifications(editor), []);
        },
      );
    } finally {
      await server.close();
    }
  },
};

const frameMs = 1_000 / 60;
const pairs = 6;
/** Fifty characters, so that six of them are the 300. */
const line = '// one two three four five six seven eight nine t\n';

/**
 * Suggestions off and on in turn, in one window: what the machine is doing beside meets both alike. The middle of the
 * differences is compared, so that neither a pause of the machine nor one slow line decides.
 */
async function delaysInPairs(
  { page }: JourneyEditor,
  asks: () => number,
): Promise<{ readonly median: readonly number[]; readonly slow: readonly number[] }> {
  const differences: { median: number[]; slow: number[] } = { median: [], slow: [] };
  const typeLine = async (): Promise<readonly number[]> => {
    await page.keyboard.type(line, { delay: 40 });
    await page.waitForTimeout(600);
    return takePaints(page);
  };
  const turn = async (way: 'off' | 'on'): Promise<void> => {
    await runCommand(page, 'Tandem: Toggle Suggestions');
    await page.locator('.statusbar').getByText(`Tandem: suggestions ${way}`).first().waitFor();
    await page.waitForTimeout(300);
    await takePaints(page);
  };
  for (let pair = 0; pair < pairs; pair++) {
    await turn('off');
    const before = asks();
    const off = await typeLine();
    assert.equal(asks(), before, 'suggestions are off');
    await turn('on');
    const on = await typeLine();
    assert.ok(asks() > before, 'suggestions are on');
    differences.median.push(at(on, 0.5) - at(off, 0.5));
    differences.slow.push(at(on, 0.9) - at(off, 0.9));
  }
  return differences;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.POSITIVE_INFINITY;
}

const slowServer: Journey = {
  title: 'types 300 characters while the server is slow, and no key waits longer than without suggestions',
  isAlone: true,
  run: async () => {
    const server = await startStandIn(llamacpp, {
      answer: () =>
        inPieces('someValue + 1;\n').map((text, index) => ({
          text,
          delayMs: index === 0 ? 400 : 20,
        })),
    });
    try {
      await inEditor(
        { name: 'typing-slow', settings: { 'tandem.server.url': server.url, 'files.autoSave': 'off' } },
        async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, /ready$/);
          await openFile(page, 'orders.ts');
          await page.keyboard.press('Control+End');
          const file = path.join(editor.folder, 'src', 'orders.ts');
          const before = await readFile(file, 'utf8');
          await watchPaints(page);
          const { median, slow } = await delaysInPairs(editor, () => server.asks().length);
          await editor.screenshot('typing-slow');
          const told = JSON.stringify({ median, slow });
          assert.ok(at(median, 0.5) < frameMs, `a key in the middle is late by a frame: ${told}`);
          assert.ok(at(slow, 0.5) < frameMs, `a slow key is late by a frame: ${told}`);
          await saveFile(page);
          assert.equal(
            await readFile(file, 'utf8'),
            before + line.repeat(2 * pairs),
            'each letter arrived once',
          );
          assert.deepEqual(await notifications(editor), []);
        },
      );
    } finally {
      await server.close();
    }
  },
};

const explains: Journey = {
  title: 'asks why there is no suggestion, and what the last one was made of',
  run: async () => {
    const file = await readFile(path.join(projectRoot, 'test/fixtures/sample/src/orders.ts'), 'utf8');
    const server = await startStandIn(llamacpp, {
      answer: codeOracle([file + added]),
    });
    try {
      await inEditor({ name: 'why', settings: { 'tandem.server.url': server.url } }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /ready$/);
        await openFile(page, 'orders.ts');
        await page.keyboard.press('Control+End');
        await page.keyboard.type('\nexport function isEmpty(order: Order): boolean {\n', { delay: 30 });
        await untilGhostText(editor, body);
        server.answer = () => [];
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+End');
        await page.keyboard.type('\nconst total = ', { delay: 40 });
        await page.waitForTimeout(1_000);
        await runCommand(page, 'Tandem: Why No Suggestion?');
        const told = await untilPreview(editor, /had nothing to add here/);
        await editor.screenshot('why');
        const [now = '', shown = ''] = told.split('The last suggestion shown');
        for (const about of [now, shown]) {
          assert.match(about, /Model\s+\S+ on 127\.0\.0\.1/);
          assert.match(about, /From keystroke to answer\s+[\d.]+ ms/);
          assert.match(about, /Server, in all\s+[\d.]+ ms/);
          assert.match(about, /Context beside this file/);
        }
        assert.match(shown, /Where from/);
      });
    } finally {
      await server.close();
    }
  },
};

/** The text of the preview once it fits. Its own extension may have to be activated first. */
async function untilPreview({ page }: JourneyEditor, pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 40; tries++) {
    const texts = await Promise.all(
      page.frames().map((frame) =>
        frame
          .locator('body')
          .textContent({ timeout: 1_000 })
          .catch(() => ''),
      ),
    );
    const found = texts.find((text) => text !== null && pattern.test(text));
    if (typeof found === 'string') return found;
    await page.waitForTimeout(500);
  }
  throw new Error(`no preview says ${String(pattern)}`);
}

export const journeys: readonly Journey[] = [typesThrough, slowServer, explains];

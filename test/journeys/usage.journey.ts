/** A person looks at what was local, what was cloud and what it cost; the budget warns and stops. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Frame } from 'playwright-core';

import type { AuditEntry } from '../../src/core/usage/auditEntry.ts';
import { dayOf } from '../../src/editor/auditLog.ts';
import { runCommand, webviewFrame } from '../scripts/realEditor.ts';
import { chooseTheme, inEditor, untilStatusBar, type Journey } from './journey.ts';

const dayMs = 86_400_000;

/** Thirty days of a small team, today included. */
async function auditFolder(cloudUsdToday: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-audit-'));
  for (let back = 29; back >= 0; back--) {
    const start = Date.now() - back * dayMs;
    const lines: AuditEntry[] = [];
    for (let i = 0; i < 40 + ((back * 17) % 50); i++) lines.push(entry(start, `${back}-l${i}`, i));
    for (let i = 0; i < back % 4; i++) lines.push(cloud(start, `${back}-c${i}`, 0.03 + 0.01 * i));
    if (back === 0 && cloudUsdToday > 0) lines.push(cloud(start, 'today', cloudUsdToday));
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(path.join(folder, `audit-${dayOf(start)}.jsonl`), text);
  }
  return folder;
}

function entry(timeMs: number, id: string, index: number): AuditEntry {
  return {
    time: new Date(timeMs).toISOString(),
    id,
    task: 'completion',
    route: 'local',
    host: 'models.internal:8000',
    model: 'codestral',
    reason: 'default',
    checks: [{ name: 'parseErrors', passed: index % 9 !== 0 }],
    redactions: [],
    tokensIn: 900,
    tokensOut: 30,
    costUsd: 0,
    ms: 150 + ((index * 37) % 500),
    outcome: index % 3 === 0 ? 'accepted' : 'shown',
    language: index % 2 === 0 ? 'typescript' : 'python',
    firstTokenMs: 60 + (index % 40),
  };
}

function cloud(timeMs: number, id: string, costUsd: number): AuditEntry {
  return {
    ...entry(timeMs, id, 1),
    task: 'chat',
    route: 'cloud',
    host: 'api.cloud.example:443',
    model: 'claude-sonnet-5-5',
    reason: 'lazyElision',
    redactions: [{ kind: 'awsKey', count: 1 }],
    costUsd,
    ms: 3400,
    outcome: 'shown',
    sentSha256: 'ab'.repeat(32),
  };
}

/** As VS Code marks the body of a webview, and the name of the theme. */
const otherThemes: readonly (readonly [kind: string, name: string])[] = [
  ['vscode-dark', 'Dark Modern'],
  ['vscode-high-contrast', 'Dark High Contrast'],
  ['vscode-high-contrast-light', 'Light High Contrast'],
];

const looks: Journey = {
  title: 'sees usage, drawn and as tables, in light, dark and high contrast',
  run: async () => {
    const folder = await auditFolder(0);
    try {
      const settings = {
        'tandem.audit.folder': folder,
        'tandem.cloud.provider': 'anthropic',
        'tandem.cloud.model': 'claude-sonnet-5-5',
      };
      await inEditor({ name: 'usage', settings, height: 1400 }, async (editor) => {
        const { page } = editor;
        await untilStatusBar(editor, /local [1-9]\d*, cloud 0, \$0\.00 today/);
        await runCommand(page, 'Tandem: Open Usage');
        const frame = await webviewFrame(page, 'section h2');
        await frame.locator('body.vscode-light').waitFor();
        await frame.locator('.chart canvas').first().waitFor();
        assert.equal(await frame.locator('.chart canvas').count(), 3);
        const light = await inkOf(frame);
        await frame.locator('summary').first().press('Enter');
        const rows = frame.locator('section').first().locator('tbody tr');
        assert.equal(await rows.count(), 30);
        await editor.screenshot('usage-light');
        await frame.locator('select[aria-label="Range"]').selectOption('7');
        await frame
          .locator('section')
          .first()
          .locator('tbody tr:nth-child(8)')
          .waitFor({ state: 'detached' });
        assert.equal(await rows.count(), 7);
        await frame.locator('#cost-watts').fill('900');
        await frame.locator('#cost-watts').press('Tab');
        await frame.getByText('requests a day').waitFor();
        await frame.locator('#cost-watts').scrollIntoViewIfNeeded();
        await editor.screenshot('usage-light-costs');
        for (const [kind, name] of otherThemes) {
          await chooseTheme(editor, name);
          await frame.locator(`body.${kind}`).waitFor();
          await frame.locator('h1').first().scrollIntoViewIfNeeded();
          await page.waitForTimeout(300);
          await editor.screenshot(`usage-${kind.replace('vscode-', '')}`);
          assert.notDeepEqual(await inkOf(frame), light, `the charts keep their colors in ${name}`);
        }
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The colors that the first chart is drawn with, as a set of pixels. */
async function inkOf(frame: Frame): Promise<string[]> {
  return frame.evaluate<string[]>(`(() => {
    const canvas = document.querySelector('.chart canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Map();
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] !== 255) continue;
      const color = data[at] + ',' + data[at + 1] + ',' + data[at + 2];
      seen.set(color, (seen.get(color) ?? 0) + 1);
    }
    return [...seen].sort((left, right) => right[1] - left[1]).slice(0, 3).map(([color]) => color);
  })()`);
}

function budget(name: string, cloudUsdToday: number, words: RegExp): Journey {
  return {
    title: `is told that the budget is ${name}`,
    run: async () => {
      const folder = await auditFolder(cloudUsdToday);
      try {
        const settings = {
          'tandem.audit.folder': folder,
          'tandem.cloud.provider': 'anthropic',
          'tandem.cloud.model': 'claude-sonnet-5-5',
        };
        await inEditor({ name: `budget-${name.replaceAll(' ', '-')}`, settings }, async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, new RegExp(`\\$${cloudUsdToday.toFixed(2)} today`));
          await runCommand(page, 'Tandem: Open Usage');
          const frame = await webviewFrame(page, 'section .warning');
          assert.match(await frame.locator('section .warning').first().innerText(), words);
          await editor.screenshot(`budget-${name.replaceAll(' ', '-')}`);
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

export const journeys: readonly Journey[] = [
  looks,
  budget('nearly used up', 4.5, /four fifths/),
  budget('used up', 6, /nothing is sent to the cloud/),
];

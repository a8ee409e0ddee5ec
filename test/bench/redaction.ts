/** How fast and how sure is redaction, beside secretlint's recommended rules on the same text? */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import { lintSource } from '@secretlint/core';
import { rules as secretlintRules } from '@secretlint/secretlint-rule-preset-recommend';
import { createRedactionSession } from '../../src/core/redaction/redact.ts';
import { nodeClock } from '../scripts/nodeClock.ts';
import { adversarialTexts } from '../fixtures/redaction/adversarialTexts.ts';
import { negatives, positives } from '../fixtures/redaction/labelledSet.ts';

export const title = 'Redaction';

const ROUNDS = 9;
const SIZE = 200_000;

export async function run(print: (line: string) => void): Promise<void> {
  await speed(print);
  recall(print);
}

function newSession(): ReturnType<typeof createRedactionSession> {
  return createRedactionSession({
    random: () => randomInt(0, 2 ** 32) / 2 ** 32,
    clock: nodeClock,
    budgetMs: 60_000,
  });
}

async function speed(print: (line: string) => void): Promise<void> {
  const mixed = mixedCode(1_000_000);
  const ours = await median(async () => Promise.resolve(newSession().redact(mixed)));
  const theirs = await median(async () => secretlint(mixed));
  print(
    `1 MB of mixed code: ${ours.toFixed(1)} ms, secretlint ${theirs.toFixed(1)} ms, ratio ${(ours / theirs).toFixed(2)}`,
  );
  const slow: [string, number][] = [];
  const doubled = new Map(adversarialTexts(SIZE * 2).map(({ name, text }) => [name, text]));
  for (const { name, text, path } of adversarialTexts(SIZE)) {
    const context = path === undefined ? {} : { path };
    const ms = await median(async () => Promise.resolve(newSession().redact(text, context)), 3);
    const twice = doubled.get(name) ?? '';
    const twiceMs = await median(async () => Promise.resolve(newSession().redact(twice, context)), 1);
    slow.push([name, ms]);
    print(`200 kB of ${name}: ${ms.toFixed(1)} ms; twice as much ${(twiceMs / ms).toFixed(1)} times as long`);
  }
  print(`${slow.filter(([, ms]) => ms > 40).length} of ${slow.length} kinds over 40 ms`);
  slow.sort((a, b) => b[1] - a[1]);
  const named = slow.slice(0, 3).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`);
  print(`slowest adversarial texts: ${named.join(', ')}`);
}

async function secretlint(text: string): Promise<void> {
  await lintSource({
    source: { filePath: 'mixed.ts', content: text, ext: '.ts', contentType: 'text' },
    options: {
      config: { rules: secretlintRules.map((rule) => ({ id: rule.meta.id, rule })) },
      noPhysicFilePath: true,
    },
  });
}

/** Milliseconds; the first two rounds warm up and do not count. */
async function median(work: () => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    const started = performance.now();
    await work();
    if (round >= 2) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? 0;
}

/** Sources of the packages that are installed here, up to `size` characters. */
function mixedCode(size: number): string {
  const parts: string[] = [];
  let length = 0;
  const visit = (folder: string, depth: number): void => {
    for (const name of readdirSync(folder).sort()) {
      if (length >= size || name.startsWith('.')) continue;
      const path = join(folder, name);
      const stats = statSync(path);
      if (stats.isDirectory() && depth < 5) visit(path, depth + 1);
      else if (
        /\.(?:ts|js|mjs|cjs|md|json|css)$/.test(name) &&
        !name.includes('.min.') &&
        stats.size < 60_000
      ) {
        const text = readFileSync(path, 'utf8');
        parts.push(text);
        length += text.length;
      }
    }
  };
  visit('node_modules', 0);
  return parts.join('\n').slice(0, size);
}

function recall(print: (line: string) => void): void {
  const found = new Map<string, { hits: number; all: number }>();
  for (const positive of positives(Date.now() % 1_000_000)) {
    const result = newSession().redact(
      positive.text,
      positive.path === undefined ? {} : { path: positive.path },
    );
    const after = result.ok ? result.value.text : positive.text;
    const written = positive.secrets.filter((secret) => positive.text.includes(secret));
    const gone =
      written.length === 0
        ? after !== positive.text
        : written.every((secret) => !after.includes(/:\/\/[^:]*:([^@]+)@/.exec(secret)?.[1] ?? secret));
    const entry = found.get(positive.kind) ?? { hits: 0, all: 0 };
    found.set(positive.kind, { hits: entry.hits + (gone ? 1 : 0), all: entry.all + 1 });
  }
  let hits = 0;
  let all = 0;
  for (const [kind, entry] of found) {
    hits += entry.hits;
    all += entry.all;
    print(`  ${kind.padEnd(32)} ${String(entry.hits).padStart(4)} of ${entry.all}`);
  }
  const clean = negatives(Date.now() % 1_000_000);
  const touched = clean.filter((negative) => {
    const result = newSession().scan(
      negative.text,
      negative.path === undefined ? {} : { path: negative.path },
    );
    return !result.ok || result.value.length > 0;
  });
  print(
    `own labelled set: ${((hits / all) * 100).toFixed(2)}% of ${all} secrets found; ${touched.length} of ${clean.length} clean texts touched`,
  );
}

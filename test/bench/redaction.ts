/** How fast and how sure is redaction, beside secretlint's recommended rules on the same text? */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import { lintSource } from '@secretlint/core';
import { rules as secretlintRules } from '@secretlint/secretlint-rule-preset-recommend';
import { createRedactionSession } from '../../src/core/redaction/redact.ts';
import { nodeClock } from '../scripts/nodeClock.ts';
import { alnum, base64, chanceFrom, type Chance } from '../fixtures/redaction/chance.ts';
import { negatives, positives } from '../fixtures/redaction/labelledSet.ts';

export const title = 'Redaction';

const ROUNDS = 9;
const SIZE = 200_000;

/** Each piece repeated to SIZE: what makes a careless expression look far from every place again. */
const REPEATED: readonly (readonly [string, string])[] = [
  ['one letter', 'a'],
  ['one digit', '0'],
  ['equals signs', '='],
  ['colons', ':'],
  ['quotes', '"'],
  ['backslashes', '\\'],
  ['line ends', '\n'],
  ['brackets', '('],
  ['base64', 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldY'],
  ['scheme names', 'mongodb://'],
  ['bare schemes', '://'],
  ['credentials', 'http://user:pass@'],
  ['key marks', '-----BEGIN PRIVATE KEY-----'],
  ['key lines', '-----BEGIN RSA PRIVATE KEY-----\n'],
  ['key ends', '-----END RSA PRIVATE KEY-----\n'],
  ['PuTTY marks', 'PuTTY-User-Key-File'],
  ['token prefixes', 'ghs_'],
  ['short prefixes', 'sk-'],
  ['assignments', 'password='],
  ['words for a password', 'password '],
  ['spoken pairs', 'id pw master // '],
  ['open quotes', 'password="'],
  ['concatenations', '" + "'],
  ['escapes', '\\u0041'],
  ['twice escaped', '%2541'],
  ['character references', '&#65;'],
  ['colors', '\u001b[31m'],
  ['zero width', '\u200b'],
  ['full width', '\uff21'],
  ['beyond the plane', '\u{1f600}'],
  ['headers', 'authorization: bearer '],
  ['cookies', 'cookie: a=b; '],
  ['empty cookies', 'cookie: '],
  ['hunks', '@@ -1 +1 @@\n'],
  ['tables', 'password,token\n1,2\n'],
  ['statements', "insert into users values ('a');\n"],
  ['placeholders', 'SECRET_A_1_'],
];

/** Made anew for each place: texts in which nearly everything is secret, or looks it. */
const MADE: readonly (readonly [string, (chance: Chance, index: number) => string])[] = [
  ['endless base64', (chance) => chance.text(base64, 4000)],
  ['tiny tokens', (chance) => `${chance.text(alnum, 3)} `],
  ['tokens without a name', (chance) => `${chance.text(alnum, 32)} `],
  ['an env file', (chance, index) => `KEY_${index}=${chance.text(alnum, 24)}\n`],
  ['one long line of pairs', (chance) => `a_token=${chance.text(alnum, 20)};`],
  ['urls with passwords', (chance) => `https://u:${chance.text(alnum, 9)}@host.io/x `],
  ['nested quotes', (chance) => `"password": "{\\"token\\": \\"${chance.text(alnum, 20)}\\"}",`],
  ['escaped secrets', (chance) => encodeURIComponent(`password="${chance.text(alnum, 12)}!"&`)],
  [
    'minified code',
    (chance) => `function(a){var token=e.key,password=t[n];return "${chance.text(alnum, 6)}"};`,
  ],
];

function adversarialTexts(): (readonly [string, string])[] {
  const chance = chanceFrom(7);
  return [
    ...REPEATED.map(
      ([name, piece]) => [name, piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE)] as const,
    ),
    ...MADE.map(([name, make]) => {
      let text = '';
      for (let index = 0; text.length < SIZE; index++) text += make(chance, index);
      return [name, text.slice(0, SIZE)] as const;
    }),
  ];
}

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
  for (const [name, text] of adversarialTexts()) {
    const ms = await median(async () => Promise.resolve(newSession().redact(text)));
    slow.push([name, ms]);
    print(`200 kB of ${name}: ${ms.toFixed(1)} ms`);
  }
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
async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + 2; round++) {
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

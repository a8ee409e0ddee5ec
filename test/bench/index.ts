/** How fast is the codebase index on 20,000 files, and how often is the right file among the first five? */

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { FolderIndex } from '../../src/editor/folderIndex.ts';
import { describedQuestions, ownQuestions, placesRecall, recallAt } from './indexQuestions.ts';

export const title = 'Codebase index';

const fileCount = 20_000;
/** Real code that the weights were not chosen on. */
const heldOut = ['dependency-cruiser/src', 'mocha/lib', 'openai/src'];

const nouns =
  'order invoice customer parcel route driver depot price tax ledger batch queue token session upload'.split(
    ' ',
  );
const verbs =
  'load store parse merge cancel render verify export import schedule split audit assign resolve'.split(' ');

/** A file of about 60 lines whose names depend on its number. */
function generatedFile(number: number): string {
  const noun = nouns[number % nouns.length] ?? 'thing';
  const lines = [`/** Handles ${noun} number ${number}. */`, `import { base } from './base.ts';`, ''];
  for (let at = 0; at < 6; at++) {
    const verb = verbs[(number * 7 + at * 3) % verbs.length] ?? 'do';
    const other = nouns[(number + at * 5) % nouns.length] ?? 'thing';
    const name = `${verb}${capital(noun)}${capital(other)}${number}`;
    lines.push(
      `/** ${capital(verb)}s the ${noun} for a ${other}. */`,
      `export function ${name}(${other}: ${capital(other)}): number {`,
      `  const total = ${other}.amount * ${number % 97};`,
      `  if (total > ${at * 100}) {`,
      `    return base.${verb}(total);`,
      '  }',
      `  return total + ${at};`,
      '}',
      '',
    );
  }
  return lines.join('\n');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

async function generate(folder: string): Promise<void> {
  for (let start = 0; start < fileCount; start += 200) {
    const sub = path.join(folder, `part${(start / 2000) | 0}`, `module${start / 200}`);
    await mkdir(sub, { recursive: true });
    await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        writeFile(path.join(sub, `file${start + at}.ts`), generatedFile(start + at)),
      ),
    );
  }
}

async function timed<T>(run: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const startedMs = performance.now();
  const value = await run();
  return { ms: performance.now() - startedMs, value };
}

export async function run(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-index-'));
  try {
    const root = path.join(folder, 'repository');
    const savedAs = path.join(folder, 'index.json');
    await generate(root);
    const options = { root, exclusions: [], savedAs };
    const first = new FolderIndex(options);
    const before = process.memoryUsage().heapUsed;
    const built = await timed(() => first.build());
    global.gc?.();
    const heapMb = (process.memoryUsage().heapUsed - before) / 1e6;
    const savedMb = (await stat(savedAs)).size / 1e6;
    print(
      `files ${first.size}, built in ${(built.ms / 1000).toFixed(1)} s, heap +${heapMb.toFixed(0)} MB, on disk ${savedMb.toFixed(0)} MB`,
    );

    const again = new FolderIndex(options);
    print(
      `opened again with nothing changed in ${((await timed(() => again.build())).ms / 1000).toFixed(1)} s`,
    );
    await writeFile(path.join(root, 'part0', 'module0', 'file7.ts'), generatedFile(123_456));
    print(
      `one saved file in ${(await timed(() => again.update('part0/module0/file7.ts'))).ms.toFixed(1)} ms`,
    );

    const queries = [
      'where is the parcel price computed for a driver?',
      'verifyInvoiceDepot4712',
      'how are upload sessions scheduled',
      'verify the ledger of a depot',
    ];
    const times: number[] = [];
    for (let round = 0; round < 10; round++) {
      for (const query of queries) times.push((await timed(() => again.search(query, 10))).ms);
    }
    times.sort((a, b) => a - b);
    print(`query: median ${at(times, 0.5).toFixed(1)} ms, 95th percentile ${at(times, 0.95).toFixed(1)} ms`);
    for (const query of ['verifyInvoiceDepot', 'vid', 'a']) {
      const symbols = await timed(async () => again.symbols(query, 10));
      const names = await timed(async () => again.find(query, 20));
      print(
        `“${query}”: ${symbols.value.length} symbols in ${symbols.ms.toFixed(1)} ms, ${names.value.files.length} files in ${names.ms.toFixed(1)} ms`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await printRecall(print);
}

async function printRecall(print: (line: string) => void): Promise<void> {
  const root = path.join(import.meta.dirname, '..', '..');
  const files = await sources(path.join(root, 'src'));
  const questions = ownQuestions(files);
  print(
    `${questions.cases.length} questions about this repository: right file first ${percent(recallAt(questions, 1))}, among five ${percent(recallAt(questions, 5))}`,
  );
  for (const name of heldOut) {
    const described = describedQuestions(
      await sources(path.join(root, 'node_modules', name), '', /\.m?[jt]s$/),
    );
    print(
      `${described.cases.length} questions about ${name}: right file first ${percent(placesRecall(described, 1))}, among five ${percent(placesRecall(described, 5))}`,
    );
  }
}

/** @param wanted which names are read */
export async function sources(folder: string, prefix = '', wanted = /\.ts$/): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      for (const [name, text] of await sources(file, `${prefix}${entry.name}/`, wanted))
        found.set(name, text);
    } else if (wanted.test(entry.name) && !entry.name.endsWith('.d.ts')) {
      found.set(`${prefix}${entry.name}`, await readFile(file, 'utf8'));
    }
  }
  return found;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}

/** Does the prompt contain the names that the true continuation takes from outside the window? By token budget, against simpler contexts. */

import path from 'node:path';

import { completionSources } from '../../src/core/context/completionSources.ts';
import { frameWindow } from '../../src/core/context/cursorWindow.ts';
import type { DocumentSnapshot } from '../../src/core/context/document.ts';
import { gatherSnippets } from '../../src/core/context/gatherSnippets.ts';
import { identifiersIn } from '../../src/core/context/identifiers.ts';
import { importedDocuments } from '../../src/core/context/imports.ts';
import type { SnippetSource } from '../../src/core/context/snippetSource.ts';
import { systemClock } from '../../src/editor/nodePorts.ts';
import { seeded } from './completion/random.ts';
import { plainSimilarity } from './contextSet/plainSimilarity.ts';
import { benchRepositories } from './corpus.ts';

export const title = 'context recall: names of a cut-out middle that the prompt has from outside the window';

const budgets = [500, 1_000, 2_000];
const holesInEach = Number(process.env['TANDEM_BENCH_HOLES'] ?? 40);
const mostFiles = 60;
const mostOpen = 20;
const charactersPerToken = 3.5;

interface Recall {
  wanted: number;
  readonly found: Record<string, number>;
}

export async function run(print: (line: string) => void): Promise<void> {
  const languages = new Map<string, Recall>();
  for (const { languageId, files } of benchRepositories(mostFiles)) {
    if (files.length < 3) continue;
    const recall = languages.get(languageId) ?? { wanted: 0, found: {} };
    languages.set(languageId, recall);
    const random = seeded(Number(process.env['TANDEM_BENCH_SEED'] ?? 7));
    const bench = benchOf(files, random);
    for (let hole = 0; hole < holesInEach; hole++) await measure(bench, recall);
  }
  print(
    'share of the wanted names (in the middle and in another file at hand, not in the window) that the prompt has',
  );
  const total: Recall = { wanted: 0, found: {} };
  for (const [language, recall] of languages) {
    printRecall(language, recall, print);
    total.wanted += recall.wanted;
    for (const [kind, count] of Object.entries(recall.found))
      total.found[kind] = (total.found[kind] ?? 0) + count;
  }
  printRecall('all', total, print);
}

function printRecall(language: string, { wanted, found }: Recall, print: (line: string) => void): void {
  const share = (kind: string): string =>
    `${((100 * (found[kind] ?? 0)) / Math.max(1, wanted)).toFixed(0).padStart(3)} %`;
  for (const budget of budgets) {
    print(
      `${language.padEnd(12)} ${String(budget).padStart(5)} tokens: ours ${share(`ours ${budget}`)}, similar code only ${share(`similar ${budget}`)}, larger window only ${share(`window ${budget}`)} (${wanted} names)`,
    );
  }
}

/** Sources keep what they worked out for a file: one set for each repository, as in a window. */
interface Bench {
  readonly files: readonly DocumentSnapshot[];
  readonly random: () => number;
  open: readonly DocumentSnapshot[];
  version: number;
  readonly ours: readonly SnippetSource[];
  readonly similar: readonly SnippetSource[];
}

function benchOf(files: readonly DocumentSnapshot[], random: () => number): Bench {
  const known = { recent: (): readonly DocumentSnapshot[] => bench.open, edits: () => [] };
  const bench: Bench = {
    files,
    random,
    open: [],
    version: 1,
    ours: completionSources(known),
    similar: [plainSimilarity(known)],
  };
  return bench;
}

async function measure(bench: Bench, recall: Recall): Promise<void> {
  const { files, random } = bench;
  const file = files[Math.floor(random() * files.length)];
  if (file === undefined) return;
  const lines = file.text.split('\n');
  const first = 10 + Math.floor(random() * Math.max(1, lines.length - 20));
  const count = 3 + Math.floor(random() * 6);
  const middle = lines.slice(first, first + count).join('\n');
  const before = `${lines.slice(0, first).join('\n')}\n`;
  const text = before + lines.slice(first + count).join('\n');
  const document = { ...file, text, version: ++bench.version };
  bench.open = atHand(document, files);
  const windowBudget = { layout: 'suffixFirst', prefixCharacters: 4_000, suffixCharacters: 1_200 } as const;
  const { window } = frameWindow(undefined, document, before.length, windowBudget);
  const seen = new Set(identifiersIn(window.prefix + window.suffix));
  const elsewhere = new Set(bench.open.flatMap((other) => identifiersIn(other.text)));
  const wanted = new Set(identifiersIn(middle).filter((name) => !seen.has(name) && elsewhere.has(name)));
  recall.wanted += wanted.size;
  for (const budget of budgets) {
    const prefixCharacters = windowBudget.prefixCharacters + budget * charactersPerToken;
    const larger = frameWindow(undefined, document, before.length, { ...windowBudget, prefixCharacters });
    for (const [kind, text] of [
      ['ours', await textOf(bench.ours, window, budget)],
      ['similar', await textOf(bench.similar, window, budget)],
      ['window', larger.window.prefix],
    ] as const) {
      const names = new Set(identifiersIn(text));
      const key = `${kind} ${budget}`;
      recall.found[key] = (recall.found[key] ?? 0) + [...wanted].filter((name) => names.has(name)).length;
    }
  }
}

/** What a person has open: files that this one imports, and its neighbors. */
function atHand(document: DocumentSnapshot, files: readonly DocumentSnapshot[]): DocumentSnapshot[] {
  const imported = importedDocuments(document, files);
  const folder = path.dirname(document.path);
  const neighbors = files.filter(
    (other) => other.uri !== document.uri && !imported.includes(other) && path.dirname(other.path) === folder,
  );
  const others = files.filter(
    (other) => other.uri !== document.uri && !imported.includes(other) && !neighbors.includes(other),
  );
  return [...imported, ...neighbors, ...others].slice(0, mostOpen);
}

async function textOf(
  sources: readonly SnippetSource[],
  window: ReturnType<typeof frameWindow>['window'],
  budget: number,
): Promise<string> {
  const ports = {
    clock: systemClock,
    // Recall is asked for here, not speed.
    sources: sources.map((source) => ({ ...source, timeLimitMs: 5_000 })),
    allows: () => true,
    estimateTokens: (text: string) => text.length / charactersPerToken,
  };
  const { snippets } = await gatherSnippets(ports, window, budget, new AbortController().signal);
  return snippets.map(({ text }) => text).join('\n');
}

/** Does the prompt contain the names that the true continuation takes from outside the window? By token budget, against simpler contexts. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { completionSources } from '../../src/core/context/completionSources.ts';
import { frameWindow } from '../../src/core/context/cursorWindow.ts';
import type { DocumentSnapshot } from '../../src/core/context/document.ts';
import { gatherSnippets } from '../../src/core/context/gatherSnippets.ts';
import { identifiersIn } from '../../src/core/context/identifiers.ts';
import { importedDocuments } from '../../src/core/context/imports.ts';
import type { SnippetSource } from '../../src/core/context/snippetSource.ts';
import { similarCode } from '../../src/core/context/sources/similarCode.ts';
import { systemClock } from '../../src/editor/nodePorts.ts';
import { seeded } from './completion/random.ts';

export const title = 'context recall: names of a cut-out middle that the prompt has from outside the window';

const modules = path.join(import.meta.dirname, '..', '..', 'node_modules');

interface Repository {
  readonly name: string;
  readonly languageId: string;
  readonly folder: string;
  readonly extension: string;
}

/** Packages of this checkout, and libraries that a machine with the language on it has. Those that are not there are left out. */
function repositories(): Repository[] {
  const goModules = path.join(os.homedir(), 'go', 'pkg', 'mod');
  const listed: (Repository | undefined)[] = [
    {
      name: 'zod',
      languageId: 'typescript',
      folder: path.join(modules, 'zod/src/v4/core'),
      extension: '.ts',
    },
    { name: 'openai', languageId: 'typescript', folder: path.join(modules, 'openai/src'), extension: '.ts' },
    { name: 'eslint', languageId: 'javascript', folder: path.join(modules, 'eslint/lib'), extension: '.js' },
    { name: 'mocha', languageId: 'javascript', folder: path.join(modules, 'mocha/lib'), extension: '.js' },
    ...under('/usr/lib', /^python3\.\d+$/, '').flatMap((folder) =>
      ['email', 'asyncio', 'logging', 'unittest'].map((part) => ({
        name: `python ${part}`,
        languageId: 'python',
        folder: path.join(folder, part),
        extension: '.py',
      })),
    ),
    ...under(goModules, /^(?:golang\.org|gonum\.org)$/, '').map((folder) => ({
      name: 'go modules',
      languageId: 'go',
      folder,
      extension: '.go',
    })),
    {
      name: 'node-addon-api',
      languageId: 'cpp',
      folder: path.join(modules, 'tree-sitter-c/node_modules/node-addon-api'),
      extension: '.h',
    },
    { name: 'system headers', languageId: 'c', folder: '/usr/include/linux', extension: '.h' },
    ...under('/usr/share/perl', /^5/, '').map((folder) => ({
      name: 'perl',
      languageId: 'perl',
      folder,
      extension: '.pm',
    })),
  ];
  return listed.filter((one): one is Repository => one !== undefined && existsSync(one.folder));
}

function under(folder: string, pattern: RegExp, child: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => path.join(folder, name, child));
}

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
  for (const repository of repositories()) {
    const files = filesOf(repository);
    if (files.length < 3) continue;
    const recall = languages.get(repository.languageId) ?? { wanted: 0, found: {} };
    languages.set(repository.languageId, recall);
    const random = seeded(7);
    for (let hole = 0; hole < holesInEach; hole++) await measure(files, random, recall);
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

function filesOf(repository: Repository): DocumentSnapshot[] {
  const found: DocumentSnapshot[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name.localeCompare(b.name),
    )) {
      if (found.length >= mostFiles) return;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && !/^(?:test|tests|testdata|node_modules|vendor)$/.test(entry.name))
        visit(file);
      else if (entry.isFile() && entry.name.endsWith(repository.extension)) {
        const { size } = statSync(file);
        if (size < 2_000 || size > 200_000) continue;
        found.push({
          uri: `file://${file}`,
          path: path.relative(repository.folder, file),
          languageId: repository.languageId,
          version: 1,
          text: readFileSync(file, 'utf8'),
        });
      }
    }
  };
  visit(repository.folder);
  return found;
}

async function measure(
  files: readonly DocumentSnapshot[],
  random: () => number,
  recall: Recall,
): Promise<void> {
  const file = files[Math.floor(random() * files.length)];
  if (file === undefined) return;
  const lines = file.text.split('\n');
  const first = 10 + Math.floor(random() * Math.max(1, lines.length - 20));
  const count = 3 + Math.floor(random() * 6);
  const middle = lines.slice(first, first + count).join('\n');
  const before = `${lines.slice(0, first).join('\n')}\n`;
  const document = { ...file, text: before + lines.slice(first + count).join('\n') };
  const open = atHand(document, files);
  const windowBudget = { layout: 'suffixFirst', prefixCharacters: 4_000, suffixCharacters: 1_200 } as const;
  const { window } = frameWindow(undefined, document, before.length, windowBudget);
  const seen = new Set(identifiersIn(window.prefix + window.suffix));
  const elsewhere = new Set(open.flatMap(({ text }) => identifiersIn(text)));
  const wanted = new Set(identifiersIn(middle).filter((name) => !seen.has(name) && elsewhere.has(name)));
  recall.wanted += wanted.size;
  const known = { recent: () => open, edits: () => [] };
  for (const budget of budgets) {
    const ours = await textOf(completionSources(known), window, budget);
    const similar = await textOf([{ ...similarCode(known), share: 1 }], window, budget);
    const wider = {
      ...windowBudget,
      prefixCharacters: windowBudget.prefixCharacters + budget * charactersPerToken,
    };
    const larger = frameWindow(undefined, document, before.length, wider).window.prefix;
    for (const [kind, text] of [
      ['ours', ours],
      ['similar', similar],
      ['window', larger],
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

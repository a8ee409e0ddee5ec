/** Which real code do benches measure on? Sources that a machine has by itself, or folders named by the person. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { DocumentSnapshot } from '../../src/core/context/document.ts';
import { languageOf } from '../../src/core/gate/language/languages.ts';

export interface Repository {
  readonly languageId: string;
  readonly files: readonly DocumentSnapshot[];
}

const modules = path.join(import.meta.dirname, '..', '..', 'node_modules');
const smallestFile = 2_000;
const largestFile = 200_000;
const left = /^(?:node_modules|vendor|dist|build|target|tests?|testdata|__tests__|\..*)$/;

/**
 * `TANDEM_BENCH_FOLDERS`, separated by commas, in place of packages of this checkout and libraries that the machine
 * has. Each folder is one repository; languages are told by file extensions, the most frequent one counts.
 */
export function benchRepositories(mostFiles = 60): Repository[] {
  const named = (process.env['TANDEM_BENCH_FOLDERS'] ?? '').split(',').filter((folder) => folder !== '');
  return (named.length > 0 ? named : ownFolders())
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => repositoryIn(folder, mostFiles) ?? []);
}

function ownFolders(): string[] {
  return [
    ...['zod/src/v4/core', 'openai/src', 'eslint/lib', 'mocha/lib', 'node-addon-api'].map((name) =>
      path.join(modules, name),
    ),
    path.join(modules, 'tree-sitter-c/node_modules/node-addon-api'),
    ...['email', 'asyncio', 'logging', 'unittest'].flatMap((part) =>
      under('/usr/lib', /^python3\.\d+$/).map((folder) => path.join(folder, part)),
    ),
    ...under(path.join(os.homedir(), 'go', 'pkg', 'mod'), /^(?:golang\.org|gonum\.org)$/),
    ...['net', 'encoding', 'go', 'image'].map((part) => path.join('/usr/local/go/src', part)),
    ...under(path.join(os.homedir(), '.cargo', 'registry', 'src'), /./)
      .flatMap((folder) => under(folder, /./))
      .slice(0, 4),
    '/usr/include/linux',
    ...under('/usr/share/perl', /^5/),
    ...under('/usr/lib/ruby', /^\d/),
  ];
}

function under(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => path.join(folder, name));
}

function repositoryIn(folder: string, mostFiles: number): Repository | undefined {
  const byLanguage = new Map<string, string[]>();
  for (const file of sourcesUnder(folder)) {
    const languageId = languageOf(file, '')?.id;
    if (languageId === undefined) continue;
    byLanguage.set(languageId, [...(byLanguage.get(languageId) ?? []), file]);
  }
  const [most] = [...byLanguage].sort(([, a], [, b]) => b.length - a.length);
  if (most === undefined) return undefined;
  const [languageId, files] = most;
  // Evenly over the repository, so that folders at its end count too.
  const stride = Math.max(1, files.length / mostFiles);
  const chosen = Array.from(
    { length: Math.min(mostFiles, files.length) },
    (_, index) => files[Math.floor(index * stride)],
  );
  return {
    languageId,
    files: chosen.flatMap((file) => (file === undefined ? [] : [snapshotOf(file, folder, languageId)])),
  };
}

function snapshotOf(file: string, folder: string, languageId: string): DocumentSnapshot {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  return { uri: `file://${file}`, path: path.relative(folder, file), languageId, version: 1, text };
}

/** Code of fitting size; no declaration files, no minified ones. */
function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return left.test(entry.name) ? [] : sourcesUnder(file);
      if (!entry.isFile() || /\.d\.[cm]?ts$|\.min\.|\.(?:json|ya?ml|md|html|css)$/.test(entry.name))
        return [];
      const { size } = statSync(file);
      return size < smallestFile || size > largestFile ? [] : [file];
    });
}

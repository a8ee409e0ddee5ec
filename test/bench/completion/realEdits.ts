/** What did people really add to real files? The lines that one published version of a package has and the one before had not. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { diffLines } from 'diff';

import { fetchPackage } from '../fetchPackage.ts';
import type { Hole } from './typist.ts';

export interface RealEdit {
  readonly path: string;
  readonly languageId: string;
  /** The file of the later version. */
  readonly text: string;
  /** What the earlier version did not have, in the file's order. */
  readonly holes: readonly Hole[];
}

const languages: Readonly<Record<string, string>> = {
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.py': 'python',
  '.go': 'go',
  '.rs': 'rust',
  '.java': 'java',
  '.rb': 'ruby',
  '.c': 'c',
  '.cc': 'cpp',
  '.cpp': 'cpp',
  '.cs': 'csharp',
};

/** Packages that ship their sources. Not those that the suggestions were made with. */
const packages: readonly (readonly [name: string, before: string, after: string])[] = [
  ['commander', '11.1.0', '12.1.0'],
  ['fastify', '4.26.0', '4.28.0'],
  ['mongoose', '8.3.0', '8.5.0'],
  ['socket.io-parser', '4.0.5', '4.2.4'],
  ['node-gyp', '9.0.0', '10.2.0'],
  ['better-sqlite3', '8.0.0', '11.3.0'],
];

const smallestHole = 80;
const largestHole = 1_500;
const largestFile = 200_000;

/** Of the packages above, fetched into the cache by npm; `folders` are further pairs of folders, `before:after`. */
export async function realEdits(folders: readonly string[] = []): Promise<RealEdit[]> {
  const pairs: [string, string][] = folders.map((pair) => {
    const [before = '', after = ''] = pair.split(':');
    return [before, after];
  });
  if (pairs.length === 0) {
    for (const [name, before, after] of packages) {
      const found = [await fetchPackage(name, before), await fetchPackage(name, after)] as const;
      if (found[0] !== undefined && found[1] !== undefined) pairs.push([found[0], found[1]]);
    }
  }
  return pairs.flatMap(([before, after]) => editsBetween(before, after));
}

function editsBetween(before: string, after: string): RealEdit[] {
  const edits: RealEdit[] = [];
  for (const file of filesUnder(after)) {
    const languageId = languages[path.extname(file)];
    const earlier = path.join(before, path.relative(after, file));
    if (languageId === undefined || !existsSync(earlier)) continue;
    const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
    if (text.length > largestFile) continue;
    const holes = addedBetween(readFileSync(earlier, 'utf8').replaceAll('\r\n', '\n'), text);
    if (holes.length > 0) edits.push({ path: path.relative(after, file), languageId, text, holes });
  }
  return edits;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      if (/^(?:node_modules|dist|cjs|esm|test|tests|docs|\..*)$/.test(name)) return [];
      return statSync(file).isDirectory() ? filesUnder(file) : [file];
    });
}

function addedBetween(before: string, after: string): Hole[] {
  const holes: Hole[] = [];
  let at = 0;
  for (const part of diffLines(before, after)) {
    if (part.removed) continue;
    if (part.added && part.value.length >= smallestHole && part.value.length <= largestHole) {
      const space = /^\s*/.exec(part.value)?.[0].length ?? 0;
      const end = at + part.value.trimEnd().length;
      if (end - at - space >= smallestHole / 2) holes.push({ start: at + space, end });
    }
    at += part.value.length;
  }
  return holes;
}

/** Which files is the gate measured on? The labelled set, packages that are installed here, or folders that are named. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languageOf } from '../../../src/core/gate/language/languages.ts';
import { nodeProject } from '../../scripts/nodeProject.ts';
import type { SourceFile } from './cases.ts';
import { publishedPairs } from './publishedPairs.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/gate/', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
/** One file in so many of this project's own source. */
const ownEvery = 20;
const largestFile = 200_000;
/** So that one package does not speak for all. */
const mostOfPackage = 60;
/** What a machine wrote from the sources. */
const built = /(?:^|\/)(?:dist|build|build-module|build-types|cjs|esm|umd|node_modules|deps)\//;

export interface SourceOptions {
  /** Folders of the form `<project>/<version>/...` with two versions each: real changes. */
  readonly pairs: readonly string[];
  /** Folders of files that are damaged as they stand. */
  readonly extra: readonly string[];
}

export async function* sources(options: SourceOptions): AsyncGenerator<SourceFile> {
  for (const folder of options.pairs) yield* pairsIn(folder);
  for (const folder of options.extra) {
    for await (const path of walk(folder))
      yield { path: relative(folder, path), text: await readFile(path, 'utf8') };
  }
  if (options.pairs.length > 0 || options.extra.length > 0) return;
  yield* fixtureFiles();
  yield* installedFiles();
  yield* installedPairs();
  for (const pair of await publishedPairs()) yield* published(pair.before, pair.after);
}

/** This project's own source, one file in so many, and the hand-written set of many languages. */
async function* fixtureFiles(): AsyncGenerator<SourceFile> {
  const own = nodeProject(root);
  let seen = 0;
  for await (const path of walk(join(root, 'src/core'))) {
    if (seen++ % ownEvery !== 0) continue;
    yield { path: relative(root, path), text: await readFile(path, 'utf8'), project: own };
  }
  const project = nodeProject(join(fixtures, 'project'));
  for await (const path of walk(join(fixtures, 'after'))) {
    const name = relative(join(fixtures, 'after'), path);
    const earlier = await readFile(join(fixtures, 'before', name), 'utf8').catch(() => undefined);
    const text = await readFile(path, 'utf8');
    yield { path: name, text, project, ...(earlier === undefined ? {} : { earlier }) };
  }
}

/** Real changes between two versions, at most so many, spread over the package. */
async function* published(from: string, to: string): AsyncGenerator<SourceFile> {
  const changed: SourceFile[] = [];
  const project = nodeProject(to);
  for await (const path of walk(to)) {
    const name = relative(to, path);
    if (built.test(name)) continue;
    const earlier = await readFile(join(from, name), 'utf8').catch(() => undefined);
    const text = await readFile(path, 'utf8');
    if (earlier !== undefined && earlier !== text && !isMinified(text))
      changed.push({ path: name, text, earlier, project, onlyGood: true });
  }
  const step = Math.max(1, changed.length / mostOfPackage);
  for (let at = 0; at < changed.length; at += step) {
    const one = changed[Math.floor(at)];
    if (one !== undefined) yield one;
  }
}

function isMinified(text: string): boolean {
  return Math.max(...text.split('\n', 50).map((line) => line.length)) > 400;
}

async function* pairsIn(folder: string): AsyncGenerator<SourceFile> {
  for (const project of (await readdir(folder)).sort()) {
    const versions = (await readdir(join(folder, project))).sort((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    const [old, fresh] = versions;
    if (old === undefined || fresh === undefined) continue;
    const from = join(folder, project, old);
    const to = join(folder, project, fresh);
    const files = nodeProject(to);
    for await (const path of walk(to)) {
      const name = relative(to, path);
      const earlier = await readFile(join(from, name.replaceAll(fresh, old)), 'utf8').catch(() => undefined);
      const text = await readFile(path, 'utf8');
      if (earlier === undefined || earlier === text || isMinified(text)) continue;
      yield { path: name, text, earlier, project: files };
    }
  }
}

async function* walk(folder: string): AsyncGenerator<string> {
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) =>
    a.name.localeCompare(b.name),
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== '.git') yield* walk(path);
    } else if (
      entry.isFile() &&
      languageOf(path, '')?.grammar !== undefined &&
      !/\.min\.|\.d\.[mc]?ts$|bundle/.test(path)
    ) {
      if ((await stat(path)).size < largestFile) yield path;
    }
  }
}

/** Packages that ship the source they are made from, and in which languages we want some of it. */
const shipped: readonly (readonly [folder: string, endings: RegExp, every: number])[] = [
  ['openai/src', /\.ts$/, 12],
  ['zod/src', /\.ts$/, 8],
  ['@azure/msal-common/src', /\.ts$/, 4],
  ['diff/libesm', /\.js$/, 2],
  ['commander/lib', /\.js$/, 1],
  ['picomatch/lib', /\.js$/, 1],
  ['highlight.js/styles', /\.css$/, 40],
  ['playwright-core/bin', /\.sh$/, 1],
  ['flatted', /\.(?:go|py|php)$/, 1],
  ['node-addon-api', /\.(?:h|c|js)$/, 1],
  ['@tree-sitter-grammars/tree-sitter-yaml/src', /scanner\.c$/, 1],
];

/** Untouched code that others wrote: only what is right is taken from it. */
async function* installedFiles(): AsyncGenerator<SourceFile> {
  for (const [folder, endings, every] of shipped) {
    const top = join(root, 'node_modules', folder);
    // Another version may lay its files out otherwise.
    if ((await stat(top).catch(() => undefined)) === undefined) continue;
    const project = nodeProject(join(root, 'node_modules', packageOf(folder)));
    let seen = 0;
    for await (const path of walk(top)) {
      if (!endings.test(path) || seen++ % every !== 0) continue;
      const name = relative(join(root, 'node_modules', packageOf(folder)), path);
      yield { path: name, text: await readFile(path, 'utf8'), project, onlyGood: true };
    }
  }
}

function packageOf(folder: string): string {
  return folder
    .split('/')
    .slice(0, folder.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Packages of which two versions are installed: real changes from the older to the newer. */
async function* installedPairs(): AsyncGenerator<SourceFile> {
  const versions = new Map<string, string[]>();
  for await (const folder of packageFolders(join(root, 'node_modules'))) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(folder)?.[1] ?? '';
    versions.set(name, [...(versions.get(name) ?? []), folder]);
  }
  for (const [, folders] of [...versions].sort(([a], [b]) => a.localeCompare(b))) {
    if (folders.length < 2) continue;
    const dated = await Promise.all(
      folders.map(async (folder) => [await versionOf(folder), folder] as const),
    );
    dated.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    const [from, to] = [dated[0], dated.at(-1)];
    if (from === undefined || to === undefined || from[0] === to[0]) continue;
    const project = nodeProject(to[1]);
    for await (const path of walk(to[1])) {
      const name = relative(to[1], path);
      const earlier = await readFile(join(from[1], name), 'utf8').catch(() => undefined);
      const text = await readFile(path, 'utf8');
      if (earlier === undefined || earlier === text || name.includes('node_modules')) continue;
      yield { path: name, text, earlier, project, onlyGood: true };
    }
  }
}

async function versionOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return typeof version === 'string' ? version : '';
}

async function* packageFolders(modules: string): AsyncGenerator<string> {
  const names = await readdir(modules).catch(() => []);
  for (const name of names.sort()) {
    const folder = join(modules, name);
    if (name.startsWith('@')) yield* scoped(folder);
    else if (!name.startsWith('.')) yield* withInner(folder);
  }
}

async function* scoped(scope: string): AsyncGenerator<string> {
  for (const name of (await readdir(scope)).sort()) yield* withInner(join(scope, name));
}

async function* withInner(folder: string): AsyncGenerator<string> {
  if ((await stat(join(folder, 'package.json')).catch(() => undefined)) === undefined) return;
  yield folder;
  yield* packageFolders(join(folder, 'node_modules'));
}

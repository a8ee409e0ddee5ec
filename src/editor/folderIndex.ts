/** How does a folder on disk become an index, and stay one? Runs in a worker; imports no `vscode`, so benches use it too. */

import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { bestPlaces, type Place } from '../core/index/bestPlaces.ts';
import { CodeIndex, type FoundSymbol } from '../core/index/codeIndex.ts';
import { fuzzyBest } from '../core/index/fuzzyMatch.ts';
import { fuseRanks } from '../core/index/fuseRanks.ts';
import { IgnoreRules } from '../core/index/ignoreRules.ts';
import { piecesOf } from '../core/index/pieces.ts';
import { VectorIndex } from '../core/index/vectorIndex.ts';
import type { FileToEmbed } from '../core/pipelines/embedCodebase.ts';

export interface FoundNames {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

export interface FolderIndexOptions {
  /** Absolute path of the folder. */
  readonly root: string;
  /** Globs that are excluded in the editor. */
  readonly exclusions: readonly string[];
  /** Where the index is kept between sessions. */
  readonly savedAs: string;
  readonly onProgress?: (done: number, total: number) => void;
}

export const largestFileBytes = 512_000;
const mostFiles = 100_000;
const atOnce = 16;
/** Files whose pieces are looked at for a question. */
const filesLookedInto = 24;
const filesAtOnce = 16;
const mostPiecesOfFile = 40;
/** About 60 MB at 768 bytes each. */
const mostVectors = 80_000;

export class FolderIndex {
  private readonly options: FolderIndexOptions;
  private index = new CodeIndex();
  private rules: IgnoreRules;
  /** Files that nobody ignores, those among them that hold no text or too much too. */
  private names = new Set<string>();
  private vectors: VectorIndex | undefined;
  private unsavedVectors = 0;
  private resume: (() => void) | undefined;
  private paused: Promise<void> | undefined;

  constructor(options: FolderIndexOptions) {
    this.options = options;
    this.rules = new IgnoreRules(options.exclusions);
  }

  get size(): number {
    return this.index.size;
  }

  paths(): string[] {
    return this.index.paths();
  }

  /** Files and folders by name, best first. */
  find(query: string, limit: number): FoundNames {
    const same = (name: string): string => name;
    return {
      files: fuzzyBest(query, this.names, same, limit),
      folders: fuzzyBest(query, foldersOf(this.names), same, Math.ceil(limit / 3)),
    };
  }

  /** Files below a folder; below the root for an empty name. */
  under(folder: string, limit: number): readonly string[] {
    const found: string[] = [];
    for (const name of this.names) {
      if (found.length >= limit) break;
      if (folder === '' || name.startsWith(`${folder}/`)) found.push(name);
    }
    return found;
  }

  symbols(query: string, limit: number): readonly FoundSymbol[] {
    return this.index.symbols(query, limit);
  }

  setPaused(paused: boolean): void {
    if (!paused) {
      this.resume?.();
      this.paused = undefined;
      return;
    }
    this.paused ??= new Promise((resolve) => {
      this.resume = resolve;
    });
  }

  /** Reads what is new or changed since the index was saved; resolves when it is complete and on disk. */
  async build(): Promise<void> {
    const saved = await readFile(this.options.savedAs, 'utf8').catch(() => '');
    if (saved !== '') this.index = CodeIndex.load(saved);
    const files = await this.walk();
    this.names = new Set(files);
    for (const file of this.index.paths()) if (!this.names.has(file)) this.index.remove(file);
    let done = 0;
    let changed = 0;
    for (let at = 0; at < files.length; at += atOnce) {
      await this.paused;
      const read = await Promise.all(files.slice(at, at + atOnce).map((file) => this.take(file)));
      changed += read.filter(Boolean).length;
      done += read.length;
      if (done % (atOnce * 16) === 0) this.options.onProgress?.(done, files.length);
    }
    this.options.onProgress?.(files.length, files.length);
    if (changed > 0 || saved === '') await this.save();
  }

  /** After a file was saved, made or removed. */
  async update(relativePath: string): Promise<void> {
    if (isIgnoreFile(relativePath)) {
      await this.build();
      return;
    }
    const folders = relativePath.split('/').slice(0, -1);
    const hidden = folders.some((_, at) => this.rules.ignoresFolder(folders.slice(0, at + 1).join('/')));
    if (hidden || this.rules.ignoresFile(relativePath)) return;
    await this.take(relativePath);
    const exists = await stat(path.join(this.options.root, relativePath)).then(
      (found) => found.isFile(),
      () => false,
    );
    if (exists) this.names.add(relativePath);
    else this.names.delete(relativePath);
  }

  /** The places that answer a question, best first; the files are read anew. */
  async search(question: string, limit: number, vector?: readonly number[]): Promise<readonly Place[]> {
    if (vector === undefined || this.vectors === undefined) return this.byWords(question, limit);
    const [byWords, byMeaning] = await Promise.all([
      this.byWords(question, limit * 2),
      this.byMeaning(this.vectors, vector, limit * 2),
    ]);
    return fuseRanks([byWords, byMeaning], (place) => `${place.path}:${place.startLine}`)
      .slice(0, limit)
      .map(({ item, score }) => ({ ...item, score }));
  }

  /** From now on vectors of this model are kept; those on the disk are taken up where they are of the same. */
  async beginVectors(model: string): Promise<void> {
    if (this.vectors?.model === model) return;
    const saved = await readFile(this.vectorFile).catch(() => undefined);
    this.vectors = saved === undefined ? new VectorIndex(model) : VectorIndex.load(saved, model);
  }

  /** Files that have no vectors yet. */
  async nextToEmbed(): Promise<readonly FileToEmbed[]> {
    const { vectors } = this;
    if (vectors === undefined) return [];
    const found: FileToEmbed[] = [];
    for (const [file, stamp] of this.index.stamps()) {
      if (found.length >= filesAtOnce || vectors.size >= mostVectors) break;
      if (vectors.has(file, stamp)) continue;
      const text = (await this.text(file)) ?? '';
      found.push({ path: file, stamp, pieces: piecesOf(text).slice(0, mostPiecesOfFile) });
    }
    if (found.length === 0 && this.unsavedVectors > 0) await this.saveVectors();
    return found;
  }

  async putVectors(file: FileToEmbed, vectors: readonly (readonly number[])[]): Promise<void> {
    this.vectors?.put(file.path, file.stamp, file.pieces, vectors);
    this.unsavedVectors++;
    if (this.unsavedVectors >= 200) await this.saveVectors();
  }

  private async byMeaning(
    vectors: VectorIndex,
    question: readonly number[],
    limit: number,
  ): Promise<readonly Place[]> {
    const places: Place[] = [];
    for (const { path: file, startLine, endLine, score } of vectors.search(question, limit)) {
      const text = await this.text(file);
      if (text === undefined || !this.names.has(file)) continue;
      const lines = text.split('\n').slice(startLine, endLine + 1);
      if (lines.length > 0) places.push({ path: file, startLine, endLine, text: lines.join('\n'), score });
    }
    return places;
  }

  private async byWords(question: string, limit: number): Promise<readonly Place[]> {
    const found = this.index.search(question, filesLookedInto);
    const files = await Promise.all(
      found.map(async ({ path: file, score }) => ({
        path: file,
        score,
        text: (await this.text(file)) ?? '',
      })),
    );
    return bestPlaces(question, files, (term) => this.index.weight(term), limit);
  }

  async save(): Promise<void> {
    await replace(this.options.savedAs, this.index.save());
  }

  private get vectorFile(): string {
    return `${this.options.savedAs}.vectors`;
  }

  private async saveVectors(): Promise<void> {
    const { vectors } = this;
    if (vectors === undefined) return;
    this.unsavedVectors = 0;
    for (const file of vectors.paths()) if (!this.names.has(file)) vectors.remove(file);
    await replace(this.vectorFile, vectors.save());
  }

  /** True where the file is new or changed. */
  private async take(file: string): Promise<boolean> {
    try {
      const found = await stat(path.join(this.options.root, file));
      if (!found.isFile() || found.size > largestFileBytes) throw new Error('not a file to read');
      const stamp = `${found.size}-${Math.round(found.mtimeMs)}`;
      if (this.index.has(file, stamp)) return false;
      const text = await this.text(file);
      if (text === undefined) throw new Error('not text');
      this.index.put(file, stamp, text);
      return true;
    } catch {
      // Gone, binary or too large: it stands in no index.
      this.index.remove(file);
      return false;
    }
  }

  private async text(file: string): Promise<string | undefined> {
    try {
      const text = await readFile(path.join(this.options.root, file), 'utf8');
      return text.includes('\u0000') ? undefined : text;
    } catch {
      return undefined;
    }
  }

  private async walk(): Promise<string[]> {
    this.rules = new IgnoreRules(this.options.exclusions);
    const files: string[] = [];
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      await this.paused;
      const entries = await readdir(path.join(this.options.root, folder), { withFileTypes: true }).catch(
        () => [],
      );
      if (entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) {
        const text = await this.text(folder === '' ? '.gitignore' : `${folder}/.gitignore`);
        if (text !== undefined) this.rules.addGitignore(folder, text);
      }
      for (const entry of entries) {
        const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
        // A link could lead out of the workspace or round in a circle.
        if (entry.isDirectory() && !this.rules.ignoresFolder(name)) folders.push(name);
        else if (entry.isFile() && !this.rules.ignoresFile(name)) files.push(name);
      }
      if (files.length > mostFiles) break;
    }
    return files;
  }
}

/** A crash leaves the old file or the new one. */
async function replace(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, file);
}

function* foldersOf(names: Iterable<string>): Generator<string> {
  const seen = new Set<string>();
  for (const name of names) {
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      const folder = name.slice(0, end);
      if (seen.has(folder)) break;
      seen.add(folder);
      yield folder;
    }
  }
}

function isIgnoreFile(relativePath: string): boolean {
  return relativePath === '.gitignore' || relativePath.endsWith('/.gitignore');
}

/** What stands in a project, without an editor? Read from the disk, nothing outside the folder. */

import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { ProjectFiles } from '../../src/core/gate/projectFiles.ts';

const largestText = 4_000_000;

/** Remembers what it read: a project does not change while cases are judged. */
export function nodeProject(root: string): ProjectFiles {
  const folder = resolve(root);
  const texts = new Map<string, Promise<string | undefined>>();
  const lists = new Map<string, Promise<readonly string[]>>();
  const inside = (path: string): string | undefined => {
    const full = resolve(folder, path);
    return full === folder || full.startsWith(folder + sep) ? full : undefined;
  };
  const read = async (path: string): Promise<string | undefined> => {
    const full = inside(path);
    if (full === undefined) return undefined;
    try {
      // A link may lead out of the folder, as those of a package manager's store do; only its text is read.
      const real = await realpath(full);
      const facts = await stat(real);
      if (!facts.isFile() || facts.size > largestText) return undefined;
      return await readFile(real, 'utf8');
    } catch {
      return undefined;
    }
  };
  const list = async (path: string): Promise<readonly string[]> => {
    const full = inside(path);
    if (full === undefined) return [];
    try {
      const entries = await readdir(full, { withFileTypes: true });
      return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    } catch {
      return [];
    }
  };
  return {
    read: (path) => kept(texts, path, read),
    list: (path) => kept(lists, path, list),
  };
}

function kept<T>(
  memory: Map<string, Promise<T>>,
  key: string,
  make: (key: string) => Promise<T>,
): Promise<T> {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  memory.set(key, made);
  return made;
}

/** Do other files of the project import the same? */

import type { Resolution, ResolveCase } from './resolution.ts';

/** Read at most; a project names its dependencies in far fewer files. */
const mostFiles = 120;
/** So few files say nothing about what a project uses. */
const leastFiles = 4;
const skippedFolder = /^(?:\.|node_modules\/|target\/|dist\/|build\/|out\/|vendor\/|__pycache__\/)/;

/**
 * `known` where a file beside it or further off in the project imports it too, `missing` where enough of them were
 * looked at. `pattern` is the source of a regular expression for one line.
 */
export async function importedNearby(
  { files, path }: ResolveCase,
  wanted: RegExp,
  pattern: string,
): Promise<Resolution> {
  const imports = new RegExp(pattern, 'm');
  const own = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const pending = own === '' ? [''] : [own, own.slice(0, Math.max(0, own.lastIndexOf('/'))), ''];
  const visited = new Set<string>();
  let read = 0;
  while (pending.length > 0 && read < mostFiles) {
    const folder = pending.shift() ?? '';
    if (visited.has(folder)) continue;
    visited.add(folder);
    const inside = folder === '' ? '' : `${folder}/`;
    for (const name of await files.list(folder)) {
      if (name.endsWith('/')) {
        if (!skippedFolder.test(name)) pending.push(inside + name.slice(0, -1));
        continue;
      }
      if (!wanted.test(name) || inside + name === path || read >= mostFiles) continue;
      read++;
      const text = await files.read(inside + name);
      if (text !== undefined && imports.test(text)) return 'known';
    }
  }
  return read < leastFiles ? 'unsure' : 'missing';
}

/** Does an import of Go lead anywhere? */

import { foldersUp, isFolder, type Resolution, type ResolveCase } from './resolution.ts';
import { goPackages } from './standardLibraries.ts';

/** A package of the standard library (told without a project), the module's own folders, a required module, a vendored one. */
export async function resolveGoImport({ imported, files, path, before }: ResolveCase): Promise<Resolution> {
  const module = imported.module;
  if (goPackages.has(module) || module.startsWith('.') || module === 'C') return 'known';
  const root = before.includes(`"${module.split('/').slice(0, 3).join('/')}`);
  if (root) return 'known';
  const first = module.split('/')[0] ?? '';
  for (const folder of foldersUp(path)) {
    const manifest = await files.read(`${folder}go.mod`);
    if (manifest === undefined) continue;
    const own = /^\s*module\s+"?([^\s"]+)/m.exec(manifest)?.[1];
    if (own !== undefined && (module === own || module.startsWith(`${own}/`))) {
      return (await isFolder(files, folder + module.slice(own.length + 1))) ? 'known' : 'missing';
    }
    // Tests may have a manifest of their own, under another name.
    const others = (await files.list(folder.replace(/\/$/, ''))).filter((name) => /\w\.mod$/.test(name));
    const texts = await Promise.all(others.map((name) => files.read(folder + name)));
    const required = [
      ...texts.join('\n').matchAll(/^\s*(?:require\s+|replace\s+)?([\w.~-]+(?:\/[\w.~-]+)*)\s+(?:v\d|=>)/gm),
    ].map((found) => found[1] ?? '');
    if (required.some((name) => module === name || module.startsWith(`${name}/`))) return 'known';
    const work = await files.read('go.work');
    if (work !== undefined) return 'unsure';
    if (await isFolder(files, `${folder}vendor/${module}`)) return 'known';
    return 'missing';
  }
  // Without a dot in its first part a path can only be the standard library's, or a module of a project we do not see.
  if (!first.includes('.') && standardRoots.has(first))
    return /(?:^|\/)(?:internal|vendor|testdata)(?:\/|$)/.test(module) ? 'unsure' : 'missing';
  return 'unsure';
}

const standardRoots = new Set([...goPackages].map((name) => name.split('/')[0] ?? ''));

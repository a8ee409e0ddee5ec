/** Does an import lead anywhere? */

import type { Import } from '../language/imports.ts';
import type { ProjectFiles } from '../projectFiles.ts';

/** `unsure`: the project does not say enough to tell, so nothing is held against the answer. */
export type Resolution = 'known' | 'missing' | 'unsure';

export interface ResolveCase {
  readonly imported: Import;
  /** Of the importing file, relative to the project's root. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly files: ProjectFiles;
}

export type Resolver = (asked: ResolveCase) => Promise<Resolution>;

/** The folders from the file's own up to the root, `''` last; each ends with a slash but the root. */
export function foldersUp(path: string): string[] {
  const found: string[] = [];
  for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
    found.push(path.slice(0, at + 1));
    if (at === 0) break;
  }
  if (found.at(-1) !== '') found.push('');
  return found;
}

/** `a/b/../c` and `a/./c` without the dots; `undefined` where it leads out of the project. */
export function normalized(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return parts.join('/');
}

/** Whether a name stands in a folder, as a file or as a folder. */
export async function stands(files: ProjectFiles, path: string): Promise<boolean> {
  const clean = normalized(path);
  if (clean === undefined) return false;
  if (clean === '') return true;
  const slash = clean.lastIndexOf('/');
  const names = await files.list(clean.slice(0, Math.max(0, slash)));
  const name = clean.slice(slash + 1);
  return names.includes(name) || names.includes(`${name}/`);
}

export async function isFolder(files: ProjectFiles, path: string): Promise<boolean> {
  const clean = normalized(path);
  return clean !== undefined && (clean === '' || (await files.list(clean)).length > 0);
}

/** Folders of code that a build writes: what is missing there is not yet written. */
export const generated =
  /(?:^|[/._-])(?:generated|__generated__|gen|codegen|dist|build|out|target|proto|pb|graphql|prisma|client|\.nuxt|\.svelte-kit|styled-system)(?:[/._-]|$)/i;

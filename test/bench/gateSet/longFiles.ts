/** Which long files is the time of a verdict measured in? */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './cases.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const longLines = 2000;

/** Classes of many methods, many small functions, and declarations without end. */
const shipped = [
  'zod/src/v3/types.ts',
  'zod/src/v4/classic/schemas.ts',
  'zod/src/v4/core/schemas.ts',
  'openai/src/client.ts',
];

/** Real files of TypeScript, cut between two top-level items; a package that lies elsewhere is left out. */
export async function longFiles(): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const name of shipped) {
    const text = await readFile(`${root}node_modules/${name}`, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    files.push({ path: name, text: cut(text), onlyGood: true });
  }
  return files;
}

function cut(text: string): string {
  const lines = text.split('\n');
  let end = Math.min(longLines, lines.length);
  while (end < lines.length && !(lines[end - 1] === '' && /^\w/.test(lines[end] ?? ''))) end++;
  return lines.slice(0, end).join('\n');
}

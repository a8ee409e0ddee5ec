/** `npm run bench [part …]`: runs the parts of this folder, one after the other, and prints their figures. */

import { readdir } from 'node:fs/promises';
import path from 'node:path';

interface Part {
  readonly title: string;
  run(print: (line: string) => void): Promise<void>;
}

const own = new Set(['bench.ts', 'gate.ts']);
const folder = import.meta.dirname;
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !own.has(file)).sort();
for (const file of files) {
  const name = path.basename(file, '.ts');
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const part = (await import(`./${file}`)) as Partial<Part>;
  // A file without `run` is a piece of another part.
  if (part.run === undefined) continue;
  console.log(`\n${name}: ${part.title ?? ''}`);
  await part.run((line) => console.log(`  ${line}`));
}

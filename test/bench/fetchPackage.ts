/** Where is a published version of a package, unpacked? */

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, runProgram } from '../scripts/project.ts';

/** Its folder in the cache, fetched by npm; `undefined` where npm cannot be reached. */
export async function fetchPackage(name: string, version: string): Promise<string | undefined> {
  const folder = path.join(cacheFolder, 'bench-packages', `${name.replace('/', '-')}-${version}`);
  const unpacked = path.join(folder, 'package');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(folder, { recursive: true });
  const packed = await runProgram('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder });
  if (packed.status !== 0) return undefined;
  const [archive] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  if (archive === undefined) return undefined;
  const { status } = await runProgram('tar', ['-xzf', archive], { cwd: folder });
  return status === 0 ? unpacked : undefined;
}

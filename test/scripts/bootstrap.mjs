/**
 * Sets up what a fresh clone lacks, then runs a script of this folder on the project's own Node.
 * Plain JavaScript for Node 20: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..', '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.tandem-setup');
const windows = process.platform === 'win32';
const ownNode = path.join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

function npm(...parameters) {
  const done = spawnSync('npm', parameters, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (done.status !== 0) {
    console.error(`npm ${parameters.join(' ')} failed. Is the npm registry reachable from this machine?`);
    process.exit(done.status ?? 1);
  }
}

function works(node) {
  return existsSync(node) && spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0;
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node 20 or newer is needed; this is ${process.version}.`);
  process.exit(1);
}

const wanted = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
if (installed !== wanted || !works(ownNode)) {
  console.log('Installing the packages of package-lock.json …');
  if (installed !== wanted) npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  if (!works(ownNode)) npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
  writeFileSync(stamp, wanted);
}

const [script, ...rest] = process.argv.slice(2);
const environment = {
  ...process.env,
  PATH: [path.dirname(ownNode), path.join(modules, '.bin'), process.env.PATH].join(path.delimiter),
};
const done = spawnSync(ownNode, [path.resolve(root, script), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: environment,
});
process.exit(done.status ?? 1);

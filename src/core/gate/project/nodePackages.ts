/** Does an import of JavaScript or TypeScript lead anywhere? */

import { parse } from 'jsonc-parser';
import type { ProjectFiles } from '../projectFiles.ts';
import { importedNearby } from './importedNearby.ts';
import {
  foldersUp,
  generated,
  isFolder,
  normalized,
  stands,
  type Resolution,
  type ResolveCase,
} from './resolution.ts';
import { nodeModules } from './standardLibraries.ts';

const endings = [
  '',
  '.ts',
  '.tsx',
  '.d.ts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.mts',
  '.cts',
  '.json',
  '.vue',
  '.svelte',
  '.node',
  '.native.js',
  '.native.ts',
  '.native.tsx',
  '.ios.js',
  '.ios.ts',
  '.ios.tsx',
  '.web.ts',
  '.web.tsx',
  '.css',
  '.scss',
  '.d.mts',
  '.d.cts',
  '.astro',
  '.mdx',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
  '/index.cjs',
  '/index.d.ts',
  '/index.mts',
  '/package.json',
  '/index.vue',
  '/index.json',
  '/index.native.js',
  '/index.ios.js',
];
const lockfiles = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'deno.lock',
];

/** A relative path that exists, a module of Node, a package of the manifests, the lockfile or node_modules, an alias. */
export async function resolveNodeImport(asked: ResolveCase): Promise<Resolution> {
  const module = asked.imported.module.replace(/[?#](?=.+).*$/, (tail) =>
    asked.imported.module.startsWith('#') ? tail : '',
  );
  if (
    /^(?:https?|data|file|npm|jsr|virtual|blob|astro|bun|cloudflare|deno|\0)?:/.test(module) &&
    !module.startsWith('node:')
  )
    return 'unsure';
  if (module.startsWith('bun:') || module.includes('${') || module.includes('!')) return 'unsure';
  if (module.startsWith('node:')) return nodeModules.has(module.slice(5)) ? 'known' : 'missing';
  if (nodeModules.has(module)) return 'known';
  if (module.startsWith('.')) return relative(asked, module);
  if (module.startsWith('/')) return 'unsure';
  return packageOf(asked, module);
}

async function relative({ path, files }: ResolveCase, module: string): Promise<Resolution> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const target = normalized(folder + module);
  if (target === undefined || generated.test(module) || module.endsWith('.node')) return 'unsure';
  if (target === '' || (await reaches(files, target))) return 'known';
  // A folder we cannot see, of a file that is not written to the disk yet.
  if (folder !== '' && !(await isFolder(files, folder))) return 'unsure';
  return 'missing';
}

async function reaches(files: ProjectFiles, target: string): Promise<boolean> {
  const sources = [target];
  const compiled = /^(.*)\.([mc]?)jsx?$/.exec(target);
  if (compiled !== null) sources.push(compiled[1] ?? target);
  for (const source of sources) {
    const slash = source.lastIndexOf('/');
    const name = source.slice(slash + 1);
    const beside = await files.list(source.slice(0, Math.max(0, slash)));
    for (const ending of endings) {
      if (!ending.startsWith('/') && beside.includes(name + ending)) return true;
    }
    if (!beside.includes(`${name}/`)) continue;
    const inside = await files.list(source);
    if (endings.some((ending) => ending.startsWith('/') && inside.includes(ending.slice(1)))) return true;
    if (inside.some((one) => /^index\./.test(one))) return true;
  }
  return false;
}

async function packageOf(asked: ResolveCase, module: string): Promise<Resolution> {
  const { files, path, before } = asked;
  const parts = module.split('/');
  const name = module.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  let manifests = 0;
  const folders = foldersUp(path);
  for (const folder of folders) {
    const manifest = readJson(await files.read(`${folder}package.json`));
    if (manifest === undefined) continue;
    manifests++;
    if (declares(manifest, name)) return 'known';
    if (module.startsWith('#') && 'imports' in manifest) return imports(manifest, module);
    if (await stands(files, `${folder}node_modules/${name}`)) return 'known';
    if (name === 'vscode' && 'engines' in manifest) return 'known';
  }
  if (await aliased(files, folders, module)) return 'known';
  // Whatever resolves the same prefix elsewhere in this file resolves it here.
  if (/^(?:@\/|~|#|\$)/.test(module))
    return manifests > 0 && !before.includes(`${parts[0] ?? ''}/`) ? 'missing' : 'unsure';
  if (importsAlready(before, name)) return 'known';
  if (manifests === 0) return 'unsure';
  if (await inWorkspace(files, name)) return 'known';
  if (await inLockfile(files, folders, name)) return 'known';
  // A folder of the project, reached over a base path.
  if (
    !module.startsWith('@') &&
    ((await isFolder(files, parts[0] ?? '')) || (await isFolder(files, `src/${parts[0] ?? ''}`)))
  )
    return 'unsure';
  // A package of a workspace whose root is not in sight.
  const elsewhere = await importedNearby(
    asked,
    /\.[cm]?[jt]sx?$/,
    String.raw`(?:from|require\(|import)\s*['"]${name.replace(/[.$]/g, String.raw`\$&`)}(?:/|['"])`,
  );
  return elsewhere === 'known' ? 'known' : 'missing';
}

function readJson(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  const value: unknown = parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function declares(manifest: Record<string, unknown>, name: string): boolean {
  if (manifest['name'] === name) return true;
  const typed = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
  return Object.entries(manifest).some(([key, value]) => {
    if (!/dependencies$/i.test(key) || typeof value !== 'object' || value === null) return false;
    return name in value || typed in value || (Array.isArray(value) && value.includes(name));
  });
}

function imports(manifest: Record<string, unknown>, module: string): Resolution {
  const table = manifest['imports'];
  if (typeof table !== 'object' || table === null) return 'unsure';
  return Object.keys(table).some((key) => matches(key, module)) ? 'known' : 'missing';
}

/** `@app/*` against `@app/users`. */
function matches(pattern: string, module: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === module;
  return (
    module.startsWith(pattern.slice(0, star)) && module.endsWith(pattern.slice(star + 1)) && pattern !== '*'
  );
}

async function aliased(files: ProjectFiles, folders: readonly string[], module: string): Promise<boolean> {
  for (const folder of folders) {
    const names = await files.list(folder.replace(/\/$/, ''));
    for (const name of names) {
      if (
        !/^(?:ts|js)config(?:\.[\w-]+)?\.json$|^(?:vite|vitest|webpack|jest|rollup|babel|metro|next|nuxt|svelte|astro)\.config\.\w+$|^deno\.jsonc?$|^import_map\.json$/.test(
          name,
        )
      )
        continue;
      const text = await files.read(folder + name);
      if (text === undefined) continue;
      const quoted = text.matchAll(
        /["']([@~#$\w][^"'\n]{0,80}?)["']\s*:|\b(\w+):\s*(?:path|resolve|fileURLToPath|new URL)/g,
      );
      for (const [, key, bare] of quoted) {
        const alias = key ?? bare ?? '';
        if (alias.length < 1 || ordinaryKey.test(alias)) continue;
        if (
          matches(alias, module) ||
          module === alias ||
          module.startsWith(`${alias.replace(/\/?\*?$/, '')}/`)
        )
          return true;
      }
      const base = /"baseUrl"\s*:\s*"([^"]+)"/.exec(text)?.[1];
      if (base !== undefined) {
        const target = normalized(`${folder}${base}/${module}`);
        if (target !== undefined && (await reaches(files, target))) return true;
      }
    }
  }
  return false;
}

/** Keys of a configuration that no alias has. */
const ordinaryKey =
  /^(?:compilerOptions|paths|include|exclude|files|extends|references|path|lib|types|target|module|jsx|name|scripts|plugins|test|build|server|resolve|alias|rules)$/;

function importsAlready(before: string, name: string): boolean {
  for (const quote of ["'", '"']) {
    if (before.includes(`${quote}${name}${quote}`) || before.includes(`${quote}${name}/`)) return true;
  }
  return false;
}

/** Packages of the same repository, where workspaces are named. */
async function inWorkspace(files: ProjectFiles, name: string): Promise<boolean> {
  const root = readJson(await files.read('package.json'));
  const listed = root?.['workspaces'];
  const globs: unknown[] = Array.isArray(listed) ? listed : [];
  if (
    typeof listed === 'object' &&
    listed !== null &&
    'packages' in listed &&
    Array.isArray(listed.packages)
  ) {
    globs.push(...(listed.packages as unknown[]));
  }
  const pnpm = await files.read('pnpm-workspace.yaml');
  for (const [, glob] of (pnpm ?? '').matchAll(/^\s*-\s*['"]?([^'"\n#]+)/gm)) globs.push(glob?.trim());
  for (const glob of globs) {
    if (typeof glob !== 'string') continue;
    const folder = glob.replace(/^\.\//, '').replace(/\/?\*.*$/, '');
    const members = glob.includes('*') ? await files.list(folder) : [''];
    for (const member of members) {
      const path = `${folder}/${member}`.replace(/^\/|\/$/g, '');
      if (readJson(await files.read(`${path}/package.json`))?.['name'] === name) return true;
    }
  }
  return false;
}

async function inLockfile(files: ProjectFiles, folders: readonly string[], name: string): Promise<boolean> {
  for (const folder of folders) {
    for (const file of lockfiles) {
      const text = await files.read(folder + file);
      if (text === undefined) continue;
      const forms = [
        `node_modules/${name}"`,
        `"${name}"`,
        `"${name}@`,
        `\n${name}@`,
        `/${name}@`,
        `/${name}/`,
        `'${name}@`,
        ` ${name}@`,
        `'${name}'`,
        `  ${name}:`,
      ];
      if (forms.some((form) => text.includes(form))) return true;
    }
  }
  return false;
}

/** Builds dist/: one host bundle, one bundle for each lazily loaded part, one for each webview. */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import * as esbuild from 'esbuild';

const require = createRequire(import.meta.url);
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const root = import.meta.dirname;
const dist = path.join(root, 'dist');

/**
 * What `src` imports dynamically, a file of its own or a package, becomes a bundle of its own, so that activation
 * reads none of it. Entry point by name of the bundle.
 */
function lazyParts() {
  const parts = new Map();
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.name.endsWith('.ts')) {
        for (const [, target] of readFileSync(file, 'utf8').matchAll(
          /(?<!typeof )\bimport\(\s*'([^']+)'\s*,?\s*\)/g,
        )) {
          if (target.startsWith('.')) parts.set(path.basename(target, '.ts'), path.resolve(folder, target));
          else if (target !== 'vscode' && !target.startsWith('node:')) parts.set(bundleName(target), target);
        }
      }
    }
  };
  visit(path.join(root, 'src'));
  return parts;
}

function bundleName(packageName) {
  return packageName.replace(/^@/, '').replaceAll(/[^A-Za-z]+(.)/g, (_, letter) => letter.toUpperCase());
}

function lazyPartsPlugin(parts) {
  return {
    name: 'lazy-parts',
    setup(build) {
      build.onResolve({ filter: /./ }, (args) => {
        if (args.kind !== 'dynamic-import') return undefined;
        const name = args.path.startsWith('.') ? path.basename(args.path, '.ts') : bundleName(args.path);
        return parts.has(name) ? { path: `./${name}.cjs`, external: true } : undefined;
      });
    },
  };
}

/** Workers are entry points of their own: files named `*.worker.ts`. */
function workers(folder = path.join(root, 'src')) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return workers(file);
    return entry.name.endsWith('.worker.ts') ? [file] : [];
  });
}

const parts = lazyParts();

const host = {
  entryPoints: [
    { in: path.join(root, 'src/extension.ts'), out: 'extension' },
    ...[...parts].map(([name, file]) => ({ in: file, out: name })),
    ...workers().map((file) => ({ in: file, out: path.basename(file, '.ts') })),
  ],
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // A CommonJS bundle requires its lazy parts: an import() would look for them from another folder.
  supported: { 'dynamic-import': false },
  external: ['vscode', 'undici', 'ws'],
  mainFields: ['module', 'main'],
  conditions: ['import', 'module', 'node'],
  // Its ES module makes a require of its own, which a CommonJS bundle breaks.
  alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
  plugins: [lazyPartsPlugin(parts)],
  minify: production,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  legalComments: 'linked',
  logLevel: 'warning',
  define: { 'import.meta.url': 'tandemModuleUrl' },
  banner: { js: "const tandemModuleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

const webviews = {
  entryPoints: ['chat', 'usage'].flatMap((name) =>
    ['main.ts', `${name}.css`]
      .map((file) => ({ in: path.join(root, 'webview', name, file), out: `webview/${name}` }))
      .filter((entry) => existsSync(entry.in)),
  ),
  outdir: dist,
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  loader: { '.ttf': 'file' },
  assetNames: 'webview/[name]',
  minify: production,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  legalComments: 'linked',
  logLevel: 'warning',
};

const grammars = {
  '@vscode/tree-sitter-wasm/wasm': [
    'tree-sitter-typescript.wasm',
    'tree-sitter-tsx.wasm',
    'tree-sitter-javascript.wasm',
    'tree-sitter-python.wasm',
    'tree-sitter-go.wasm',
    'tree-sitter-rust.wasm',
    'tree-sitter-java.wasm',
    'tree-sitter-cpp.wasm',
    'tree-sitter-c-sharp.wasm',
    'tree-sitter-ruby.wasm',
    'tree-sitter-php.wasm',
    'tree-sitter-bash.wasm',
    'tree-sitter-css.wasm',
  ],
  'tree-sitter-c': ['tree-sitter-c.wasm'],
  'tree-sitter-json': ['tree-sitter-json.wasm'],
  'tree-sitter-html': ['tree-sitter-html.wasm'],
  '@tree-sitter-grammars/tree-sitter-yaml': ['tree-sitter-yaml.wasm'],
  'web-tree-sitter': ['web-tree-sitter.wasm'],
};

function packageFolder(name) {
  for (const base of require.resolve.paths(name) ?? []) {
    const folder = path.join(base, name);
    if (existsSync(folder)) return folder;
  }
  throw new Error(`${name} is not installed: run npm ci`);
}

function copyGrammars() {
  const target = path.join(dist, 'grammars');
  mkdirSync(target, { recursive: true });
  for (const [source, files] of Object.entries(grammars)) {
    for (const file of files) cpSync(path.join(packageFolder(source), file), path.join(target, file));
  }
}

// A package holds nothing of an earlier build; a running window keeps what it has opened.
if (production) rmSync(dist, { recursive: true, force: true });
copyGrammars();
if (watch) {
  for (const options of [host, webviews]) await (await esbuild.context(options)).watch();
} else {
  const [hostResult] = await Promise.all([esbuild.build(host), esbuild.build(webviews)]);
  if (process.argv.includes('--sizes')) {
    for (const [file, { bytes }] of Object.entries(hostResult.metafile.outputs)) {
      if (file.endsWith('.cjs')) console.log(`${file} ${(bytes / 1000).toFixed(0)} kB`);
    }
  }
}

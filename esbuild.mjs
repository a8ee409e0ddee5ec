/** Builds dist/: the host bundle, the parts that it loads when they are needed, and one bundle for each webview. */

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import * as esbuild from 'esbuild';

const require = createRequire(import.meta.url);
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const root = import.meta.dirname;
const dist = path.join(root, 'dist');

/** Whatever one of these reads statically becomes one file with it: each further file would be found, opened and compiled. */
const readAtOnce = ['src/extension.ts', 'src/composition.ts', 'src/compositionLater.ts'];

/**
 * Turns what esbuild wrote as ES modules into CommonJS: only ES modules are split, so that a part that is loaded later
 * shares its code with the rest instead of holding a copy, and only CommonJS is what VS Code requires.
 */
const commonJs = {
  name: 'common-js',
  setup(build) {
    build.onEnd(async ({ errors, outputFiles, metafile }) => {
      if (errors.length > 0 || outputFiles === undefined) return;
      const { outputs } = metafile;
      const texts = new Map(outputFiles.map(({ path: file, text }) => [nameOf(file), text]));
      const written = new Set();
      for (const source of readAtOnce) {
        const [file] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
        const inside = staticallyRead(file, outputs).filter((other) => !written.has(other));
        await writeTogether(file, inside, texts);
        for (const name of inside) written.add(name);
      }
      await Promise.all(
        [...texts].filter(([file]) => !written.has(file)).map(([file, text]) => writeCommonJs(file, text)),
      );
    });
  },
};

const nameOf = (file) => path.relative(root, file).split(path.sep).join('/');

/** This file and whatever its static imports read. */
function staticallyRead(file, outputs) {
  const read = new Set([file]);
  for (const each of read) {
    for (const { path: imported, kind } of outputs[each].imports) {
      if (kind === 'import-statement' && outputs[imported] !== undefined) read.add(imported);
    }
  }
  return [...read];
}

const beside = (from, file) => {
  const relative = path.posix.relative(path.posix.dirname(from), file);
  return relative.startsWith('.') ? relative : `./${relative}`;
};
const heldName = (file) => path.posix.basename(file, '.cjs').replace(/\W/g, '_');

/** Writes `inside` as one file. The parts that are read later find there, under their old names, what they share with it. */
async function writeTogether(file, inside, texts) {
  const others = inside.filter((other) => other !== file);
  const held = others.map(
    (other) => `export * as ${heldName(other)} from ${JSON.stringify(beside(file, other))};`,
  );
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `export * from ${JSON.stringify(beside(file, file))};\n${held.join('\n')}`,
      resolveDir: path.join(root, path.posix.dirname(file)),
    },
    bundle: true,
    write: false,
    sourcemap: 'inline',
    sourcesContent: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    outfile: path.join(root, file),
    minify: production,
    plugins: [fromTexts(path.posix.dirname(file), new Set(inside), texts)],
    logLevel: 'warning',
  });
  await writeCommonJs(file, outputFiles[0].text);
  for (const other of others) {
    const held = `require(${JSON.stringify(beside(other, file))})[${JSON.stringify(heldName(other))}]`;
    writeOut(other, `module.exports = ${held};\n`);
  }
}

/** Reads `inside` from memory and leaves every other file where it is. */
function fromTexts(folder, inside, texts) {
  return {
    name: 'from-texts',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ path: asked, importer, kind }) => {
        const from = importer === '<stdin>' || importer === '' ? folder : path.posix.dirname(importer);
        const file = path.posix.join(from, asked);
        if (inside.has(file) && kind === 'import-statement') return { path: file, namespace: 'texts' };
        return { path: `./${path.posix.relative(folder, file)}`, external: true };
      });
      build.onResolve({ filter: /^[^.]/ }, ({ path: asked }) => ({ path: asked, external: true }));
      build.onLoad({ filter: /./, namespace: 'texts' }, ({ path: file }) => ({ contents: texts.get(file) }));
    },
  };
}

function writeOut(file, text) {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

async function writeCommonJs(file, text) {
  if (!file.endsWith('.cjs')) return writeOut(file, text);
  const { code, map } = await esbuild.transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minify: production,
    sourcefile: path.basename(file),
    sourcemap: 'external',
    sourcesContent: false,
    // A CommonJS file requires its parts: an import() would look for them from another folder.
    supported: { 'dynamic-import': false },
    ...(text.includes('tandemModuleUrl') ? { banner: moduleUrl } : {}),
  });
  writeOut(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
  writeOut(`${file}.map`, map);
}

const moduleUrl = "const tandemModuleUrl = require('node:url').pathToFileURL(__filename).href;";

/** Workers are entry points of their own: files named `*.worker.ts`. */
function workers(folder = path.join(root, 'src')) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return workers(file);
    return entry.name.endsWith('.worker.ts') ? [file] : [];
  });
}

const node = {
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node22',
  minify: production,
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'warning',
};

const host = {
  ...node,
  entryPoints: [path.join(root, 'src/extension.ts')],
  // What `src` imports dynamically, and what several files share.
  chunkNames: 'parts/[name]-[hash]',
  splitting: true,
  write: false,
  metafile: true,
  format: 'esm',
  external: ['vscode', 'undici', 'ws'],
  mainFields: ['module', 'main'],
  conditions: ['import', 'module', 'node'],
  // Its ES module makes a require of its own, which a CommonJS bundle breaks.
  alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
  plugins: [commonJs],
  sourcemap: 'inline',
  define: { 'import.meta.url': 'tandemModuleUrl' },
};

/** A thread reads one file, and the host reads nothing for its sake. */
const threads = { ...node, entryPoints: workers(), entryNames: '[name]', format: 'cjs', sourcemap: true };

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
  for (const options of [host, threads, webviews]) await (await esbuild.context(options)).watch();
} else {
  await Promise.all([esbuild.build(host), esbuild.build(threads), esbuild.build(webviews)]);
}

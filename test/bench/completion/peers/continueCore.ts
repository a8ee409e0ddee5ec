/** How is `@continuedev/core` 1.1.0 driven? Its completion provider is bundled once, with what it needs no more for that left out. */

import { copyFileSync, existsSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { build, type Plugin } from 'esbuild';

import { installed, type Peer, type PeerKind } from './peer.ts';

interface Continue {
  readonly LlamaCpp: new (options: object) => object;
  readonly CompletionProvider: new (
    config: object,
    ide: object,
    model: () => Promise<object>,
    onError: (failure: unknown) => void,
    definitions: () => Promise<readonly never[]>,
  ) => {
    provideInlineCompletionItems(
      input: object,
      signal: AbortSignal,
    ): Promise<{ completion: string } | undefined>;
  };
}

/** Packages of its chat, its index and its cloud clients; databases among them need native parts. */
const leftOut =
  /^(?:sqlite3?|vectordb|onnxruntime-node|@xenova\/transformers|puppeteer.*|jsdom|@aws-sdk\/.*|@modelcontextprotocol\/.*|posthog-node|launchdarkly.*|dbinfoz|pg|win-ca|mac-ca|system-ca|google-auth-library|replicate|@octokit\/rest|@mozilla\/readability|node-html-markdown|llm-code-highlighter|wink-nlp-utils|cheerio|adf-to-md|request|socket\.io-client)(?:\/.*)?$/;

/** Its cache as it answers: the longest key that begins the prefix, in memory instead of SQLite. */
const cacheInMemory = `export default class {
  static async get() {
    const kept = new Map();
    return {
      async get(prefix) {
        const keys = [...kept.keys()].filter((key) => prefix.startsWith(key));
        const key = keys.sort((a, b) => b.length - a.length)[0];
        const rest = key === undefined ? undefined : prefix.slice(key.length);
        return rest !== undefined && kept.get(key).startsWith(rest) ? kept.get(key).slice(rest.length) : undefined;
      },
      async put(key, value) {
        kept.set(key, value);
        if (kept.size > 1000) kept.delete(kept.keys().next().value);
      },
    };
  }
}`;

const noStatistics =
  'const none = { logTokensGenerated: async () => undefined, getTokensPerDay: async () => [], getTokensPerModel: async () => [] };\nexport { none as DevDataSqliteDb };\nexport const logDevData = () => undefined;\n';

export async function continueCore(): Promise<PeerKind | undefined> {
  const folder = await installed('@continuedev/core', '1.1.0');
  if (folder === undefined) return undefined;
  const bundle = path.join(folder, 'bundle.cjs');
  if (!existsSync(bundle)) await bundled(folder, bundle);
  process.env['CONTINUE_GLOBAL_DIR'] ??= path.join(folder, 'home');
  const parts = createRequire(bundle)(bundle) as Continue;
  // Its default `maxPromptTokens`.
  return {
    name: '@continuedev/core 1.1.0',
    promptTokens: 1_024,
    connect: (url) => Promise.resolve(connect(parts, url)),
  };
}

function connect({ CompletionProvider, LlamaCpp }: Continue, apiBase: string): Peer {
  const model = new LlamaCpp({ model: 'codestral', apiBase: `${apiBase}/`, contextLength: 32_768 });
  let text = '';
  const provider = new CompletionProvider(
    { loadConfig: () => Promise.resolve({ config: {} }) },
    editorWith(() => text),
    () => Promise.resolve(model),
    () => undefined,
    () => Promise.resolve([]),
  );
  let asked = 0;
  return {
    async complete(place, signal) {
      ({ text } = place);
      const lines = text.slice(0, place.offset).split('\n');
      const pos = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      const made = await provider.provideInlineCompletionItems(
        {
          isUntitledFile: false,
          completionId: String(++asked),
          filepath: `file:///project/${place.path}`,
          pos,
          recentlyVisitedRanges: [],
          recentlyEditedRanges: [],
        },
        signal,
      );
      return made === undefined ? undefined : { text: made.completion };
    },
    close: () => Promise.resolve(),
  };
}

/** An editor with one file open and nothing else. */
function editorWith(text: () => string): object {
  const answers: Readonly<Record<string, () => unknown>> = {
    readFile: text,
    getWorkspaceDirs: () => ['file:///project'],
    getIdeInfo: () => ({ ideType: 'vscode' }),
    getUniqueId: () => 'bench',
    getDiff: () => [],
    getClipboardContent: () => ({ text: '', copiedAt: new Date(0).toISOString() }),
    gotoDefinition: () => [],
    getLastFileSaveTimestamp: () => 0,
  };
  return new Proxy(answers, {
    get: (known, name) =>
      typeof name === 'string' && name !== 'then' ? () => Promise.resolve(known[name]?.()) : undefined,
  });
}

async function bundled(folder: string, outfile: string): Promise<void> {
  const packages = path.join(folder, 'node_modules');
  const dist = path.join(packages, '@continuedev', 'core', 'dist');
  await build({
    stdin: {
      contents:
        "export { CompletionProvider } from './autocomplete/CompletionProvider.js';\nexport { default as LlamaCpp } from './llm/llms/LlamaCpp.js';\n",
      resolveDir: dist,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
    loader: { '.node': 'empty', '.wasm': 'empty' },
    define: {
      'import.meta.url': 'bundleUrl',
      'console.warn': 'quiet',
      'console.error': 'quiet',
      'console.log': 'quiet',
    },
    banner: {
      js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href; const quiet = () => undefined;",
    },
    plugins: [stubs],
  });
  copyFileSync(
    path.join(packages, 'web-tree-sitter', 'tree-sitter.wasm'),
    path.join(folder, 'tree-sitter.wasm'),
  );
  symlinkSync(path.join(packages, 'tree-sitter-wasms', 'out'), path.join(folder, 'tree-sitter-wasms'));
}

const stubs: Plugin = {
  name: 'stubs',
  setup(own) {
    own.onResolve({ filter: leftOut }, ({ path: name }) => ({ path: name, namespace: 'leftOut' }));
    own.onLoad({ filter: /.*/, namespace: 'leftOut' }, () => ({
      contents:
        'module.exports = new Proxy(function () {}, { get: (_, name) => name === "__esModule" ? false : module.exports });',
      loader: 'js',
    }));
    own.onLoad({ filter: /[Dd]ev[Dd]ata[^/]*\.js$/ }, () => ({ contents: noStatistics, loader: 'js' }));
    own.onLoad({ filter: /AutocompleteLruCache\.js$/ }, () => ({ contents: cacheInMemory, loader: 'js' }));
  },
};

/** Where do the grammars come from without an editor? From node_modules. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SyntaxPorts } from '../../src/core/gate/syntax/syntax.ts';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Paths below node_modules; the build copies the same files to `dist/grammars`. */
export const runtimeFile = 'web-tree-sitter/web-tree-sitter.wasm';
export function grammarFile(name: string): string {
  if (name === 'c' || name === 'json' || name === 'html')
    return `tree-sitter-${name}/tree-sitter-${name}.wasm`;
  if (name === 'yaml') return '@tree-sitter-grammars/tree-sitter-yaml/tree-sitter-yaml.wasm';
  return `@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`;
}

export const nodeSyntaxPorts: SyntaxPorts = {
  loadRuntime: () => readFile(modules + runtimeFile),
  loadGrammar: (name) => readFile(modules + grammarFile(name)),
};

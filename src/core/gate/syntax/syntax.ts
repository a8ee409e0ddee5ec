/** What is the syntax tree of a text? Grammars load lazily by language; trees are freed by their owner. */

import type { Edit, Language, Node, Parser, Tree } from 'web-tree-sitter';
import { lastRow } from '../../base/text.ts';
import { textEdits } from './textEdits.ts';

export type { Node } from 'web-tree-sitter';

/** Where the WebAssembly files come from: `dist/grammars` in the extension, node_modules headless. Both reject when the file is missing. */
export interface SyntaxPorts {
  /** The bytes of web-tree-sitter's own runtime. */
  loadRuntime(): Promise<Uint8Array>;
  /** The bytes of a grammar by its name, e.g. `typescript`, `c-sharp`. */
  loadGrammar(name: string): Promise<Uint8Array>;
}

/** A parsed text. `dispose` frees it at once; nodes must not be used afterwards. */
export interface ParsedText {
  readonly text: string;
  readonly root: Node;
  dispose(): void;
}

export interface Syntax {
  /** Loads the grammar once; false where it cannot be loaded. Never rejects. */
  load(grammar: string): Promise<boolean>;
  isLoaded(grammar: string): boolean;
  /**
   * Parses at once, or `undefined` where the grammar is not loaded or the text is over the limit.
   * `near` is an earlier parse of almost the same text in the same grammar: only the difference is parsed anew.
   */
  parse(grammar: string, text: string, near?: ParsedText): ParsedText | undefined;
  dispose(): void;
}

/** Longer texts are not parsed: the wait would be felt. In UTF-16 code units. */
export const longestParsedText = 2_000_000;

interface Runtime {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
  readonly Edit: typeof Edit;
}

interface Parsed extends ParsedText {
  readonly tree: Tree;
}

/** The service behind `Syntax`; one for the whole extension. */
export function createSyntax(ports: SyntaxPorts): Syntax {
  let runtime: Promise<Runtime> | undefined;
  let EditClass: typeof Edit | undefined;
  const loading = new Map<string, Promise<boolean>>();
  const parsers = new Map<string, Parser>();
  const open = new WeakMap<ParsedText, Parsed>();
  let disposed = false;

  async function start(): Promise<Runtime> {
    const module = await import('web-tree-sitter');
    const wasmBinary = await ports.loadRuntime();
    await module.Parser.init({ wasmBinary } as Parameters<typeof module.Parser.init>[0]);
    return module;
  }

  async function loadNow(grammar: string): Promise<boolean> {
    try {
      runtime ??= start();
      const { Parser, Language, Edit } = await runtime;
      EditClass = Edit;
      const language = await Language.load(await ports.loadGrammar(grammar));
      if (disposed) return false;
      const parser = new Parser();
      parser.setLanguage(language);
      parsers.set(grammar, parser);
      return true;
    } catch {
      return false;
    }
  }

  return {
    load(grammar) {
      const known = loading.get(grammar);
      if (known !== undefined) return known;
      const started = loadNow(grammar);
      loading.set(grammar, started);
      return started;
    },
    isLoaded: (grammar) => parsers.has(grammar),
    parse(grammar, text, near) {
      const parser = parsers.get(grammar);
      if (parser === undefined || text.length > longestParsedText) return undefined;
      const old = near === undefined ? undefined : open.get(near)?.tree.copy();
      if (old !== undefined && near !== undefined && EditClass !== undefined) {
        editTree(old, near.text, text, EditClass);
      }
      const tree = parser.parse(text, old ?? null);
      old?.delete();
      if (tree === null) return undefined;
      const parsed: Parsed = {
        text,
        tree,
        root: tree.rootNode,
        dispose() {
          if (!open.delete(parsed)) return;
          tree.delete();
        },
      };
      open.set(parsed, parsed);
      return parsed;
    },
    dispose() {
      disposed = true;
      for (const parser of parsers.values()) parser.delete();
      parsers.clear();
    },
  };
}

function editTree(tree: Tree, before: string, after: string, EditClass: typeof Edit): void {
  const starts = rowCounter(before);
  const edits = textEdits(before, after).map(({ start, oldEnd, newStart, newEnd }) => {
    const startPosition = starts(start);
    return new EditClass({
      startIndex: start,
      oldEndIndex: oldEnd,
      newEndIndex: start + newEnd - newStart,
      startPosition,
      oldEndPosition: starts(oldEnd),
      newEndPosition: advanced(startPosition, after.slice(newStart, newEnd)),
    });
  });
  // From the last to the first, so that each still finds the old text before it.
  for (const edit of edits.reverse()) tree.edit(edit);
}

/** Positions of rising offsets. */
function rowCounter(text: string): (offset: number) => { row: number; column: number } {
  let row = 0;
  let start = 0;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
      row++;
      start = next + 1;
    }
    return { row, column: offset - start };
  };
}

function advanced(from: { row: number; column: number }, text: string): { row: number; column: number } {
  const last = text.lastIndexOf('\n');
  if (last === -1) return { row: from.row, column: from.column + text.length };
  return { row: from.row + lastRow(text), column: text.length - last - 1 };
}

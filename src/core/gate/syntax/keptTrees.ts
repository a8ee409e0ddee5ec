/** Which tree of this file did the last verdict leave, for the next one to carry on? */

import type { ParsedText } from './syntax.ts';
import { longestKept, type TextWindow } from './windowAround.ts';

/** A tree of a part of a file, and the whole text it was cut from. */
export interface KeptTree {
  readonly path: string;
  readonly grammar: string;
  readonly source: string;
  readonly part: TextWindow;
  readonly parsed: ParsedText;
}

/**
 * A few trees, the longest unused freed first. Each has one owner: who takes it away frees it or gives it back, so that
 * two verdicts at a time never share one.
 */
export interface KeptTrees {
  take(path: string, grammar: string): KeptTree | undefined;
  give(tree: KeptTree): void;
}

/** The files a person goes back and forth between. */
const mostTrees = 3;

export function createKeptTrees(): KeptTrees {
  const kept = new Map<string, KeptTree>();
  const forget = (path: string): void => {
    kept.get(path)?.parsed.dispose();
    kept.delete(path);
  };
  return {
    take(path, grammar) {
      const tree = kept.get(path);
      if (tree?.grammar !== grammar) return undefined;
      kept.delete(path);
      return tree;
    },
    give(tree) {
      forget(tree.path);
      if (tree.part.end - tree.part.start > longestKept) {
        tree.parsed.dispose();
        return;
      }
      kept.set(tree.path, tree);
      const [oldest] = kept.keys();
      if (kept.size > mostTrees && oldest !== undefined) forget(oldest);
    },
  };
}

/** Which questions about real code have an answer that is known? Each file here opens with the question it answers. */

import { CodeIndex } from '../../src/core/index/codeIndex.ts';
import { termsOf } from '../../src/core/index/terms.ts';

export interface Questions {
  readonly index: CodeIndex;
  readonly cases: readonly { readonly question: string; readonly path: string }[];
}

const opening = /^\/\*\* ([^*]+?) ?\*\//;
const documented = /\/\*\*((?:(?!\*\/)[^@])+)\*\/(\s*\nexport (?:async )?(?:function\*?|class) \w+)/g;
/** A question of fewer words that tell something has no answer to be found. */
const fewestTerms = 4;

/**
 * The opening comment of a file, and the comment of an exported function or class, are the questions. Every such
 * comment is taken out of the text before it is indexed, so only the rest of the file can answer.
 */
export function ownQuestions(files: ReadonlyMap<string, string>): Questions {
  const index = new CodeIndex();
  const cases: { question: string; path: string }[] = [];
  for (const [path, text] of files) {
    const asked: string[] = [];
    const code = text.replace(opening, (whole, question: string) => {
      if (!question.includes('?')) return whole;
      asked.push(question);
      return '';
    });
    const bare = code.replace(documented, (_whole, comment: string, rest: string) => {
      asked.push(comment);
      return rest;
    });
    for (const each of asked) {
      const question = each.replace(/[*\s]+/g, ' ').trim();
      if (termsOf(question).length >= fewestTerms) cases.push({ question, path });
    }
    index.put(path, '1', bare);
  }
  return { index, cases };
}

/** Share of the questions whose file is among the first `count`. */
export function recallAt({ index, cases }: Questions, count: number): number {
  const right = cases.filter(({ question, path }) =>
    index.search(question, count).some((found) => found.path === path),
  );
  return cases.length === 0 ? 0 : right.length / cases.length;
}

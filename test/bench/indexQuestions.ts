/** Which questions about real code have an answer that is known? Each file here opens with the question it answers. */

import { bestPlaces } from '../../src/core/index/bestPlaces.ts';
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

/** A comment that describes the declaration right below it. */
const described =
  /\/\*\*((?:(?!\*\/)[\s\S])+)\*\/(\s*\n\s*(?:export )?(?:default )?(?:async )?(?:static )?(?:function\*? |class |const |get |set )?[\w$]+[^\n]*)/g;
const mostOfOneFile = 3;

/**
 * Of packages that nobody tuned for: the first sentence of a comment is the question, its file the answer. The comment
 * is taken out before the file is indexed.
 */
export function describedQuestions(files: ReadonlyMap<string, string>): Questions & {
  readonly texts: ReadonlyMap<string, string>;
} {
  const index = new CodeIndex();
  const texts = new Map<string, string>();
  const cases: { question: string; path: string }[] = [];
  for (const [path, text] of files) {
    let taken = 0;
    const bare = text.replace(described, (whole, comment: string, rest: string) => {
      const question = firstSentence(comment);
      if (taken === mostOfOneFile || termsOf(question).length < fewestTerms) return whole;
      taken++;
      cases.push({ question, path });
      return rest;
    });
    texts.set(path, bare);
    index.put(path, '1', bare);
  }
  return { index, cases, texts };
}

function firstSentence(comment: string): string {
  const text = comment
    .replace(/^\s*\*+ ?/gm, '')
    .replace(/(?:^|\n)\s*@[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return (/^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text).slice(0, 300);
}

/** Share of the questions of whose places, as the chat gets them, one of the first five files is the right one. */
export function placesRecall(
  { index, cases, texts }: ReturnType<typeof describedQuestions>,
  count: number,
): number {
  const right = cases.filter(({ question, path }) => {
    const files = index.search(question, 24).map((file) => ({ ...file, text: texts.get(file.path) ?? '' }));
    const places = bestPlaces(question, files, (term) => index.weight(term), 24);
    return [...new Set(places.map((place) => place.path))].slice(0, count).includes(path);
  });
  return cases.length === 0 ? 0 : right.length / cases.length;
}

/** Share of the questions whose file is among the first `count`. */
export function recallAt({ index, cases }: Questions, count: number): number {
  const right = cases.filter(({ question, path }) =>
    index.search(question, count).some((found) => found.path === path),
  );
  return cases.length === 0 ? 0 : right.length / cases.length;
}

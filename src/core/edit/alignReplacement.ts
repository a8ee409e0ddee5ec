/** Which lines of a replacement are the file's own, and which are new? */

import { diffArrays } from 'diff';

import { none, some, type Outcome } from '../base/outcome.ts';
import { foldCharacters, hasFoldable } from './foldCharacters.ts';

/**
 * Lines that search and replacement share keep the file's characters (trailing blanks, typographic quotes). What the
 * search lines show that the model garbles, blanks at the end or typographic characters, is undone in new lines too;
 * where the file itself has such characters in a line that changes, which are meant cannot be known, and the block is
 * refused.
 */
export function alignReplacement(
  own: readonly string[],
  search: readonly string[],
  replace: readonly string[],
  folded: boolean,
): Outcome<readonly string[], 'quotesDiffer'> {
  const lines: string[] = [];
  let [at, to] = [0, 0];
  const addsBlanks =
    search.some((line, index) => /\S[ \t]+$/.test(line) && !/[ \t]$/.test(own[index] ?? ' ')) &&
    mostly(replace, /\S[ \t]+$/);
  const known = new Set(own.map((line) => line.trim()));
  const folds = folded && search.some(hasFoldable);
  const fresh = (line: string): string => {
    const plain = folds && !known.has(line.trim()) ? foldCharacters(line) : line;
    return addsBlanks ? plain.trimEnd() : plain;
  };
  const changes = diffArrays([...search], [...replace], {
    comparator: (one, other) => one.trimEnd() === other.trimEnd(),
  });
  for (const change of changes) {
    if (change.removed) {
      const lost = own.slice(at, at + change.count);
      if (folded && lost.some(hasFoldable) && change.count > 0 && changes.some((other) => other.added)) {
        return none('quotesDiffer');
      }
      at += change.count;
    } else if (change.added) {
      lines.push(...change.value.map(fresh));
    } else {
      const stay = own.slice(at, at + change.count);
      lines.push(...stay.map((line, index) => keptLine(line, search[at + index], replace[to + index])));
      at += change.count;
    }
    if (!change.removed) to += change.count;
  }
  return some(lines);
}

/** Where the search shows the blanks at the end of the line as the file has them, those of the new text are meant. */
function keptLine(own: string, search = '', replace = ''): string {
  const bare = own.trimEnd();
  if (bare === '') {
    const isShown = (own === '') === (search === '');
    if (!isShown || replace === search) return own;
    return replace === '' || own === '' ? foldCharacters(replace) : own;
  }
  const blanks = (line: string): string => foldCharacters(line.slice(line.trimEnd().length));
  return blanks(search) === blanks(own) ? bare + blanks(replace) : own;
}

/** Whether most lines that are not blank look like that; also where there are none. */
function mostly(lines: readonly string[], pattern: RegExp): boolean {
  const told = lines.filter((line) => line.trim() !== '');
  return told.length === 0 || told.filter((line) => pattern.test(line)).length * 2 > told.length;
}

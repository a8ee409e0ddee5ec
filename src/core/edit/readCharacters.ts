/** Which characters does code mean that was written anew: typographic ones, entities, or what they stand for? */

import { indentation } from '../base/text.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import { hasEntities, isEscaped, withoutEntities } from './entities.ts';
import { foldCharacters, hasFoldable } from './foldCharacters.ts';
import { isUnclear } from './settleCharacters.ts';

/**
 * The lines with the characters that are meant. Lines that stay show what the model does to all others; where the file
 * has such characters itself, or nothing shows it, a new line that has them is refused.
 */
export function readCharacters(
  code: readonly string[],
  own: readonly string[],
): Outcome<readonly string[], 'quotesDiffer'> {
  const plain = readEntities(code, own);
  return plain.ok ? readTypography(plain.value, own) : plain;
}

function readEntities(
  code: readonly string[],
  own: readonly string[],
): Outcome<readonly string[], 'quotesDiffer'> {
  if (!code.some(hasEntities)) return some(code);
  const known = new Set(own.map((line) => line.trim()));
  const fresh = code.filter((line) => hasEntities(line) && !known.has(line.trim()));
  const shows = fresh.filter((line) => known.has(withoutEntities(line).trim())).length;
  if (shows === 0) {
    const isUnclear = fresh.length > 0 && !own.some(hasEntities) && isEscaped(code.join('\n'));
    return isUnclear ? none('quotesDiffer', 'whether entities are meant is not clear') : some(code);
  }
  if (fresh.length > shows && own.some(hasEntities)) return none('quotesDiffer');
  return some(code.map((line) => (known.has(line.trim()) ? line : withoutEntities(line))));
}

/** Characters that are swapped together. */
const kinds: readonly RegExp[] = [
  /[\u2018\u2019\u201A-\u201F\u2032\u2033]/gu,
  /[\u2010-\u2014\u2212]/gu,
  /\u2026/gu,
];

function readTypography(
  code: readonly string[],
  own: readonly string[],
): Outcome<readonly string[], 'quotesDiffer'> {
  if (!code.some(hasFoldable)) return some(code);
  const known = new Set(own.map((line) => line.trim()));
  const folded = new Map(own.map((line) => [foldCharacters(line).trim(), line.trim()]));
  const written = code.join('\n');
  const genuine = own.join('\n');
  const swapped = new Set<RegExp>();
  const lines = code.map((line) => {
    const mine =
      hasFoldable(line) && !known.has(line.trim()) ? folded.get(foldCharacters(line).trim()) : undefined;
    if (mine === undefined) return line;
    for (const kind of kinds)
      if ((line.match(kind)?.length ?? 0) > (mine.match(kind)?.length ?? 0)) swapped.add(kind);
    return indentation(line) + mine + (/[ \t]*$/.exec(line)?.[0] ?? '');
  });
  if (swapped.size === 0) {
    const fresh = lines.filter((line) => !known.has(line.trim()));
    const isGenuine = kinds.some((kind) => genuine.search(kind) !== -1);
    return own.length > 0 && !isGenuine && isUnclear(fresh, lines) ? none('quotesDiffer') : some(lines);
  }
  let isMixed = false;
  const settled = lines.map((line) => {
    if (known.has(line.trim())) return line;
    let text = line;
    for (const kind of swapped) {
      if (line.search(kind) !== -1 && genuine.search(kind) !== -1) isMixed = true;
      text = text.replace(kind, foldCharacters);
    }
    return text;
  });
  return isMixed && written !== genuine ? none('quotesDiffer') : some(settled);
}

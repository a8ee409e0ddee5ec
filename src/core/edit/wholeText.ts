/** Is the code in an answer the whole file, one definition of it, or something else? */

import { indentation } from '../base/text.ts';
import { isBlank } from './lines.ts';

/**
 * Whether the answer begins where the file begins and ends where it ends. A snippet must not replace a file, so both
 * ends need a witness, and a few lines missing at an end count as deleted only where nothing else changed.
 */
export function looksWhole(answer: readonly string[], file: readonly string[]): boolean {
  const own = telling(file);
  const theirs = telling(answer);
  if (file.every(isBlank)) return true;
  if (theirs.length === 0 || own.length === 0) return false;
  const known = new Set(theirs);
  const share = own.filter((line) => known.has(line)).length / own.length;
  return share >= 0.3 && beginsAlike(own, theirs) && beginsAlike(own.toReversed(), theirs.toReversed());
}

/** How many new lines may stand before the first of the file's. */
const longestAddition = 12;
/** How many of the file's lines may be gone at an end. */
const longestDeletion = 5;

function beginsAlike(own: readonly string[], theirs: readonly string[]): boolean {
  const [first = ''] = own;
  const [theirFirst = ''] = theirs;
  const near = theirs.slice(0, Math.max(longestAddition, Math.ceil(theirs.length * 0.15)) + 1);
  const neighbors = own.slice(1, 4);
  const followed = neighbors.filter((line) => near.includes(line)).length * 2 > neighbors.length;
  // A line that stands in the file more than once proves nothing without its neighbors.
  if (near.includes(first)) return own.lastIndexOf(first) === 0 || followed;
  const startsLater = own.indexOf(theirFirst);
  // The first line was changed: the next ones follow.
  if (startsLater === -1) return own.slice(1, 3).some((line) => near.includes(line));
  // It starts with a line from further on: a few lines were deleted if nothing else changed, else this is a snippet.
  return startsLater <= longestDeletion && own.slice(startsLater).join('\n') === theirs.join('\n');
}

/** Lines that say something, without their indentation: braces are the same everywhere. */
function telling(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => /\w{2}|\w.*\W.*\w/.test(line));
}

export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

const definition =
  /^\s*(?:(?:export|default|declare|abstract|public|private|protected|internal|static|final|async|override|open|pub(?:\([^)]*\))?|unsafe|extern|inline|virtual|synchronized|readonly)\s+)*(?:function\s*\*?\s*(?<fn>[\w$]+)|(?:async\s+)?def\s+(?<def>\w+[?!]?)|fn\s+(?<rust>\w+)|func\s+(?:\([^)]*\)\s*)?(?<go>\w+)|(?:class|interface|struct|enum|trait|module|record|type)\s+(?<type>[\w$]+)|(?:const|let|var)\s+(?<value>[\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\(|[\w$]+\s*=>)|(?:[\w<>[\],.?*&:]+\s+)+(?<typed>\w+)\s*\([^;]*$)/;

const notDefinitions = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'new',
  'throw',
  'else',
  'await',
  'using',
  'lock',
]);

/** The name that the line defines (function, class, method), with its kind of line; undefined where it defines none. */
export function definedName(line: string): string | undefined {
  const groups = definition.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const name = Object.values(groups).find((value) => value !== undefined);
  const firstWord = /^\s*(\w+)/.exec(line)?.[1] ?? '';
  return name === undefined || notDefinitions.has(name) || notDefinitions.has(firstWord) ? undefined : name;
}

/** The lines of the definition that starts at `line`, by indentation: up to the line that closes it at the same depth. */
export function definitionRange(lines: readonly string[], line: number): LineRange | undefined {
  const head = lines[line];
  if (head === undefined) return undefined;
  const depth = indentation(head).length;
  let last = line;
  let index = line + 1;
  for (; index < lines.length; index++) {
    const text = lines[index] ?? '';
    if (isBlank(text)) continue;
    const own = indentation(text).length;
    if (own > depth) {
      last = index;
      continue;
    }
    if (own === depth && /^\s*(?:[)\]}>]|end\b|else\b|\{)/.test(text)) {
      last = index;
      if (/^\s*(?:[}\]]|end\b)/.test(text) && !/[{([]\s*$/.test(text))
        return { startLine: line, endLine: index + 1 };
      continue;
    }
    break;
  }
  return { startLine: line, endLine: last + 1 };
}

/**
 * Where a snippet that is exactly one definition replaces the definition of the same name. Undefined unless the
 * snippet is one whole definition and the file defines that name once.
 */
export function findReplacedDefinition(
  snippet: readonly string[],
  file: readonly string[],
): LineRange | undefined {
  const first = snippet.findIndex((line) => definedName(line) !== undefined && !isBlank(line));
  if (first === -1 || snippet.slice(0, first).some((line) => !isBlank(line))) return undefined;
  const whole = definitionRange(snippet, first);
  if (whole === undefined || snippet.slice(whole.endLine).some((line) => !isBlank(line))) return undefined;
  const name = definedName(snippet[first] ?? '');
  const places = file.flatMap((line, index) => (definedName(line) === name ? [index] : []));
  const place = places[0];
  if (place === undefined || places.length > 1) return undefined;
  const range = definitionRange(file, place);
  // A one-line definition or one without a body shows no end that could be trusted.
  return range === undefined || range.endLine - range.startLine < 2 || whole.endLine - first < 2
    ? undefined
    : range;
}

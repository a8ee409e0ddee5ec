/** Is the code in an answer the whole file, one definition of it, or something else? */

import { indentation } from '../base/text.ts';
import { isBlank } from './lines.ts';

/**
 * Whether the answer begins where the file begins and ends where it ends. A snippet of the middle must not replace a
 * file, so both ends need a witness: one of the file's first three written lines near the top of the answer, and one of
 * its last three near the bottom.
 */
export function looksWhole(answer: readonly string[], file: readonly string[]): boolean {
  const own = written(file);
  const theirs = written(answer);
  if (own.length === 0) return true;
  if (theirs.length === 0) return false;
  const reach = Math.max(3, Math.ceil(theirs.length * 0.1));
  const head = own.slice(0, 3).some((line) => theirs.slice(0, reach + 2).includes(line));
  const tail = own.slice(-3).some((line) => theirs.slice(-(reach + 2)).includes(line));
  if (!head || !tail) return false;
  const kept = new Set(theirs);
  const distinct = [...new Set(own.filter((line) => /\w{2}/.test(line)))];
  const share =
    distinct.length === 0 ? 1 : distinct.filter((line) => kept.has(line)).length / distinct.length;
  return share >= 0.3;
}

function written(lines: readonly string[]): string[] {
  return lines.filter((line) => !isBlank(line)).map((line) => line.trim());
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

/** Which lines are one definition (a function, a class, a method), and what is its name? Told from names and indentation alone. */

import { indentation } from '../base/text.ts';
import { isBlank } from './lines.ts';

export interface LineRange {
  readonly startLine: number;
  /** The line behind the last. */
  readonly endLine: number;
}

const modifiers =
  'export|default|declare|abstract|public|private|protected|internal|static|final|sealed|partial|async|override|open|suspend|pub(?:\\([^)]*\\))?|unsafe|extern(?:\\s+"C")?|inline|virtual|synchronized|readonly|const(?=\\s+fn)|local';

const definition = new RegExp(
  `^\\s*(?:(?:${modifiers})\\s+)*(?:` +
    [
      'function\\s*\\*?\\s*(?<fn>[\\w$.:]+)',
      '(?:async\\s+)?def\\s+(?:self\\.)?(?<def>\\w+[?!=]?)',
      'fn\\s+(?<rust>\\w+)',
      'fun\\s+(?:<[^>]*>\\s*)?(?:[\\w<>]+\\.)?(?<kotlin>\\w+)',
      'func\\s+(?<go>(?:\\([^)]*\\)\\s*)?\\w+)',
      '(?:class|interface|struct|enum|trait|module|namespace|record|object|protocol|extension|type)\\s+(?<type>[\\w$]+)',
      '(?<impl>impl\\b.*?)\\s*\\{?\\s*$',
      '(?:const|let|var)\\s+(?<value>[\\w$]+)\\s*(?::[^=]+)?=\\s*(?:async\\s*)?(?:function\\b|\\(|<|[\\w$]+\\s*=>)',
      '(?:[\\w<>[\\],.?*&:]+\\s+[*&]*)+(?<typed>(?:\\w+::)*~?\\w+)\\s*\\([^;]*$',
      '(?:(?:get|set|static|async|\\*)\\s+)*(?<method>[#\\w$]+)\\s*(?:<[^>]*>)?\\([^;]*\\)\\s*(?::[^;{]+)?\\{\\s*$',
    ].join('|') +
    ')',
);

const notDefinitions = new Set(
  'if for foreach while until switch match catch return new throw else elif do try with await yield using lock assert case delete typeof super in of not'.split(
    ' ',
  ),
);

/** The name that the line defines; undefined where it defines none. */
export function definedName(line: string): string | undefined {
  const groups = definition.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const name = Object.values(groups).find((value) => value !== undefined);
  const firstWord = /^\s*}?\s*(\w+)/.exec(line)?.[1] ?? '';
  return name === undefined || notDefinitions.has(name) || notDefinitions.has(firstWord) ? undefined : name;
}

/** Whether the definition holds others: of a class, every method must be accounted for. */
export function isContainer(line: string): boolean {
  const groups = definition.exec(line)?.groups;
  return groups?.['type'] !== undefined || groups?.['impl'] !== undefined;
}

/**
 * The lines of the definition that starts at `line`. One that is closed by a bracket or `end` reaches down to that line
 * at its own depth, whatever stands further left in between (directives, labels, text of many lines); one that is not
 * ends before the first line that is no deeper. Undefined where no end can be trusted.
 */
export function definitionRange(lines: readonly string[], line: number): LineRange | undefined {
  const head = lines[line];
  if (head === undefined) return undefined;
  const depth = indentation(head).length;
  const closed = closedRange(lines, line, depth);
  return closed === 'unclosed' ? indentedRange(lines, line, depth) : closed;
}

function closedRange(
  lines: readonly string[],
  start: number,
  depth: number,
): LineRange | 'unclosed' | undefined {
  if (/[{[(].*[}\])];?\s*$/.test(lines[start] ?? '') && !/[{([]\s*$/.test(lines[start] ?? '')) {
    const next = lines.slice(start + 1).find((text) => !isBlank(text)) ?? '';
    if (indentation(next).length <= depth && !/^\s*\{/.test(next)) {
      return { startLine: start, endLine: start + 1 };
    }
  }
  let isOpen = endsOpen(lines[start] ?? '');
  for (let index = start + 1; index < lines.length; index++) {
    const text = lines[index] ?? '';
    if (isBlank(text)) continue;
    const own = indentation(text).length;
    if (own > depth) continue;
    if (own === depth && /^\s*(?:[)\]}>]|end\b)/.test(text)) {
      if (endsOpen(text)) {
        isOpen = true;
        continue;
      }
      // `): number` closes the parameters only.
      if (/^\s*\)/.test(text) && !/^\s*\)[;,)]*\s*$/.test(text)) {
        isOpen = true;
        continue;
      }
      return { startLine: start, endLine: index + 1 };
    }
    if (own === depth && /^\s*\{/.test(text)) {
      isOpen = true;
      continue;
    }
    if (!isOpen) return 'unclosed';
    // A further definition before the closing line: what closes it is unknown.
    if (own === depth && definedName(text) !== undefined) return undefined;
  }
  return isOpen ? undefined : 'unclosed';
}

function endsOpen(line: string): boolean {
  return (
    /(?:[{([]|\bdo(?:\s*\|[^|]*\|)?|=>|\bthen)\s*(?:\/\/.*)?$/.test(line) || /^\s*def\b[^:]*$/.test(line)
  );
}

function indentedRange(lines: readonly string[], start: number, depth: number): LineRange | undefined {
  let last = start;
  let quote: string | undefined;
  for (let index = start + 1; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const inside = quote !== undefined;
    quote = quoteAfter(text, quote);
    if (inside) {
      last = index;
      continue;
    }
    if (isBlank(text)) continue;
    if (indentation(text).length > depth) last = index;
    else if (!/^\s*#/.test(text)) break;
    else if (!followsDeeper(lines, index, depth)) break;
  }
  return quote === undefined ? { startLine: start, endLine: last + 1 } : undefined;
}

/** A comment at the margin within a function. */
function followsDeeper(lines: readonly string[], index: number, depth: number): boolean {
  const next = lines.slice(index + 1).find((text) => !isBlank(text) && !/^\s*#/.test(text));
  return next !== undefined && indentation(next).length > depth;
}

/** The triple quote that is open behind the line. */
function quoteAfter(line: string, open: string | undefined): string | undefined {
  let quote = open;
  for (const [mark] of line.matchAll(/"""|'''/g)) {
    if (quote === undefined) quote = mark;
    else if (quote === mark) quote = undefined;
  }
  return quote;
}

/** How many lines right above belong to the definition: comments, decorators, attributes. */
export function leadCount(lines: readonly string[], start: number): number {
  let count = 0;
  while (start - count > 0 && isLead(lines[start - count - 1] ?? '')) count++;
  return count;
}

export function isLead(line: string): boolean {
  return /^\s*(?:@|\/\/|\/\*|\*|#\[|#(?!\s*(?:include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma)\b)|\[\w[^\]]*\]\s*$|--)/.test(
    line,
  );
}

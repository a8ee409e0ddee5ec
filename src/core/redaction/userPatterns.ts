/** May a regular expression of the user or the team run on every text, and what does it find? */

import type { Found, TimeCheck } from './detect/found.ts';

export type PatternFault = 'invalidPattern' | 'backtrackingPattern' | 'matchesEmptyText' | 'patternTooLong';

export interface RejectedPattern {
  readonly name: string;
  readonly fault: PatternFault;
}

export interface UserPattern {
  readonly name: string;
  find(text: string, checkTime: TimeCheck): Found[];
}

const MAX_LENGTH = 1000;
const WINDOW = 4096;
const OVERLAP = 1024;

/** Compiles what is safe to run; the rest is named with its fault. */
export function compilePatterns(patterns: Readonly<Record<string, string>>): {
  accepted: UserPattern[];
  rejected: RejectedPattern[];
} {
  const accepted: UserPattern[] = [];
  const rejected: RejectedPattern[] = [];
  for (const [name, source] of Object.entries(patterns)) {
    const fault = faultOf(source);
    if (fault === undefined) accepted.push(toPattern(name, source));
    else rejected.push({ name, fault });
  }
  return { accepted, rejected };
}

function faultOf(source: string): PatternFault | undefined {
  if (source.length > MAX_LENGTH) return 'patternTooLong';
  const { body, flags } = splitFlags(source);
  let compiled: RegExp;
  try {
    compiled = new RegExp(body, flags);
  } catch {
    return 'invalidPattern';
  }
  if (backtracks(body)) return 'backtrackingPattern';
  return compiled.test('') ? 'matchesEmptyText' : undefined;
}

/** `(?i)` at the start is what people bring from other tools. */
function splitFlags(source: string): { body: string; flags: string } {
  const lead = /^\(\?([ims]{1,3})\)/.exec(source);
  const flags = new Set('g' + (lead?.[1] ?? ''));
  return { body: lead === null ? source : source.slice(lead[0].length), flags: [...flags].join('') };
}

/**
 * True where an unbounded or large repetition contains another, contains alternatives, or follows
 * another directly; and for back references and look-behinds. Refuses some harmless patterns.
 */
function backtracks(body: string): boolean {
  if (/\\[1-9]|\\k<|\(\?<[=!]/.test(body)) return true;
  const groups: { repeats: boolean; alternatives: boolean }[] = [{ repeats: false, alternatives: false }];
  let unboundedInARow = 0;
  let totalUnbounded = 0;
  for (let at = 0; at < body.length;) {
    const char = body.charAt(at);
    let closed: { repeats: boolean; alternatives: boolean } | undefined;
    if (char === '\\') at += 2;
    else if (char === '[') {
      at++;
      if (body[at] === '^') at++;
      while (at < body.length && body[at] !== ']') at += body[at] === '\\' ? 2 : 1;
      at++;
    } else if (char === '(') {
      groups.push({ repeats: false, alternatives: false });
      const lead = /^\((?:\?(?:[:=!]|<\w+>))?/.exec(body.slice(at));
      at += lead?.[0].length ?? 1;
      continue;
    } else if (char === ')') {
      closed = groups.pop();
      if (groups.length === 0) return true;
      at++;
    } else if (char === '|') {
      const top = groups.at(-1);
      if (top !== undefined) top.alternatives = true;
      unboundedInARow = 0;
      at++;
      continue;
    } else at++;
    const quantifier = /^(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?/.exec(body.slice(at));
    const top = groups.at(-1);
    if (quantifier === null) {
      if (closed?.repeats === true && top !== undefined) top.repeats = true;
      if (closed === undefined) unboundedInARow = 0;
      continue;
    }
    at += quantifier[0].length;
    const many = isMany(quantifier);
    if (many) {
      if (closed !== undefined && (closed.repeats || closed.alternatives)) return true;
      if (top !== undefined) top.repeats = true;
      totalUnbounded++;
      if (++unboundedInARow > 1 || totalUnbounded > 4) return true;
    } else if (closed?.repeats === true && top !== undefined) top.repeats = true;
  }
  return false;
}

function isMany(quantifier: RegExpExecArray): boolean {
  const sign = quantifier[0][0];
  if (sign === '*' || sign === '+') return true;
  if (sign === '?') return false;
  const most =
    quantifier[2] === ',' ? (quantifier[3] === '' ? Infinity : Number(quantifier[3])) : Number(quantifier[1]);
  return most === Infinity;
}

/** Runs in overlapping windows, so that even a slow expression costs a bounded time for each. */
function toPattern(name: string, source: string): UserPattern {
  const { body, flags } = splitFlags(source);
  const kind = `pattern_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  const expression = new RegExp(body, flags);
  return {
    name,
    find(text, checkTime) {
      const found: Found[] = [];
      for (let from = 0; from < text.length; from += WINDOW - OVERLAP) {
        checkTime();
        const window = text.slice(from, from + WINDOW);
        for (const match of window.matchAll(expression)) {
          if (match[0] !== '')
            found.push({
              kind,
              start: from + match.index,
              end: from + match.index + match[0].length,
              sureness: 'certain',
            });
        }
        if (from + WINDOW >= text.length) break;
      }
      return found;
    },
  };
}

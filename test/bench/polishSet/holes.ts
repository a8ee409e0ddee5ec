/** Which pieces of a real file would a person have a model fill in, and how would the file look before? */

import { indentWidth } from '../../../src/core/polish/scene.ts';

export const holeKinds = [
  'restOfLine',
  'betweenClosers',
  'insideLine',
  'statements',
  'body',
  'construct',
] as const;
export type HoleKind = (typeof holeKinds)[number];

export interface CutHole {
  readonly kind: HoleKind;
  readonly before: string;
  /** What a model that is always right writes. */
  readonly middle: string;
  /** As the file is without the middle. */
  readonly after: string;
  /** The file as it is meant to be. */
  readonly whole: string;
}

/** One hole of the kind at a chance place; `undefined` where the place does not suit. */
export function cutHole(text: string, kind: HoleKind, random: () => number): CutHole | undefined {
  const lines = text.split('\n');
  const row = 1 + Math.floor(random() * (lines.length - 2));
  const line = lines[row] ?? '';
  if (line.trim().length < 4 || line.length > 200) return undefined;
  const start = lines.slice(0, row).join('\n').length + 1;
  switch (kind) {
    case 'restOfLine':
      return restOfLine(text, start, line, random);
    case 'betweenClosers':
      return betweenClosers(text, start, line, random);
    case 'insideLine':
      return insideLine(text, start, line, random);
    case 'statements':
      return statements(text, start, lines, row, random);
    case 'body':
      return body(text, start, lines, row);
    case 'construct':
      return construct(text, start, lines, row, random);
  }
}

/** Offsets in a line where a person may stop: before a word or a sign. */
function stops(line: string): number[] {
  return [...line.matchAll(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu)].map(({ index }) => index);
}

function pick<T>(values: readonly T[], random: () => number): T | undefined {
  return values[Math.floor(random() * values.length)];
}

function cut(kind: HoleKind, text: string, from: number, to: number): CutHole | undefined {
  const middle = text.slice(from, to);
  if (middle.trim() === '') return undefined;
  return { kind, before: text.slice(0, from), middle, after: text.slice(to), whole: text };
}

function restOfLine(text: string, start: number, line: string, random: () => number): CutHole | undefined {
  const at = pick(stops(line).slice(1), random);
  return at === undefined ? undefined : cut('restOfLine', text, start + at, start + line.trimEnd().length);
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'" };

/** The editor has written the closers of what the line opened; the line closes them too. */
function betweenClosers(
  text: string,
  start: number,
  line: string,
  random: () => number,
): CutHole | undefined {
  const openers = [...line.matchAll(/[([{"']/g)].map(({ index }) => index + 1);
  const at = pick(openers, random);
  if (at === undefined) return undefined;
  // Three quotes are one sign.
  if (/["']/.test(line.charAt(at - 1)) && line.charAt(at) === line.charAt(at - 1)) return undefined;
  const open = openAt(line.slice(0, at));
  const last = open.at(-1);
  if (last === undefined || last !== line.charAt(at - 1)) return undefined;
  const closers = open.map((opener) => closerOf[opener] ?? '').reverse();
  // The line's own end closes them: what stays open goes on below.
  if (openAt(line.trimEnd()).length > 0) return undefined;
  const hole = cut('betweenClosers', text, start + at, start + line.trimEnd().length);
  if (hole === undefined || hole.middle.trim() === closers.join('')) return undefined;
  return { ...hole, after: closers.join('') + hole.after };
}

function openAt(text: string): string[] {
  const open: string[] = [];
  for (const character of text) {
    const last = open.at(-1);
    if (last === '"' || last === "'") {
      if (character === last) open.pop();
    } else if (character in closerOf) open.push(character);
    else if (last !== undefined && closerOf[last] === character) open.pop();
  }
  return open;
}

function insideLine(text: string, start: number, line: string, random: () => number): CutHole | undefined {
  const places = stops(line);
  const first = Math.floor(random() * places.length);
  const from = places[first];
  const to = places[first + 1 + Math.floor(random() * 5)];
  if (from === undefined || to === undefined || first === 0) return undefined;
  const middle = line.slice(from, to).trimEnd();
  return cut('insideLine', text, start + from, start + from + middle.length);
}

/** A run of whole statements of one block, cursor on the line's indentation. */
function statements(
  text: string,
  start: number,
  lines: readonly string[],
  row: number,
  random: () => number,
): CutHole | undefined {
  const line = lines[row] ?? '';
  const base = indentWidth(line);
  if (base === 0 || !beginsStatement(line)) return undefined;
  const previous = lines.slice(0, row).findLast((candidate) => candidate.trim() !== '');
  // The middle of a call's arguments or of a chain is no run of statements.
  if (previous === undefined || /^\s*[.?:|&+]/.test(line)) return undefined;
  const most = 1 + Math.floor(random() * 6);
  let end = row;
  for (let at = row; at < lines.length; at++) {
    const current = lines[at] ?? '';
    if (current.trim() === '') continue;
    if (indentWidth(current) < base) break;
    const next = lines.slice(at + 1).find((candidate) => candidate.trim() !== '') ?? '';
    end = at;
    if (at - row + 1 >= most && indentWidth(next) <= base && !goesOn(next)) break;
  }
  if (end - row > 12) return undefined;
  return cut('statements', text, start + line.search(/\S/), endOf(text, lines, end));
}

function beginsStatement(line: string): boolean {
  return /^\s*[\p{L}_$@*#'"(/]/u.test(line) && !goesOn(line);
}

function goesOn(line: string): boolean {
  return /^\s*(?:[)\]}.?:|&+]|(?:else|elif|elsif|except|finally|catch|rescue|ensure|when|then|end|do|while|case|default|fi|done|esac)\b)/.test(
    line,
  );
}

/** All that an opened block holds; its closer stands behind. */
function body(text: string, start: number, lines: readonly string[], row: number): CutHole | undefined {
  const line = lines[row] ?? '';
  const base = indentWidth(line);
  const header = lines[row - 1] ?? '';
  if (indentWidth(header) >= base || !/[{:]\s*$|\b(?:do|then)\s*$|^\s*(?:def|class|module)\b/.test(header))
    return undefined;
  let end = row;
  for (let at = row; at < lines.length; at++) {
    const current = lines[at] ?? '';
    if (current.trim() === '') continue;
    if (indentWidth(current) < base) break;
    end = at;
  }
  if (end - row > 12) return undefined;
  return cut('body', text, start + line.search(/\S/), endOf(text, lines, end));
}

/** From the middle of a header to the end of the block that it opens, which the file does not have yet. */
function construct(
  text: string,
  start: number,
  lines: readonly string[],
  row: number,
  random: () => number,
): CutHole | undefined {
  const line = lines[row] ?? '';
  const base = indentWidth(line);
  const next = lines[row + 1] ?? '';
  if (
    next.trim() === '' ||
    indentWidth(next) <= base ||
    !/[{:]\s*$|\b(?:do|then)\s*$|^\s*(?:def|class|module)\b/.test(line)
  )
    return undefined;
  let end = row;
  for (let at = row + 1; at < lines.length; at++) {
    const current = lines[at] ?? '';
    if (current.trim() === '') continue;
    const width = indentWidth(current);
    if (width < base) break;
    if (width === base) {
      if (/^\s*(?:[)\]}]+[;,)]*|end)\s*$/.test(current)) end = at;
      else if (goesOn(current)) return undefined;
      break;
    }
    end = at;
  }
  if (end - row > 12) return undefined;
  const at = pick(stops(line).slice(1), random);
  return at === undefined ? undefined : cut('construct', text, start + at, endOf(text, lines, end));
}

function endOf(text: string, lines: readonly string[], row: number): number {
  const end = lines.slice(0, row + 1).join('\n').length;
  return text.slice(0, end).trimEnd().length;
}

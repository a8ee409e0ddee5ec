/** Is this place written like an env file, YAML, INI or a shell, where values need no quotes? */

import { lineEndFrom, matchAt, type Place } from './place.ts';
import type { FileKnowledge, Scene } from './found.ts';

/** True where the value that ends at `end` needs no quotes. */
export function isConfigPlace(scene: Scene, place: Place, end: number): boolean {
  const { text, file } = scene;
  if (place.separator === 'prose' || place.separator === ',') return false;
  if (place.separator === 'directive') return true;
  // Spring's and shells' `${name:value}`.
  if (
    text.charCodeAt(end) === 125 &&
    /\$\{[\w.-]{0,60}$/.test(text.slice(Math.max(0, place.from - 62), place.from))
  )
    return true;
  if (place.separator === '--' || (text.charCodeAt(place.from) === 45 && place.separator === '='))
    return true;
  if (file.style === 'config') return true;
  if (place.separator === '=' && isOfFlag(text, place.from)) return true;
  if (isPairAmongPairs(scene, place, end)) return true;
  if (file.style === 'code' || file.style === 'markup') return false;
  const next = text[end];
  if (
    next !== undefined &&
    next !== '\n' &&
    next !== '\r' &&
    next !== ' ' &&
    next !== '\\' &&
    file.style === 'unknown'
  ) {
    if (!(next === '"' || next === "'" || next === '<' || next === ',')) return false;
  }
  const near = text.slice(Math.max(0, place.from - 80), place.from);
  const lead = near.slice(lineStartIn(near));
  if (place.separator === '>')
    return file.style === 'unknown' && (text.startsWith('</', end) || /^\s*<[\w:]{0,30}$/.test(lead));
  const startsLine =
    /^[\s+>|#$-]*(?:(?:export|set|setx|env|ENV|ARG|declare|local|readonly|let)\s+(?:-[a-z]+\s+)?|\w+\s*=\s*\S+\s+|\$env:|\d+[:-]\s*)?["']?(?:[\w-]{1,40}:\s*)?$/.test(
      lead,
    );
  if (!startsLine) return false;
  const tight = text.charCodeAt(place.to) === 61 && !/\s/.test(text[place.to + 1] ?? ' ');
  if (tight && place.separator === '=') return true;
  if (file.style === 'shell') return place.separator === '=' || place.separator === ':';
  // YAML `name: value` to the end of the line; a semicolon or a comma means code.
  const rest = text.slice(end, lineEndFrom(text, end)).trim();
  return (
    place.separator === ':' &&
    (rest === '' || rest.startsWith('#')) &&
    /^[\p{L}\d_.-]+$/u.test(place.name) &&
    !/^\s*(?:case|default|public|private|readonly)\b/.test(lead)
  );
}

/** `--set a=1,auth.password=x`, `--from-literal=password=x` */
function isOfFlag(text: string, from: number): boolean {
  const before = text.charCodeAt(from - 1);
  return (
    (before === 61 || before === 32 || before === 44) &&
    /(?:^|\s)(?:--[a-z][\w-]{1,30}[= ]|-[eE] )(?:[\w.-]{1,40}=[^\s,]{0,60},){0,4}$/.test(
      text.slice(Math.max(0, from - 160), from),
    )
  );
}

/** Behind the last line end, or the `\n` of a string that holds lines. */
function lineStartIn(near: string): number {
  const escaped = near.lastIndexOf('\\n');
  return Math.max(near.lastIndexOf('\n') + 1, escaped === -1 ? 0 : escaped + 2);
}

/** No code, no prose, no model of a file: what stands there is in use. Of a text without a path, `NAME=value` alone. */
export function holdsRealValues(file: FileKnowledge, place: Place): boolean {
  if (file.isModel) return false;
  if (file.style === 'code') return file.isSettings;
  if (file.style === 'config' || file.style === 'shell') return true;
  return file.style === 'unknown' && place.separator === '=';
}

/** `user=a password=b host=c`, `Uid=a;Pwd=b;`: connection strings, in code too; `host:1,password=b,ssl=True` outside it. */
function isPairAmongPairs({ text, file }: Scene, place: Place, end: number): boolean {
  if (place.separator !== '=' || text.charCodeAt(place.to) !== 61 || /\s/.test(text[place.to + 1] ?? ' '))
    return false;
  const before = place.from === 0 ? 32 : text.charCodeAt(place.from - 1);
  if ((before === 59 || isBlank(before)) && isPairBefore(text, place.from)) return true;
  if (before === 44 && file.style !== 'code') {
    const lead = text.slice(Math.max(0, place.from - 60), place.from);
    if (/[\w.-](?:=[^\s=;&"'`<>(){}]{1,60}|:\d{2,5}),$/.test(lead)) return true;
  }
  const isOpen = before === 34 || before === 39 || before === 96 || isBlank(before);
  return isOpen && matchAt(NEXT_OF_PAIRS, text, end) !== undefined;
}

const NEXT_OF_PAIRS = /[; ]\s?[A-Za-z][\w ]{1,30}=[^\s=]/y;
const ENDS_PAIR_VALUE = /[\s=;,&"'`<>(){}]/;

/** `name=value;` or `name=value `, of at most 60 characters, ends at `end`. */
function isPairBefore(text: string, end: number): boolean {
  const floor = Math.max(0, end - 60);
  let at = end;
  if (isBlank(text.charCodeAt(at - 1)) && isPairEnd(text.charCodeAt(at - 2))) at--;
  if (!isPairEnd(text.charCodeAt(at - 1))) return false;
  const valueEnd = --at;
  while (at > floor && valueEnd - at <= 40 && !ENDS_PAIR_VALUE.test(text.charAt(at - 1))) at--;
  if (at === valueEnd || valueEnd - at > 40 || text.charCodeAt(at - 1) !== 61) return false;
  return at - 3 >= floor && /^[\w ]{2}$/.test(text.slice(at - 3, at - 1));
}

function isPairEnd(code: number): boolean {
  return code === 59 || code === 32;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

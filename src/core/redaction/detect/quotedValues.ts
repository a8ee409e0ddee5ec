/** Is the literal behind a name the secret that the name speaks of? */

import { isSecretValue } from './judgeValue.ts';
import { isBesideUser, isPairedPassword } from './besideUser.ts';
import { isTranslated } from './fileKnowledge.ts';
import { holdsRealValues, isConfigPlace } from './configPlaces.ts';
import { looksRandom, wordShare } from './randomness.ts';
import type { NameReading } from './secretNames.ts';
import type { Place } from './place.ts';
import type { Scene } from './found.ts';

const MAX_VALUE = 8192;

export function judgeQuoted(scene: Scene, at: number, reading: NameReading, place: Place): void {
  const { text } = scene;
  let open = at;
  while (text.charCodeAt(open) === 92) open++;
  const escapes = open - at;
  const quote = text.charCodeAt(open);
  let start = open + 1;
  let triple = false;
  if (text.charCodeAt(start) === quote && text.charCodeAt(start + 1) === quote) {
    triple = true;
    start += 2;
    while (text.charCodeAt(start) === 10 || text.charCodeAt(start) === 13 || text.charCodeAt(start) === 32)
      start++;
  }
  const end = closingQuote(text, start, quote, escapes, triple);
  if (end === undefined || end === start) return;
  const value = text.slice(start, end);
  if (isTranslated(scene.file, value)) return;
  const setting = {
    quoted: true,
    live: scene.file.isLive,
    settings:
      (scene.file.isSettings && (place.separator !== ',' || isWritingCall(text, place.from))) ||
      (scene.file.style !== 'code' && isJsonMember(text, place, at)),
    config: isConfigPlace(scene, place, end + escapes + 1),
    weak: holdsRealValues(scene.file, place),
  };
  // Two members of a list, or the two arguments of a setter.
  if (place.separator === ',' && !isSecondOfPair(text, place.from))
    if (
      (wordShare(value) ?? 0) > 0.6 ||
      value.length < 12 ||
      (value.length < 16 && !/\d/.test(value)) ||
      (reading.strength < 3 && !looksRandom(value, 16))
    )
      return;
  if (
    isSecretValue(value, reading, setting) ||
    (reading.kind === 'password' &&
      isBesideUser(text, place.from, end) &&
      (isPairedPassword(value) || (scene.file.isLive && /^[^\s$%<>{}()[\]\\]{4,64}$/.test(value))))
  ) {
    scene.report(reading.kind, start, end, 'likely');
    return;
  }
  if (isCommandPassword(scene, value, start, { reading, place })) return;
  // JSON inside a string, or several values in one.
}

/** `"name": "value"` */
function isJsonMember(text: string, place: Place, at: number): boolean {
  return place.separator === ':' && text.charCodeAt(at) === 34 && text.charCodeAt(place.from - 1) === 34;
}

/** `define('NAME', 'value')`, `setProperty("name", "value")`. */
function isWritingCall(text: string, from: number): boolean {
  return /(?:define|set|put|add|property|config|env)\w{0,20}\(\s*["']$/i.test(
    text.slice(Math.max(0, from - 40), from),
  );
}

/** C's `strcpy(config->name, `, Go's `StringVar(&options.name, "name", `, Erlang's `-define(NAME, `. */
const FIRST_ARGUMENT =
  /(?:str[nl]?c(?:py|at)(?:_s)?|lstrcpy\w?|s?n?printf(?:_s)?)\s?\(\s?[\w.>*&[\]-]{0,40}$|StringVarP?\(\s?&?[\w.]{1,60},\s?"$|-define\(\s?$|(?:fill|type)\(\s?["'][^"'\n]{1,30}$/;

const READS_OR_TYPES =
  /(?:get|fetch|read|lookup|default|option|argument|flag|string|var|param|field|type|fill|send|append|insert|store|write|header)\w{0,20}\(\s*["'][#.]?$/i;

/** The name is the first of two that belong together: not any two members of a list. */
function isSecondOfPair(text: string, from: number): boolean {
  const lead = text.slice(Math.max(0, from - 40), from);
  if (text.charCodeAt(from) === 45 && /["']$/.test(lead)) return true; // `["--password", "value"]`
  return (
    isWritingCall(text, from) ||
    READS_OR_TYPES.test(lead) ||
    FIRST_ARGUMENT.test(text.slice(Math.max(0, from - 100), from)) ||
    /(?:^|[\s(])set[ (]:$|(?:^|[^$\w)])\{$/.test(lead)
  );
}

function isCommandPassword(
  scene: Scene,
  value: string,
  start: number,
  { reading, place }: { reading: NameReading; place: Place },
): boolean {
  if (
    !/auth|login|cred|user/i.test(place.name) ||
    reading.kind !== 'credential' ||
    !/^[^:\s()[\]]{1,60}:\S{4,100}$/.test(value)
  )
    return false;
  const colon = value.indexOf(':');
  if (
    !isSecretValue(value.slice(colon + 1), { strength: 3, kind: 'password' }, { quoted: true, config: false })
  )
    return false;
  scene.report('password', start + colon + 1, start + value.length, 'likely');
  return true;
}

function closingQuote(
  text: string,
  start: number,
  quote: number,
  escapes: number,
  triple: boolean,
): number | undefined {
  const limit = Math.min(text.length, start + MAX_VALUE);
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 && quote !== 96 && !triple) return undefined;
    if (code === 92) {
      let run = 1;
      while (text.charCodeAt(at + run) === 92) run++;
      if (escapes > 0 && run <= escapes && text.charCodeAt(at + run) === quote) return at;
      if (escapes > 0) at += run - 1;
      else at += run % 2 === 1 ? run : run - 1;
      continue;
    }
    if (code === quote) {
      if (!triple) return at;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at;
    }
  }
  return text.length - start < MAX_VALUE ? text.length : undefined;
}

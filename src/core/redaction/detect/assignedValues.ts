/** Is what stands behind a name, quoted or bare, the secret that the name speaks of? */

import { isSecretValue } from './judgeValue.ts';
import { isAmongSettings, isBesideUser, isPairedPassword } from './besideUser.ts';
import { isUuid, looksRandom, wordShare } from './randomness.ts';
import type { NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';

const MAX_VALUE = 8192;
const MAX_BARE = 4096;
const QUOTES = '"\'`';

/** How far values were judged; names inside a long one are part of it. */
export interface Covered {
  to: number;
}

export interface Place {
  readonly covered: Covered;
  readonly name: string;
  readonly from: number;
  readonly separator: string;
}

/** A quote, escaped or not. */
export function isQuoteAt(text: string, at: number): boolean {
  const char = text[at];
  if (char === undefined) return false;
  if (QUOTES.includes(char)) return true;
  return char === '\\' && QUOTES.includes(text[at + 1] ?? ' ');
}

const WRAPPER =
  /(?:new[ \t]+)?(?:[A-Za-z_][\w.:]{0,40}(?:\(|!\()[ \t]{0,4})?(?:[rbfuLBRFU@$&*]{1,2}(?=["'`]))?/y;

/** Reports the value that begins at `at`, if it is the secret that `reading` speaks of. */
export function judgeAt(scene: Scene, at: number, reading: NameReading, place: Place): void {
  const { text } = scene;
  let valueAt = at;
  const wrapped = matchAt(WRAPPER, text, at);
  if (wrapped !== undefined && wrapped > at && isQuoteAt(text, wrapped)) {
    // Inside a call only what chance made counts: `getenv("DB_PASSWORD")`.
    if (
      text.charCodeAt(wrapped - 1) === 40 &&
      !/^(?:String|bytes|Buffer\.from|str|SecretStr|SecureString|base64\.b64decode|atob)\($/.test(
        text.slice(at, wrapped).trim(),
      )
    ) {
      judgeLiteralsInCall(scene, at, reading);
      return;
    }
    valueAt = wrapped;
  }
  if (isQuoteAt(text, valueAt)) judgeQuoted(scene, valueAt, reading, place);
  else judgeBare(scene, valueAt, reading, place);
}

/** `env('DB_PASSWORD', 'fallback')`, `process.env.KEY || 'fallback'`. */
function judgeLiteralsInCall(scene: Scene, at: number, reading: NameReading): void {
  const { text } = scene;
  const line = text.slice(at, Math.min(lineEndFrom(text, at), at + 300));
  for (const match of line.matchAll(/(?:,|\|\||\?\?|\bor\b|:-?|\?)[ \t]{0,4}(["'])([^"'\n]{4,200})\1/g)) {
    const value = match[2] ?? '';
    if (!isSecretValue(value, reading, { quoted: true, config: false })) continue;
    const start = at + match.index + match[0].length - 1 - value.length;
    scene.report(reading.kind, start, start + value.length, 'likely');
  }
}

function judgeQuoted(scene: Scene, at: number, reading: NameReading, place: Place): void {
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
  const setting = {
    quoted: true,
    live: scene.file.isLive,
    settings:
      (scene.file.isSettings && (place.separator !== ',' || isSetterCall(text, place.from))) ||
      (scene.file.style !== 'code' && isJsonMember(text, place, at)),
    config: isConfigPlace(scene, place, end + escapes + 1),
  };
  // Two members of a list, or the two arguments of a setter.
  if (place.separator === ',' && !isSetterCall(text, place.from))
    if (
      (wordShare(value) ?? 0) > 0.6 ||
      value.length < 12 ||
      (value.length < 16 && !/\d/.test(value)) ||
      (reading.strength < 3 && !looksRandom(value, 16))
    )
      return;
  if (
    isSecretValue(value, reading, setting) ||
    (reading.kind === 'password' && isBesideUser(text, place.from, end) && isPairedPassword(value))
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

/** `define('NAME', 'value')`, `setProperty("name", "value")`: not any two members of a list. */
function isSetterCall(text: string, from: number): boolean {
  return /(?:define|set|put|add|property|config|env)\w{0,20}\(\s*["']$/i.test(
    text.slice(Math.max(0, from - 40), from),
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
    !/^[^:\s]{1,60}:\S{4,100}$/.test(value)
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

function judgeBare(scene: Scene, at: number, reading: NameReading, place: Place): void {
  const { text } = scene;
  const isQuery =
    place.separator === '=' &&
    (text.charCodeAt(place.from - 1) === 38 || text.charCodeAt(place.from - 1) === 63);
  if (place.separator === ',') return;
  let end = bareEnd(text, at, place, isQuery);
  if (end <= at) return;
  // The words of a seed stand apart.
  if (reading.kind === 'mnemonic') end = matchAt(SEED_WORDS, text, at) ?? end;
  // The last part may hold a name whose value comes behind the run.
  if (end - at > 300) place.covered.to = end - 100;
  const config = !isQuery && (isConfigPlace(scene, place, end) || isAmongSettings(scene, place, end));
  if (!config && !isQuery && scene.file.style !== 'unknown' && reading.kind !== 'mnemonic')
    end = Math.min(end, at + text.slice(at, end).search(/[,;(){}[\]?|]|$/));
  const value = text.slice(at, end);
  const setting = { quoted: isQuery, config, live: config && scene.file.isLive };
  if (!config && !isQuery && reading.kind !== 'mnemonic') {
    // In code an unquoted value is an expression; a literal later on the line may still be the secret.
    if (isExpression(value)) {
      if (scene.file.style !== 'config' && scene.file.style !== 'prose')
        judgeLiteralsInCall(scene, at, reading);
      return;
    }
    if (
      isUuid(value)
        ? reading.strength < 2 && reading.kind !== 'provider_key'
        : !looksRandom(value, reading.strength === 3 ? 8 : 16) &&
          !(
            reading.strength === 3 &&
            reading.kind === 'password' &&
            /^(?=.*[a-z])(?=.*[\d!@#$%^&*])[^\s,;(){}[\]]{6,}$/i.test(value)
          )
    )
      return;
  }
  if (
    scene.file.style === 'unknown' &&
    REFERENCE.test(value) &&
    value.includes('.') &&
    !looksRandom(value, 16)
  )
    return;
  if (place.separator === '--' && scene.file.style !== 'shell' && /^[a-z]+[.,]?$/.test(value)) return;
  if (/arn:[\w-]{1,20}:[^\s"']{0,80}$/.test(text.slice(Math.max(0, place.from - 100), place.from))) return;
  if (isSecretValue(value, reading, setting)) scene.report(reading.kind, at, end, 'likely');
}

/** BIP 39: twelve to twenty-four words. */
const SEED_WORDS = /(?:[a-z]{3,8} ){11,23}[a-z]{3,8}(?![a-z])/y;

/** `;Database=…` of a connection string, or the end of a statement. */
const NEXT_PAIR = /^;\s{0,4}(?:[A-Za-z][\w ]{1,40}=|["'`]?\s{0,4}(?:$|\n))/;

const REFERENCE = /^[A-Za-z_$][\w$]*(?:(?:\??\.|::|->)[A-Za-z_$#][\w$]*|\[[^\]]*\]|\(.*)*[;,!]?$/;

function isExpression(value: string): boolean {
  if (/^(?:[A-Z][a-z]+-[A-Z][A-Za-z]+|(?:Big)?[UuIF][iln][noa]*t\d+\w*)$/.test(value)) return true; // PowerShell's commands, names of types
  if (/^0x[0-9a-f]+$/i.test(value) || /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)) return true;
  if (
    /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+$/.test(value) &&
    !/\d.*\d/.test(value) &&
    (wordShare(value) ?? 0) > 0.66
  )
    return true;
  if (/[^=]===?[^=]|&&|\|\||\?.*:|[;{}()].*[;{}()]/.test(value)) return true;
  if (/^[A-Za-z_$][\w$]*$/.test(value))
    return (
      !/\d/.test(value) ||
      value.length < 6 ||
      (/^[a-z]+\d{0,2}$/i.test(value) && (wordShare(value) ?? 1) > 0.55)
    );
  if (REFERENCE.test(value) && /[.:([>]/.test(value))
    return !looksRandom(value, 24) || value.includes('(') || (wordShare(value) ?? 0) > 0.58;
  return /^[[({!<]|^(?:await|new|function|async|null|true|false|lambda|typeof|return)\b|\(\)?$/.test(value);
}

function bareEnd(text: string, at: number, place: Place, isQuery: boolean): number {
  const limit = Math.min(text.length, at + MAX_BARE);
  let end = at;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code <= 32) break;
    if (place.separator === '>' && code === 60) break;
    if (isQuery && (code === 38 || code === 35)) break;
    if (code === 59 && end > at && NEXT_PAIR.test(text.slice(end, end + 60))) break;
    if (code === 34 || code === 96 || code === 60 || code === 62) break;
    if (code === 39 && end > at) break;
    if (
      code === 92 &&
      (text.charCodeAt(end + 1) === 34 ||
        text.charCodeAt(end + 1) === 110 ||
        text.charCodeAt(end + 1) === 114)
    )
      break;
  }
  while (
    end > at &&
    (',;)}]'.includes(text[end - 1] ?? ' ') ||
      (place.separator === 'prose' && '.!?:'.includes(text[end - 1] ?? ' ')))
  ) {
    // A closing bracket belongs to the value only where the value opened it.
    end--;
  }
  return end;
}

/** The end of the line, or of the part of it that matters. */
function lineEndFrom(text: string, at: number): number {
  const rest = text.slice(at, at + 400);
  const newline = rest.indexOf('\n');
  return at + (newline === -1 ? rest.length : newline);
}

/** Is this line written like an env file, YAML, INI or a shell, where values need no quotes? */
function isConfigPlace(scene: Scene, place: Place, end: number): boolean {
  const { text, file } = scene;
  if (place.separator === 'prose' || place.separator === ',') return false;
  if (place.separator === '--' || (text.charCodeAt(place.from) === 45 && place.separator === '='))
    return true;
  if (file.style === 'config') return true;
  if (isPairAmongPairs(text, place, end)) return true;
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
  const lead = near.slice(near.lastIndexOf('\n') + 1);
  if (place.separator === '>') return file.style === 'unknown' && /^\s*<[\w:]{0,30}$/.test(lead);
  const startsLine =
    /^[\s+>|#$-]*(?:(?:export|set|setx|env|ENV|ARG|declare|local|readonly|let)\s+(?:-[a-z]+\s+)?|\w+\s*=\s*\S+\s+|\$env:|\d+[:-]\s*)?["']?(?:[\w-]{1,40}:\s*)?$/.test(
      lead,
    );
  if (!startsLine) return false;
  const tight =
    text.charCodeAt(place.from + place.name.length) === 61 &&
    !/\s/.test(text[place.from + place.name.length + 1] ?? ' ');
  if (tight && place.separator === '=') return true;
  if (file.style === 'shell') return place.separator === '=' || place.separator === ':';
  // YAML `name: value` to the end of the line; a semicolon or a comma means code.
  const rest = text.slice(end, lineEndFrom(text, end)).trim();
  return (
    place.separator === ':' &&
    (rest === '' || rest.startsWith('#')) &&
    /^[\w.-]+$/.test(place.name) &&
    !/^\s*(?:case|default|public|private|readonly)\b/.test(lead)
  );
}

/** `user=a password=b host=c`, `Uid=a;Pwd=b;`: connection strings, in code too. */
function isPairAmongPairs(text: string, place: Place, end: number): boolean {
  const nameEnd = place.from + place.name.length;
  if (place.separator !== '=' || text.charCodeAt(nameEnd) !== 61 || /\s/.test(text[nameEnd + 1] ?? ' '))
    return false;
  const lead = text.slice(Math.max(0, place.from - 60), place.from);
  if (/[; ]$/.test(lead) && /[\w ]{2,30}=[^\s=;&"'`<>(){}]{1,40}[; ]\s?$/.test(lead)) return true;
  return /^[; ]\s?[A-Za-z][\w ]{1,30}=[^\s=]/.test(text.slice(end, end + 40)) && /["'`\s]$|^$/.test(lead);
}

/** Where `pattern` (sticky) ends when it matches at `at`. */
export function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

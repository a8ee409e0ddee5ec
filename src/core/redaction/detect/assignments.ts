/** Is a name that speaks of a secret given a value here, in any common syntax? */

import { isSecretValue } from './judgeValue.ts';
import { isUuid, looksRandom, wordShare } from './randomness.ts';
import { readName, type NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';

const MAX_NAME = 100;
const MAX_VALUE = 8192;
const MAX_BARE = 4096;

const QUOTES = '"\'`';

/** Walks the hits of one scan, which come in order; each name is read once. */
export class AssignmentScanner {
  private readonly scene: Scene;
  private readNameEnd = 0;
  private readonly covered: Covered = { to: 0 };

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** A name word lies at `start`..`end`. */
  at(start: number, end: number): void {
    if (end <= this.readNameEnd || end <= this.covered.to) return;
    const { text } = this.scene;
    let from = start;
    const leftLimit = Math.max(0, start - MAX_NAME);
    while (from > leftLimit && isNameCode(text.charCodeAt(from - 1))) from--;
    let to = end;
    const rightLimit = Math.min(text.length, end + MAX_NAME);
    while (
      to < rightLimit &&
      isNameCode(text.charCodeAt(to)) &&
      !(text.charCodeAt(to) === 45 && text.charCodeAt(to + 1) === 62)
    )
      to++;
    while (to > end && isJoiner(text.charCodeAt(to - 1))) to--;
    this.readNameEnd = to;
    if (!couldAssign(text, to) || (this.scene.file.style !== 'config' && isProse(text, from, to))) return;
    let name = text.slice(from, to);
    const spaced =
      text.charCodeAt(from - 1) === 32 && /^(?:key|token|id|code|secret|password|phrase)$/i.test(name)
        ? /[\p{L}\d_-]{2,20} $/u.exec(text.slice(Math.max(0, from - 22), from))
        : null;
    if (spaced !== null) name = spaced[0] + name;
    const reading = readName(name);
    if (reading.strength === 0) return;
    this.scene.checkTime();
    readAssignment(this.scene, { from, to, name, covered: this.covered }, reading);
  }
}

/** Letters, digits, `_`, `$`, `-`, `.`. */
function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 45 ||
    code === 46 ||
    code > 191
  );
}

function isJoiner(code: number): boolean {
  return code === 45 || code === 46;
}

/** Cheap look ahead: most names in code are followed by something that assigns nothing. */
function couldAssign(text: string, end: number): boolean {
  for (let at = end; at < end + 12; at++) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return false;
    if (code === 10 || code === 13)
      return /^\s{1,40}-?\s?["']?(?:value|<string>)/i.test(text.slice(at, at + 60));
    // space, tab, quotes, ], ), ?, !, \, *, _, ~ may stand between
    if (
      code === 32 ||
      code === 9 ||
      code === 34 ||
      code === 39 ||
      code === 96 ||
      code === 93 ||
      code === 41 ||
      code === 63 ||
      code === 33 ||
      code === 92 ||
      code === 42 ||
      code === 95
    )
      continue;
    if (
      code === 61 ||
      code === 58 ||
      code === 44 ||
      code === 62 ||
      code === 40 ||
      code === 45 ||
      code === 124 ||
      code === 0xff1a ||
      code === 123
    )
      return true;
    return at > end; // a space or a quote, then a value: `--password x`, `IDENTIFIED BY 'x'`
  }
  return true;
}

/** `the key of`: a name in a sentence, followed by an ordinary word. */
function isProse(text: string, from: number, to: number): boolean {
  if (text.charCodeAt(to) !== 32 || text.charCodeAt(from) === 45) return false;
  const next = /^ [a-z]{1,20}(?=[ .,;)\n])/.exec(text.slice(to, to + 23));
  return next !== null && !/^ (?:is|was|are|to|by|as|or|string|str|text|char|auto)$/.test(next[0]);
}

const SEPARATOR =
  /(?:\\*["'`]|&quot;|%22)?\]?[ \t]{0,20}(?:\*\*|__)?[)?!]?(?:[ \t]{0,20}(?:\|\||\?\?|or(?= ["'])|:{1,3}=|\.=|<-|=:|\|\|:|=>|===?|!==?|\?\?=|\|\|=|\?=|\+=|->|=~|=|:|：)|,)[ \t]{0,40}(?:\*\*|<<|&(?!str\b|mut\b)\w{1,30}[ \t]{1,4}(?!=)|!!\w{1,20}[ \t]{1,4})?/y;
const TYPE_THEN_EQUALS = /(?:[A-Za-z_&'][\w.<>[\]|?&' ]{0,60}?)[ \t]{0,4}=[ \t]{0,20}(?![=>])/y;
const NEXT_VALUE_FIELD =
  /\\*["']?[ \t]{0,8},?[ \t\r\n]{0,40}\\*["']?(?:value|Value|content|default|defaultValue|VALUE)\\*["']?[ \t]{0,8}[:=][ \t]{0,20}/y;
const OPEN_TAG = /[^<>\n]{0,200}>\s{0,60}(?:<!\[CDATA\[|<value>\s{0,40}|<string>\s{0,40})?/iy;
const PLIST_NEXT = /<\/key>\s{0,60}<string>/iy;
/** `<Setting name="Proxy password" type="string">value` */
const ATTRIBUTE_THEN_CONTENT =
  /["'](?: [\w:.-]{1,30}=["'][^"'<>\n]{0,60}["']){0,4}\s?>\s{0,20}(?:<value>\s{0,20})?(?=[^<\s])/y;
/** Go's `var name string = `, C#'s `name { get; set; } = `. */
const DECLARED =
  /[ \t]{1,8}(?:(?:As[ \t]+(?:New[ \t]+)?String|string|String|str|text|varchar\(\d{1,5}\)|\[\]byte|char|auto)[ \t]{0,8}(?::=|=)|\{[ \t]?get;[^{}\n]{0,40}\}[ \t]{0,4}=|\[\d{0,6}\][ \t]{0,4}=)[ \t]{0,20}/y;
/** Terraform's `variable "db_password" { … default = `; the name stands in quotes before. */
const VARIABLE_DEFAULT = /"[ \t]*\{[^{}]{0,400}?\bdefault[ \t]*=[ \t]*/y;
const CALL = /[ \t]?\([ \t]{0,10}/y;
const SPACE_THEN = /[ \t]{1,20}/y;

function readAssignment(scene: Scene, named: Named, reading: NameReading): void {
  const { from, to, name, covered } = named;
  const { text } = scene;
  const before = text.charCodeAt(from - 1);
  if (before === 60 || (before === 58 && /<\w{1,20}:$/.test(text.slice(Math.max(0, from - 22), from)))) {
    const value = matchAt(OPEN_TAG, text, to);
    if (value !== undefined) {
      judgeAt(scene, value, reading, { name, from, covered, separator: '>' });
      return;
    }
  }
  const nextField = matchAt(NEXT_VALUE_FIELD, text, to);
  if (nextField !== undefined) {
    judgeAt(scene, nextField, reading, { name, from, covered, separator: '=' });
    return;
  }
  const plist = matchAt(PLIST_NEXT, text, to);
  if (plist !== undefined) {
    judgeAt(scene, plist, reading, { name, from, covered, separator: '>' });
    return;
  }
  const content = scene.file.style === 'code' ? undefined : matchAt(ATTRIBUTE_THEN_CONTENT, text, to);
  if (content !== undefined && /<[^<>]*$/.test(text.slice(Math.max(0, from - 60), from))) {
    judgeAt(scene, content, reading, { name, from, covered, separator: '>' });
    return;
  }
  const fallback =
    text.charCodeAt(from - 1) === 34 && text.endsWith('variable', from - 2)
      ? matchAt(VARIABLE_DEFAULT, text, to)
      : undefined;
  if (fallback !== undefined) {
    judgeAt(scene, fallback, reading, { name, from, covered, separator: '=' });
    return;
  }
  let at = matchAt(SEPARATOR, text, to);
  if (at !== undefined) {
    const separator = text.slice(to, at).replace(/[\s"'`\\\]*)?!]|&quot;|%22/g, '');
    if (separator.endsWith(':')) at = matchAt(TYPE_THEN_EQUALS, text, at) ?? at;
    // `key: >-` and `key: |` put the value on the next line.
    at = matchAt(/[|>][-+]?[ \t]*\r?\n[ \t]{1,20}/y, text, at) ?? at;
    judgeAt(scene, at, reading, { name, from, covered, separator });
    return;
  }
  at = matchAt(DECLARED, text, to);
  if (at !== undefined) {
    judgeAt(scene, at, reading, { name, from, covered, separator: '=' });
    return;
  }
  at = matchAt(CALL, text, to);
  if (at !== undefined) {
    if (isQuoteAt(text, at)) judgeAt(scene, at, reading, { name, from, covered, separator: '(' });
    return;
  }
  at = matchAt(SPACE_THEN, text, text.charCodeAt(to) === 34 || text.charCodeAt(to) === 39 ? to + 1 : to);
  if (at !== undefined) judgeSpaced(scene, at, reading, { name, from, covered, separator: ' ' });
}

/** How far values were judged; names inside a long one are part of it. */
interface Covered {
  to: number;
}

interface Named {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly covered: Covered;
}

interface Place {
  readonly covered: Covered;
  readonly name: string;
  readonly from: number;
  readonly separator: string;
}

/** `password x`: only flags, quoted values and files that are written so. */
function judgeSpaced(scene: Scene, at: number, reading: NameReading, place: Place): void {
  const { text, file } = scene;
  const isFlag = text.charCodeAt(place.from) === 45 || place.name.startsWith('-');
  const lead = text.slice(Math.max(0, place.from - 24), place.from);
  const isDirective =
    /(?:^|\n)[ \t]*(?:ENV|ARG|set|setenv|export|set -\w{1,3}|#[ \t]*define|.{0,16}config(?:ure)? set)[ \t]+$/.test(
      lead,
    ) ||
    (file.style === 'config' && !/\.(?:json\w*|ya?ml|xml|toml|properties|plist|tf\w*)$/.test(file.name)) ||
    /(?:^|\n|[ \t])(?:login|machine|user|username|account)[ \t]+\S{1,60}\s{1,4}$/.test(
      text.slice(Math.max(0, place.from - 90), place.from),
    );
  const isStatement = /(?:^| )(?:password|passwd|psk|secret)$/i.test(place.name) && isQuoteAt(text, at);
  if (isFlag || isDirective || isStatement) {
    const word = matchAt(/(?:is|by|to|as|=|:|\d)[ \t]{1,10}/iy, text, at);
    judgeAt(scene, word ?? at, reading, { ...place, separator: isFlag ? '--' : '=' });
    return;
  }
  // Prose: "the password is hunter2!", "token abc...".
  const spoken = matchAt(/(?:is|was|are|=|:)[ \t]{1,4}:?[ \t]{0,4}/iy, text, at);
  judgeAt(
    scene,
    spoken ?? at,
    {
      ...reading,
      strength: spoken === undefined && !/[a-z0-9]_[a-z]/i.test(place.name) ? 1 : reading.strength,
    },
    { ...place, separator: 'prose' },
  );
}

function isQuoteAt(text: string, at: number): boolean {
  const char = text[at];
  if (char === undefined) return false;
  if (QUOTES.includes(char)) return true;
  return char === '\\' && QUOTES.includes(text[at + 1] ?? ' ');
}

const WRAPPER =
  /(?:new[ \t]+)?(?:[A-Za-z_][\w.:]{0,40}(?:\(|!\()[ \t]{0,4})?(?:[rbfuLBRFU@$&*]{1,2}(?=["'`]))?/y;

function judgeAt(scene: Scene, at: number, reading: NameReading, place: Place): void {
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
    settings:
      (scene.file.isSettings && (place.separator !== ',' || isSetterCall(text, place.from))) ||
      (scene.file.style !== 'code' && isJsonMember(text, place, at)),
    config: isConfigPlace(scene, place, end + escapes + 1),
  };
  if (place.separator === ',' && reading.strength < 3 && !looksRandom(value, 16)) return;
  if (isSecretValue(value, reading, setting)) {
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
  // The last part may hold a name whose value comes behind the run.
  if (end - at > 300) place.covered.to = end - 100;
  const config = !isQuery && isConfigPlace(scene, place, end);
  if (!config && !isQuery && scene.file.style !== 'unknown')
    end = Math.min(end, at + text.slice(at, end).search(/[,;(){}[\]?|]|$/));
  const value = text.slice(at, end);
  const setting = { quoted: isQuery, config };
  if (!config && !isQuery) {
    // In code an unquoted value is an expression; a literal later on the line may still be the secret.
    if (isExpression(value)) {
      if (scene.file.style !== 'config' && scene.file.style !== 'prose')
        judgeLiteralsInCall(scene, at, reading);
      return;
    }
    if (
      isUuid(value)
        ? reading.strength < 2
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
  if (isSecretValue(value, reading, setting)) scene.report(reading.kind, at, end, 'likely');
}

/** `;Database=…` of a connection string, or the end of a statement. */
const NEXT_PAIR = /^;\s{0,4}(?:[A-Za-z][\w ]{1,40}=|["'`]?\s{0,4}(?:$|\n))/;

const REFERENCE = /^[A-Za-z_$][\w$]*(?:(?:\??\.|::|->)[A-Za-z_$#][\w$]*|\[[^\]]*\]|\(.*)*[;,!]?$/;

function isExpression(value: string): boolean {
  if (/^[A-Z][a-z]+-[A-Z][A-Za-z]+$/.test(value)) return true; // PowerShell's commands
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

function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

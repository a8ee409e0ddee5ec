/** Is what stands without quotes behind a name a value, and the secret that the name speaks of? */

import { isSecretValue, isUserAndPassword } from './judgeValue.ts';
import { isAmongSettings } from './besideUser.ts';
import { holdsRealValues, isConfigPlace } from './configPlaces.ts';
import { judgeLiteralsInCall } from './literalsInCall.ts';
import { isTranslated } from './fileKnowledge.ts';
import { isUuid, looksRandom, wordShare } from './randomness.ts';
import { matchAt, type Place } from './place.ts';
import { namesProvider, type NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';

const MAX_BARE = 4096;

export function judgeBare(scene: Scene, valueAt: number, reading: NameReading, place: Place): void {
  const { text } = scene;
  // `sonar -Dsonar.login=…`: a flag's name is no part of its value.
  const at = matchAt(FLAG, text, valueAt) ?? valueAt;
  const isQuery =
    place.separator === '=' &&
    (text.charCodeAt(place.from - 1) === 38 || text.charCodeAt(place.from - 1) === 63);
  if (place.separator === ',') return;
  const braced = place.separator === '=' ? matchAt(BRACED, text, at) : undefined;
  if (
    braced !== undefined &&
    /(?:driver|server|uid|dsn)=[^\n]{1,120}$/i.test(text.slice(Math.max(0, place.from - 140), place.from))
  ) {
    scene.report(reading.kind, at + 1, braced, 'likely');
    return;
  }
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
  if (place.separator === '>' && value.startsWith('@')) return;
  if (place.separator === 'directive' && /^[A-Za-z][\w-]{2,40}=[^=]/.test(value)) return;
  if (isTranslated(scene.file, value)) return;
  const setting = {
    quoted: isQuery,
    config,
    live: config && scene.file.isLive,
    weak: config && holdsRealValues(scene.file, place),
  };
  if (!config && !isUserAndPassword(value) && !isQuery && reading.kind !== 'mnemonic') {
    // In code an unquoted value is an expression; a literal later on the line may still be the secret.
    if (isExpression(value) && !isWrittenDown(scene, { value, end }, reading, place)) {
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
    !looksRandom(value, 16) &&
    !(config && /^[a-z]+\.[a-z]+\d{2,4}$/i.test(value))
  )
    return;
  if (place.separator === 'prose' && COUNTED_OUT.test(value) && !namesProvider(place.name)) return;
  if (
    place.separator === '--' &&
    (value.startsWith('-') || (scene.file.style !== 'shell' && /^[a-z]+[.,]?$/.test(value)))
  )
    return;
  if (/arn:[\w-]{1,20}:[^\s"']{0,80}$/.test(text.slice(Math.max(0, place.from - 100), place.from))) return;
  if (!isSecretValue(value, reading, setting)) return;
  scene.report(reading.kind, at + lengthOfUser(value, place.name), end, 'likely');
}

/** `stats auth user:password`: the name in front is no part of the secret. */
function lengthOfUser(value: string, name: string): number {
  return /(?:^|[._-])(?:auth|login|credentials?)$/i.test(name)
    ? (/^[A-Za-z][\w.-]{1,40}:(?=[^\s/:]{4})/.exec(value)?.[0].length ?? 0)
    : 0;
}

/** `Pass = letmein99` in a text that is no program: people's passwords look like names. */
function isWrittenDown(
  { text, file }: Scene,
  { value, end }: { readonly value: string; readonly end: number },
  reading: NameReading,
  place: Place,
): boolean {
  return (
    (file.style === 'unknown' || file.style === 'prose') &&
    reading.kind === 'password' &&
    reading.strength === 3 &&
    place.separator !== '(' &&
    /^[A-Za-z]{3,24}\d{1,4}$/.test(value) &&
    /^(?:[ \t]*(?:[\r\n]|$)|[.!,]?[ \t])/.test(text.slice(end, end + 20))
  );
}

/** What documentation writes where a key would stand. */
const COUNTED_OUT = /1234567890abcdef|abcdef1234567890|0123456789abcdef/i;

/** BIP 39: twelve to twenty-four words. */
const SEED_WORDS = /(?:[a-z]{3,8} ){11,23}[a-z]{3,8}(?![a-z])/y;

/** `;Database=…` of a connection string, or the end of a statement. */
const NEXT_PAIR = /^;\s{0,4}(?:[A-Za-z][\w ]{1,40}=|["'`]?\s{0,4}(?:$|\n))/;

/** ODBC: `PWD={any;thing}`. */
const BRACED = /\{[^{}\s"']{4,80}(?=\})/y;

const FLAG = /--?[A-Za-z][\w.-]{0,60}=/y;

/** `,ssl=True` of a list of settings. */
const NEXT_OF_LIST = /^, ?[A-Za-z][\w.-]{1,30}=/;

const REFERENCE = /^[A-Za-z_$][\w$]*(?:(?:\??\.|::|->)[A-Za-z_$#][\w$]*|\[[^\]]*\]|\(.*)*[;,!]?$/;

function isExpression(value: string): boolean {
  if (/^[A-Za-z_$]+$/.test(value)) return true;
  // A number with its type, `4124u32`; a borrowed path, `&ec::Seed`.
  if (/^-?\d[\d_]*(?:[iuf](?:8|16|32|64|128|size)|[uUlLfFdDn]{1,3})$|^&(?:mut )?\w+(?:::\w+)*$/.test(value))
    return true;
  if (/^[A-Z][A-Za-z0-9]*(?:Key|Token|Secret|Password|Credentials?)$/.test(value)) return true;
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
      value.includes('$') ||
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
    if (code === 44 && place.separator === '=' && NEXT_OF_LIST.test(text.slice(end, end + 40))) break;
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

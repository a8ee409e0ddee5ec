/** Is what a blank alone parts from a name the secret that the name speaks of? */

import { judgeAt } from './assignedValues.ts';
import { mayHoldLiteral } from './literalsInCall.ts';
import { followsUser, isLispName, isOfRegistry, mayEndDirective } from './nameLeads.ts';
import { isQuoteAt, matchAt, type Place } from './place.ts';
import { namesProvider, type NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';
import { holdsText } from '../shadows/base64Text.ts';
import { characterSet } from './runEnd.ts';

/** `eventbrite token X`, `api_key X`: no sentence. */
function isNameOfKey(name: string): boolean {
  return /[a-z0-9]_[a-z]/i.test(name) || namesProvider(name);
}

/** English, German, French, Spanish, Italian and Portuguese, Dutch. */
const SPOKEN_VERB =
  /(?:is|was|are|set to|ist|lautet|wäre|heißt|est|sera|es|será|è|é|=|:)[ \t]{1,4}:?[ \t]{0,4}/iy;

/** Most words of sentences, and names in code: letters alone, and no user and password in base64. */
function isPlainWord({ text, codes }: Scene, at: number): boolean {
  const last = at + MOST_PLAIN;
  let end = at;
  while (end < last && IS_LETTER[codes[end] as number] === 1) end++;
  // `new Key("…")`
  if (end === at || end === last || text.startsWith('new', at)) return false;
  if (end - at >= SHORTEST_PAIR && holdsText(text, at, at + SHORTEST_PAIR)) return false;
  while (ENDS_WORD[codes[end] as number] === 1) end++;
  return end >= text.length || (codes[end] as number) <= 32;
}

const MOST_PLAIN = 40;
/** Base64 of fewer characters holds no user and password. */
const SHORTEST_PAIR = 8;
const IS_LETTER = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const ENDS_WORD = characterSet(',;)}].!?:');

/** `password x`: only flags, quoted values and files that are written so. */
export function judgeSpaced(scene: Scene, at: number, reading: NameReading, place: Place): void {
  const { text, file } = scene;
  const isFlag = text.charCodeAt(place.from) === 45 || place.name.startsWith('-');
  const lead = text.slice(Math.max(0, place.from - 24), place.from);
  const isDirective =
    (mayEndDirective(lead) &&
      /(?:^|\n)[ \t]*(?:ENV|ARG|set|setenv|export|setx|set -\w{1,3}|#[ \t]*define|.{0,16}config(?:ure)? set)[ \t]+$/.test(
        lead,
      )) ||
    (file.style === 'config' && !/\.(?:json\w*|ya?ml|xml|toml|plist|tf\w*)$/.test(file.name)) ||
    followsUser(text, place.from) ||
    isOfRegistry(text, place.from);
  const isStatement =
    isQuoteAt(text, at) &&
    (/(?:^| )(?:password|passwd|psk|secret)$/i.test(place.name) ||
      /[a-z](?:Password|Passwd|Passphrase|Secret)$|_(?:password|passwd|passphrase|secret)$/.test(
        place.name,
      ) ||
      isLispName(text, place.from));
  if (isFlag || isDirective || isStatement) {
    const word = matchAt(/(?:is|by|to|as|=|:|\d)[ \t]{1,10}/iy, text, at);
    const separator = isFlag ? '--' : isDirective && !isQuoteAt(text, word ?? at) ? 'directive' : '=';
    judgeAt(scene, word ?? at, reading, { ...place, separator });
    return;
  }
  // Prose: "the password is hunter2!", "token abc...".
  const spoken = matchAt(SPOKEN_VERB, text, at);
  if (reading.kind !== 'mnemonic' && isPlainWord(scene, spoken ?? at) && !mayHoldLiteral(scene, spoken ?? at))
    return;
  judgeAt(
    scene,
    spoken ?? at,
    {
      ...reading,
      strength:
        spoken === undefined && !isNameOfKey(place.name) && !namesProvider(lead) ? 1 : reading.strength,
    },
    { ...place, separator: 'prose' },
  );
}

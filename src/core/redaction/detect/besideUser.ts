/** Does the name of a user beside it make a plain word a password? */

import { isStandIn } from './placeholderValues.ts';
import type { Scene } from './found.ts';

const USER_BEFORE =
  /(?:user(?:[ _-]?(?:name|id))?|login|uid|usr|e?mail|account)\\*["']?\s{0,12}(?:=>|:=|=|:)\s{0,4}\\*["']?[^\s"'`,;(){}$<[]{2,60}\\*["']?\s{0,4}[,;]?[\s&"+]{0,24}(?:(?:#|\/\/)[^\n]{0,80}\s{1,40}){0,3}[\\$:'"\w.-]{0,24}$/i;
const USER_BEHIND =
  /^\\*["']?\s{0,4}[,;]?\s{0,24}[\\$:'"]{0,3}(?:user(?:[ _-]?(?:name|id))?|login|uid|usr)\\*["']?\s{0,12}(?:=>|:=|=|:)\s{0,4}\\*["']?[^\s"'`,;(){}$<[]{2,60}/i;

/** A user's name given as a literal next to it: the two are credentials. */
export function isBesideUser(text: string, from: number, end: number): boolean {
  return (
    USER_BEFORE.test(text.slice(Math.max(0, from - 220), from)) ||
    USER_BEHIND.test(text.slice(end, end + 120))
  );
}

/** Any one word that is no stand-in, no reference and no name of a field. */
export function isPairedPassword(value: string): boolean {
  return (
    value.length >= 4 &&
    value.length <= 64 &&
    !isStandIn(value) &&
    !/^[$%<{#@]|[\n{}<>]|^\W*$|:\/\/|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|\s\S*\s/.test(value) &&
    !/^(?:user)?(?:pass|pwd)|\buser/i.test(value) &&
    !/^[a-z]+(?:[A-Z][a-z]+)*(?:Password|Passwd|Passphrase)$/.test(value)
  );
}

/** `user = a` on a line above, in the same bare way: an INI file, though its name is not known. */
export function isAmongSettings(
  scene: Scene,
  place: { readonly from: number; readonly separator: string },
  end: number,
): boolean {
  const { text, file } = scene;
  if (file.style === 'code' || place.separator !== '=' || !/^\s*?(?:\n|$)/.test(text.slice(end, end + 4)))
    return false;
  return /(?:^|\n)[ \t]*(?:user(?:name)?|login|uid|host(?:name)?|server|db(?:name)?|database)[ \t]*=[ \t]*[^\s"'(){};$]{2,80}[ \t]*\n(?:[ \t]*(?:#|\/\/)[^\n]{0,80}\n){0,3}[ \t]*$/i.test(
    text.slice(Math.max(0, place.from - 260), place.from),
  );
}

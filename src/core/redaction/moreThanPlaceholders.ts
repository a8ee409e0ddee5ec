/** Is there anything in a find but our own placeholders and what stands around them? */

import type { Finding } from './redacted.ts';

/** A letter as escapes and full width write it, or one with a character behind it that shows nothing. */
const DISGUISED_LETTER =
  /%(?:25)?[2-7][0-9a-fA-F]|\\{1,4}(?:u00|x)[2-7][0-9a-fA-F]|&#(?:\d{2,3}|[xX][2-7][0-9a-fA-F]);|[\uff01-\uff5e]|[A-Za-z0-9][\u0000\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

/** True where `finding` covers letters or digits that are none of the placeholders at `places` (sorted, disjoint). */
export function holdsMoreThanPlaceholders(
  text: string,
  finding: Finding,
  places: readonly Finding[],
): boolean {
  let rest = '';
  let at = finding.start;
  for (let index = firstEndingAfter(places, finding.start); index < places.length; index++) {
    const place = places[index] as Finding;
    if (place.start >= finding.end) break;
    rest += text.slice(at, Math.max(at, place.start)) + ' ';
    at = place.end;
  }
  if (at === finding.start) return true;
  if (at < finding.end) rest += text.slice(at, finding.end);
  return /[A-Za-z0-9]{5,}/.test(
    rest
      .replace(DISGUISED_LETTER, 'x')
      .replace(
        /\b(?:BEGIN|END|RSA|PRIVATE|KEY|OPENSSH|ENCRYPTED|BLOCK|Bearer|Basic|password|https?)\b/g,
        ' ',
      ),
  );
}

/** Index of the first of the sorted places that ends behind `offset`. */
function firstEndingAfter(places: readonly Finding[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

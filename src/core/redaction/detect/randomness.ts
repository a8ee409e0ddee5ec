/** Does a value look drawn by chance, or written by a person? */

const counts = new Uint16Array(256);
/** `n * log2(n)` for the counts that occur. */
const WEIGHED = Float64Array.from({ length: 1024 }, (_, count) => (count < 2 ? 0 : count * Math.log2(count)));

/** Shannon entropy in bits per character; of the first 1,000, with characters beyond Latin taken by their lower byte. */
export function entropyBits(value: string): number {
  const length = Math.min(value.length, 1000);
  if (length === 0) return 0;
  for (let at = 0; at < length; at++) {
    const code = value.charCodeAt(at) & 255;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  let weighed = 0;
  for (let at = 0; at < length; at++) {
    const code = value.charCodeAt(at) & 255;
    weighed += WEIGHED[counts[code] ?? 0] ?? 0;
    counts[code] = 0;
  }
  return Math.log2(length) - weighed / length;
}

interface CharacterMix {
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  readonly others: number;
  /** How often the class changes from one character to the next. */
  readonly changes: number;
}

export function characterMix(value: string): CharacterMix {
  let lower = 0;
  let upper = 0;
  let digits = 0;
  let others = 0;
  let changes = 0;
  let previous = -1;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    let cls = 3;
    if (code >= 97 && code <= 122) cls = 0;
    else if (code >= 65 && code <= 90) cls = 1;
    else if (code >= 48 && code <= 57) cls = 2;
    if (cls === 0) lower++;
    else if (cls === 1) upper++;
    else if (cls === 2) digits++;
    else others++;
    if (previous !== -1 && cls !== previous) changes++;
    previous = cls;
  }
  return { lower, upper, digits, others, changes };
}

// The letter pairs that make up most of English and of program identifiers.
const COMMON_PAIRS = new Uint8Array(26 * 26);
for (const pair of 're er te in on en es at ti nt st de or le se al ed co ar et ec me io li ro ra ea ac ca ta ri ge tr ng is to pa ns ia it nd as pe an ma na pr ch lo ve th ne si ct fi ag ex em ab la ce ke ss rt di el un op nc ad ts ha od he rs ga ty ai am ba ut ou ep po om il no rr ll ig id ur ic ul da ol ef tt sc ee ue mp cr ck so im pl va sp ap oc mo ot fo ie ni qu bl sa ow ho su eg mi cu au sh ir do be ci us gi lu ok ry rc ev ru os iz oo um ld if up rm vi ay ak bu nf ly hi fa ei rd gr iv ob bo wa du wi fr ip we ls sy pi br ui ov ib nu ff ht gn ew wo ki ey mm cl pt tu ye ug bj wn tw gh oi rk rn sk af uc ub yp oa ks'.split(
  ' ',
))
  COMMON_PAIRS[(pair.charCodeAt(0) - 97) * 26 + pair.charCodeAt(1) - 97] = 1;

/** Share of neighbouring letters that are common in words; about 0.87 for words, 0.3 for chance. `undefined` below six pairs. */
export function wordShare(value: string): number | undefined {
  let pairs = 0;
  let common = 0;
  let previous = -1;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    const letter = code < 128 ? (code | 32) - 97 : -1;
    if (letter < 0 || letter > 25) {
      previous = -1;
      continue;
    }
    if (previous !== -1) {
      pairs++;
      common += COMMON_PAIRS[previous * 26 + letter] as number;
    }
    previous = letter;
  }
  return pairs < 6 ? undefined : common / pairs;
}

const HEX = /^(?:0x)?[0-9a-fA-F]+$/;
const UUID = /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/;

export function isHex(value: string): boolean {
  return HEX.test(value);
}

export function isUuid(value: string): boolean {
  return value.length === 36 && UUID.test(value);
}

/**
 * True for values that chance made: long enough, mixed, and without words. Hexadecimal needs 16
 * characters with letters and digits; a UUID counts.
 */
export function looksRandom(value: string, minLength = 12): boolean {
  if (value.length < minLength) return false;
  if (isUuid(value)) return true;
  const mix = characterMix(value);
  if (mix.lower + mix.upper === 0) return mix.digits >= 16 && entropyBits(value) >= 2.6;
  if (isHex(value)) {
    return value.length >= 16 && mix.digits >= 2 && entropyBits(value) >= 2.5;
  }
  if (entropyBits(value) < Math.min(3.2, Math.log2(value.length) * 0.74)) return false;
  const share = wordShare(value);
  if (share !== undefined && share > 0.7) return mix.digits >= 4 && mix.changes >= value.length / 3;
  if (mix.digits === 0 && mix.others === 0) {
    // Letters alone: both cases well mixed, or clearly no words.
    return share !== undefined && (share < 0.48 || (share < 0.58 && mix.changes >= value.length / 3));
  }
  if (share === undefined)
    return mix.digits >= 2 || (mix.changes >= 3 && (mix.digits > 0 || /[^\w.,:;/() -]/.test(value)));
  if (mix.digits === 0) return share < 0.4;
  return share < 0.56 || (mix.digits >= 2 && mix.changes >= value.length / 4);
}

/** Does a value look drawn by chance, or written by a person? */

/** Shannon entropy in bits per character. */
export function entropyBits(value: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

export interface CharacterMix {
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
const COMMON_PAIRS = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ' +
    'ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt rp sk xi oe oy ws lv dl rf eu dg wr xa yi nm eb rb tm xc eh tc gy ja hn yp za gg ym sw bj lm cs ii ix xe oh'
  ).split(' '),
);

/** Share of neighbouring letters that are common in words; 1 for words, about 0.35 for chance. `undefined` below six pairs. */
export function wordShare(value: string): number | undefined {
  const lowered = value.toLowerCase();
  let pairs = 0;
  let common = 0;
  for (let at = 1; at < lowered.length; at++) {
    const first = lowered.charCodeAt(at - 1);
    const second = lowered.charCodeAt(at);
    if (first < 97 || first > 122 || second < 97 || second > 122) continue;
    pairs++;
    if (COMMON_PAIRS.has(lowered.slice(at - 1, at + 1))) common++;
  }
  return pairs < 6 ? undefined : common / pairs;
}

const HEX = /^(?:0x)?[0-9a-fA-F]+$/;
const UUID = /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/;

export function isHex(value: string): boolean {
  return HEX.test(value);
}

export function isUuid(value: string): boolean {
  return UUID.test(value);
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
  if (entropyBits(value) < Math.min(3.2, Math.log2(value.length) * 0.78)) return false;
  const share = wordShare(value);
  if (share !== undefined && share > 0.78) return mix.digits >= 4 && mix.changes >= value.length / 3;
  if (mix.digits === 0 && mix.others === 0) {
    // Letters alone: both cases well mixed, or clearly no words.
    return share !== undefined && (share < 0.55 || (share < 0.7 && mix.changes >= value.length / 3));
  }
  if (share === undefined) return mix.digits >= 2 || mix.changes >= 3;
  return share < 0.62 || (mix.digits >= 2 && mix.changes >= value.length / 4);
}

/** Where do any of two thousand keywords occur, in one pass over the text? */

import { BEYOND, BLOCK, type CodedText } from './codedText.ts';
import { characterSet } from './runEnd.ts';

/** Who hears of hits, in order of their ends. */
export interface Hits {
  /** Keyword number `keyword` ends just before `end`. */
  keyword(keyword: number, end: number): void;
  /** A character that was asked for stands at `at`. */
  mark?(at: number): void;
}

/** So many characters tell whether a keyword may stand there. */
const GRAM = 4;
const CLASS_BITS = 5;
const GRAMS = 1 << (CLASS_BITS * GRAM);
const BEGINNINGS = GRAMS >> CLASS_BITS;
/** Characters of one class are not told apart at first; those in no keyword have class 0. */
const ALIKE = 'a b c d e f g h i jqxz k l m n o p r s t u v w y 0 2 13456789 . -_'.split(' ');
const BLANK = 29;
const OTHER = 30;
/** Characters beyond ASCII and marks. */
const SPECIAL = 31;

const FOLDED = Uint8Array.from({ length: BEYOND + 1 }, (_, code) =>
  code >= 65 && code <= 90 ? code + 32 : code,
);

interface Anchors {
  readonly classOf: Uint8Array;
  /** A bit for each four classes: whether they are an anchor. */
  readonly bits: Int32Array;
  /** Where some may stand in the block that was read last. */
  readonly places: Int32Array;
  /** And what classes stand there. */
  readonly grams: Int32Array;
}

/** Some words are told of only where no letter or digit stands before them. */
interface Keyword {
  readonly word: string;
  readonly beginsWord?: boolean;
}

interface Reading {
  readonly codes: Uint8Array;
  readonly hits: Hits;
  readonly from: number;
  readonly to: number;
}

/**
 * ASCII letters match in either case; other characters match exactly. Most places of a text end at one bit: whether
 * the classes of the four characters there are the anchor of any keyword, which is its rarest part. Where they are,
 * the keywords whose anchors have the same first three are compared. Cost is one step for each UTF-16 code unit,
 * whatever the number of keywords; an automaton of so many is larger than a core's own cache and takes twice as long.
 * Keywords beyond ASCII are few and compared where their last such character stands.
 */
export class KeywordScan {
  private readonly anchors: Anchors = {
    classOf: new Uint8Array(BEYOND + 1),
    bits: new Int32Array(GRAMS >> 5),
    places: new Int32Array(BLOCK),
    grams: new Int32Array(BLOCK),
  };
  /** By the first three classes of anchors: where their keywords lie in `members`; they end at the next entry. */
  private readonly groups = new Uint16Array(BEGINNINGS + 1);
  private readonly members: Uint16Array;
  /** Of each member: its first letter, and how far before its anchor that stands; read before all else. */
  private readonly firsts: Uint16Array;
  /** Of all keywords, one behind the other; `letterEnds` says where each ends. */
  private readonly letters: Uint8Array;
  private readonly letterEnds: Uint32Array;
  /** How far in its keyword each anchor stands. */
  private readonly offsets: Uint8Array;
  private readonly beginsWord: Uint8Array;
  private readonly marks: Uint8Array | undefined;
  private readonly rare = new Map<number, { keyword: number; word: string; before: number }[]>();
  private readonly waiting = new WaitingHits();

  /** Keyword `i` of `keywords` is reported as `i`. Empty keywords are not allowed. `marks`: 1 for each code unit that is told of wherever it stands. */
  constructor(keywords: readonly Keyword[], marks?: Uint8Array) {
    this.marks = marks;
    const words = keywords.map(({ word }) => word.toLowerCase());
    this.classify(words.join(''));
    this.offsets = Uint8Array.from(words, rarestPart);
    this.beginsWord = Uint8Array.from(keywords, ({ beginsWord }) => (beginsWord === true ? 1 : 0));
    const groups: number[][] = new Array<number[]>(BEGINNINGS);
    words.forEach((word, keyword) => {
      if (isAscii(word)) this.enter(keyword, word.slice(this.offsets[keyword]), groups);
      else this.addRare(keyword, word);
    });
    const members: number[] = [];
    for (let beginning = 0; beginning < BEGINNINGS; beginning++) {
      this.groups[beginning] = members.length;
      for (const keyword of groups[beginning] ?? []) members.push(keyword);
    }
    this.groups[BEGINNINGS] = members.length;
    this.members = Uint16Array.from(members);
    this.firsts = this.members.map(
      (keyword) => ((words[keyword] as string).charCodeAt(0) << 8) | (this.offsets[keyword] as number),
    );
    this.letters = Uint8Array.from(words.join(''), (char) => Math.min(char.charCodeAt(0), BEYOND));
    let end = 0;
    this.letterEnds = Uint32Array.from(words, (word) => (end += word.length));
  }

  private classify(letters: string): void {
    const { classOf, bits } = this.anchors;
    for (const char of new Set(letters)) {
      const code = char.charCodeAt(0);
      if (code >= BEYOND) continue;
      const known = ALIKE.findIndex((alike) => alike.includes(char)) + 1;
      classOf[code] = known > 0 ? known : char === ' ' ? BLANK : OTHER;
    }
    classOf.copyWithin(65, 97, 123);
    for (let code = 0; code < BEYOND; code++) if (this.marks?.[code] === 1) classOf[code] = SPECIAL;
    classOf[BEYOND] = SPECIAL;
    bits.fill(-1, (SPECIAL * BEGINNINGS) >> 5);
  }

  /** Notes that a keyword's rarest part, `anchor`, may stand where its classes do; enters it in its groups. */
  private enter(keyword: number, anchor: string, groups: number[][]): void {
    const { classOf, bits } = this.anchors;
    let gram = 0;
    let open = GRAMS;
    for (let at = 0; at < Math.min(anchor.length, GRAM); at++) {
      gram = (gram << CLASS_BITS) | (classOf[anchor.charCodeAt(at)] as number);
      open >>= CLASS_BITS;
    }
    // Behind a short word anything may stand.
    for (let each = gram * open; each < (gram + 1) * open; each++)
      bits[each >> 5] = (bits[each >> 5] as number) | (1 << each);
    const first = (gram * open) >> CLASS_BITS;
    for (let beginning = first; beginning < first + Math.max(1, open >> CLASS_BITS); beginning++)
      (groups[beginning] ??= []).push(keyword);
  }

  private addRare(keyword: number, word: string): void {
    let last = word.length - 1;
    while (word.charCodeAt(last) < BEYOND) last--;
    const code = word.charCodeAt(last);
    const entry = { keyword, word, before: last };
    const entries = this.rare.get(code);
    if (entries === undefined) this.rare.set(code, [entry]);
    else entries.push(entry);
  }

  /** Tells of what lies within `from`..`to`. */
  scan(coded: CodedText, hits: Hits, from = 0, to = coded.text.length): void {
    const reading = { codes: coded.codes, hits, from, to };
    this.waiting.clear();
    for (let block = from; block < to; block += BLOCK) this.scanBlock(coded.text, reading, block);
    this.waiting.tell(hits, to);
  }

  private scanBlock(text: string, reading: Reading, block: number): void {
    const { places, grams } = this.anchors;
    const count = readAnchors(reading.codes, this.anchors, block, reading.to);
    for (let index = 0; index < count; index++) {
      const at = places[index] as number;
      const gram = grams[index] as number;
      if (gram >> (CLASS_BITS * (GRAM - 1)) === SPECIAL) this.lookAtSpecial(text, reading, at);
      this.compare(reading, gram >> CLASS_BITS, at);
    }
  }

  /** The keywords whose anchors begin with `classes`, which stand at `anchor`. */
  private compare({ codes, hits, from, to }: Reading, classes: number, anchor: number): void {
    const { groups, members, firsts, letters, letterEnds } = this;
    const last = groups[classes + 1] as number;
    for (let index = groups[classes] as number; index < last; index++) {
      // Many of one group end alike and begin differently.
      const beginning = firsts[index] as number;
      const start = anchor - (beginning & 255);
      if (start < from || beginning >> 8 !== FOLDED[codes[start] as number]) continue;
      const keyword = members[index] as number;
      const first = keyword === 0 ? 0 : (letterEnds[keyword - 1] as number);
      let letter = (letterEnds[keyword] as number) - 1;
      const end = start + letter - first + 1;
      if (end > to) continue;
      let at = end - 1;
      while (letter > first && letters[letter] === FOLDED[codes[at] as number]) {
        letter--;
        at--;
      }
      if (letter > first) continue;
      if (this.beginsWord[keyword] === 1 && !wordMayBegin(codes, start)) continue;
      this.waiting.tell(hits, anchor);
      this.waiting.add(keyword, end);
    }
  }

  private lookAtSpecial(text: string, { codes, hits }: Reading, at: number): void {
    const seen = codes[at] as number;
    const code = seen === BEYOND ? text.charCodeAt(at) : seen;
    if (this.marks?.[code] === 1) hits.mark?.(at);
    if (seen !== BEYOND) return;
    const rare = this.rare.get(code);
    if (rare === undefined) return;
    this.waiting.tell(hits, at + 1);
    for (const { keyword, word, before } of rare)
      if (text.startsWith(word, at - before)) hits.keyword(keyword, at - before + word.length);
  }
}

/** Hits that were seen while others that begin behind them may end before they do. */
class WaitingHits {
  /** In order of ends; those before `told` are gone, those from `count` on mean nothing. */
  private readonly keywords: number[] = [];
  private readonly ends: number[] = [];
  private told = 0;
  private count = 0;

  clear(): void {
    this.told = 0;
    this.count = 0;
  }

  add(keyword: number, end: number): void {
    const { keywords, ends } = this;
    let at = this.count++;
    for (; at > this.told && (ends[at - 1] as number) > end; at--) {
      keywords[at] = keywords[at - 1] as number;
      ends[at] = ends[at - 1] as number;
    }
    keywords[at] = keyword;
    ends[at] = end;
  }

  /** Those that end at `to` or before. */
  tell(to: Hits, end: number): void {
    while (this.told < this.count && (this.ends[this.told] as number) <= end) {
      const at = this.told++;
      to.keyword(this.keywords[at] as number, this.ends[at] as number);
    }
    if (this.told === this.count) this.clear();
  }
}

/** Notes where anchors may stand, from `from` on, in at most BLOCK characters and before `to`; says how many. */
function readAnchors(codes: Uint8Array, anchors: Anchors, from: number, to: number): number {
  const { classOf, bits, places, grams } = anchors;
  const end = Math.min(to, from + BLOCK) + GRAM - 1;
  let gram = 0;
  for (let at = from; at < from + GRAM - 1; at++)
    gram = (gram << CLASS_BITS) | (classOf[codes[at] as number] as number);
  let count = 0;
  for (let at = from + GRAM - 1; at < end; at++) {
    gram = ((gram << CLASS_BITS) | (classOf[codes[at] as number] as number)) & (GRAMS - 1);
    if (((bits[gram >> 5] as number) & (1 << gram)) !== 0) {
      places[count] = at - GRAM + 1;
      grams[count++] = gram;
    }
  }
  return count;
}

/** Characters by how often they stand in programs and prose; others are rarer than all of them. */
const OFTEN = ' etaoinsrlcdpumfghbyvkwxjzq';

/** Where the four characters of `word` begin that are the rarest. */
function rarestPart(word: string): number {
  let rarest = 0;
  let most = -1;
  for (let at = 0; at + GRAM <= word.length; at++) {
    let rareness = 0;
    for (const char of word.slice(at, at + GRAM)) {
      const rank = OFTEN.indexOf(char);
      rareness += rank === -1 ? OFTEN.length : rank;
    }
    if (rareness > most) {
      most = rareness;
      rarest = at;
    }
  }
  return rarest;
}

/** True where no letter or digit stands before `at`, save that of an escape such as `\n`. */
function wordMayBegin(codes: Uint8Array, at: number): boolean {
  const code = codes[at - 1] as number;
  if (at === 0 || ALPHANUMERIC[code] !== 1) return true;
  return (code === 110 || code === 114 || code === 116) && codes[at - 2] === 92;
}

const ALPHANUMERIC = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');

function isAscii(word: string): boolean {
  return /^[\u0000-\u007f]*$/.test(word);
}

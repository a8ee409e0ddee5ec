/** Which places of a text hold a secret? One pass finds the anchors, a bounded look at each decides. */

import { rules } from '../rules/rules.ts';
import type { Crowd } from './crowd.ts';
import { endCrowd, takeLine } from './crowdLines.ts';
import { Places } from './places.ts';
import type { FileKnowledge, Found, Range, TimeCheck } from './found.ts';
import { HASH_FORMATS, hashAt, windowsHashes } from './hashes.ts';
import { authorizationAt, cookieAt, schemeAt } from './headers.ts';
import { COMMAND_MARKS } from './commandLines.ts';
import { KeywordScan } from './keywordScan.ts';
import type { CodedText } from './codedText.ts';
import { KEY_BODY_PREFIXES, keyBodyAt, pemAt, pemTailAt } from './privateKeys.ts';
import { NAME_WORDS } from './nameWords.ts';
import { PROVIDERS } from './providers.ts';
import { jwtAt } from './webTokens.ts';
import { newScene } from './scene.ts';
import { mayBeToken, prepareTokens } from './tokens.ts';
import { PASSING_WORDS } from './passingWords.ts';
import { tableSecrets } from './tables.ts';
import { oracleUrlAt } from './urls.ts';
import { onPrefix, onCommand, onPutty, onSpokenWord, onKubernetesSecret, onStatement } from './stretches.ts';
import { newWalk, type Walk } from './walk.ts';
import { telegramAt } from './botTokens.ts';
import { EMBEDDED_FILES, embeddedFileAt, fileSecrets } from './fileFormats.ts';
import { SPOKEN_WORDS } from './writtenOut.ts';
import { MAY_MARK, noMarks, noteMark, type Marks } from './marks.ts';

interface Act {
  (walk: Walk, start: number, end: number): void;
  /** It finds nothing behind a letter or digit. */
  beginsWord?: boolean;
  /** What it finds may end behind its line: it is asked among many secrets, too. */
  readsOn?: boolean;
  /** A quick look: false where it would find nothing. */
  mayFind?(text: string, start: number, end: number): boolean;
}

interface Engine {
  readonly scan: KeywordScan;
  readonly acts: readonly (readonly Act[])[];
  readonly lengths: Uint8Array;
  readonly nearWords: number;
}

/** What one scan saw. */
export interface Detected {
  /** May overlap. */
  readonly found: Found[];
  /** Where other readings may begin. */
  readonly marks: Marks;
  /** Lines among many secrets that were found whole, sorted and disjoint: nothing else is sought in them. */
  readonly crowds: readonly Range[];
  /** Anchors whose detectors read further than LOCAL_REACH, and how far. */
  readonly reaches: readonly Range[];
}

let engine: Engine | undefined;

export interface DetectScope {
  /** Sorted and disjoint: anchors elsewhere are passed over. */
  readonly ranges?: readonly Range[];
  /** Sorted and disjoint: nothing within one is an anchor, or found. */
  readonly opaque?: readonly Range[];
  /** Counts what is found; without it every secret is found by itself. */
  readonly crowd?: Crowd | undefined;
}

/** Every place in the text as written; shadows and known values come on top. */
export function detect(
  coded: CodedText,
  file: FileKnowledge,
  checkTime: TimeCheck,
  scope: DetectScope = {},
): Detected {
  engine ??= buildEngine();
  const { text, codes } = coded;
  const { scan, acts, lengths, nearWords } = engine;
  const { ranges = [{ start: 0, end: text.length }], opaque = [], crowd } = scope;
  crowd?.begin();
  const found: Found[] = [];
  const marks = noMarks();
  const reaches: Range[] = [];
  const scene = newScene({ text, codes, file, checkTime }, { found, reaches }, new Places(opaque));
  const walk = newWalk(scene, nearWords);
  let hits = 0;
  let nextOpaque = 0;
  const onHits = {
    keyword(keyword: number, end: number): void {
      if ((++hits & 255) === 0) checkTime();
      if (end <= walk.coveredTo) return;
      const start = end - (lengths[keyword] as number);
      while (nextOpaque < opaque.length && (opaque[nextOpaque] as Range).end < end) nextOpaque++;
      if (nextOpaque < opaque.length && (opaque[nextOpaque] as Range).start <= start) return;
      const keywordActs = acts[keyword] as readonly Act[];
      if (end > walk.crowdTo && crowd?.holds(start) === true) {
        if (keywordActs.some((act) => act.mayFind?.(text, start, end) ?? true)) {
          takeLine(walk, start, end);
          crowd.taken(walk.crowdTo);
        }
      }
      const isInCrowd = end <= walk.crowdTo;
      for (let index = 0; index < keywordActs.length; index++) {
        if (isInCrowd && keywordActs[index]?.readsOn !== true) continue;
        const before = found.length;
        (keywordActs[index] as Act)(walk, start, end);
        if (found.length === before) continue;
        const last = found[found.length - 1] as Found;
        // What lies between an anchor and a key further down is none of it.
        if (last.kind === 'private_key' && last.start <= end)
          walk.coveredTo = Math.max(walk.coveredTo, last.end);
        for (let each = before; crowd !== undefined && each < found.length; each++)
          crowd.add((found[each] as Found).start);
      }
    },
    mark(at: number): void {
      noteMark(marks, codes, at);
    },
  };
  for (const range of ranges) scan.scan(coded, onHits, range.start, range.end);
  endCrowd(walk);
  fileSecrets(scene);
  return { found, marks, reaches, crowds: walk.crowds };
}

function buildEngine(): Engine {
  const byKeyword = new Map<string, Act[]>();
  const on = (keyword: string, act: Act): void => {
    const key = keyword.toLowerCase();
    const acts = byKeyword.get(key);
    if (acts === undefined) byKeyword.set(key, [act]);
    else acts.push(act);
  };
  const readOn = (keyword: string, act: Act, takesLine = true): void => {
    const whole: Act = (walk, start, end) => act(walk, start, end);
    whole.readsOn = true;
    if (!takesLine) whole.mayFind = () => false;
    on(keyword, whole);
  };
  const nearWords = [...new Set(rules.flatMap((rule) => rule.near ?? []))];
  // Before the prefixes: a word may end where a prefix does.
  nearWords.forEach((word, index) => {
    const note: Act = (walk, start) => {
      walk.seenAt[index] = start;
    };
    note.mayFind = () => false;
    on(word, note);
  });
  for (const prepared of prepareTokens(rules)) {
    const near = prepared.rule.near?.map((word) => nearWords.indexOf(word));
    const act: Act = (walk, start, end) => onPrefix(walk, prepared, start, end, near);
    act.beginsWord = prepared.needsBoundary;
    act.mayFind = (text, start, end) => mayBeToken(text, prepared, start, end);
    on(prepared.prefix, act);
  }
  for (const word of [...NAME_WORDS, ...PROVIDERS.filter((provider) => provider.length >= 4)])
    on(word, (walk, start, end) => walk.assignments.at(start, end));
  for (const [keyword, format] of HASH_FORMATS)
    on(keyword, (walk, start) => hashAt(walk.scene, start, format));
  for (const prefix of KEY_BODY_PREFIXES)
    readOn(prefix, (walk, start, end) => {
      if (walk.scene.text.startsWith(prefix, start)) keyBodyAt(walk.scene, start, end);
    });
  readOn('----BEGIN', (walk, _start, end) => pemAt(walk.scene, end));
  readOn('---- BEGIN', (walk, _start, end) => pemAt(walk.scene, end));
  readOn('----END', (walk, _start, end) => pemTailAt(walk.scene, end, walk.coveredTo));
  readOn('putty-user-key-file', onPutty);
  readOn('private-lines:', onPutty);
  on('eyJ', (walk, start) => jwtAt(walk.scene, start));
  on('://', (walk, _start, end) => walk.urls.at(end));
  for (const word of [
    'password',
    'passwd',
    'pwd',
    'secret',
    'token',
    'api_key',
    'api key',
    'access key',
    'passwort',
    'kennwort',
    'mot de passe',
    'contraseña',
    'senha',
    'wachtwoord',
  ]) {
    readOn(word, (walk, start, end) => {
      if (
        start < walk.tablesTo ||
        !/[",|;\t\r\n ]/.test(walk.scene.text[end] ?? ' ') ||
        walk.scene.file.style === 'code'
      )
        return;
      walk.tablesTo = tableSecrets(walk.scene, start);
    });
  }
  on('jdbc:oracle:', (walk, _start, end) => oracleUrlAt(walk.scene, end));
  on(':AA', (walk, start, end) => telegramAt(walk.scene, start, end));
  readOn(
    'create table',
    (walk, start) => {
      walk.tableAt = start;
    },
    false,
  );
  for (const [keyword, look, readsOn] of PASSING_WORDS)
    (readsOn === true ? readOn : on)(keyword, (walk, start, end) => look(walk.scene, start, end));
  on('authorization', (walk, _start, end) => authorizationAt(walk.scene, end));
  on('bearer ', (walk, _start, end) => schemeAt(walk.scene, end, 'bearer'));
  on('basic ', (walk, _start, end) => schemeAt(walk.scene, end, 'basic'));
  on('cookie', (walk, start, end) => {
    if (start >= walk.cookiesTo) walk.cookiesTo = cookieAt(walk.scene, end);
  });
  for (const word of SPOKEN_WORDS) on(word, onSpokenWord);
  readOn('kind: secret', onKubernetesSecret);
  readOn('kind: "secret"', onKubernetesSecret);
  readOn("kind: 'secret'", onKubernetesSecret);
  readOn('"kind": "secret"', onKubernetesSecret);
  for (const format of EMBEDDED_FILES)
    for (const mark of format.marks ?? [])
      readOn(
        mark,
        (walk, start) => {
          if (start >= walk.embeddedTo) walk.embeddedTo = embeddedFileAt(walk.scene, format, start);
        },
        false,
      );
  readOn('insert into', onStatement);
  readOn('mysql.user', onStatement);
  on(':::', (walk, start) => windowsHashes(walk.scene, start));
  for (const mark of COMMAND_MARKS) on(mark, onCommand);
  const keywords = [...byKeyword];
  return {
    scan: new KeywordScan(
      keywords.map(([word, acts]) => ({ word, beginsWord: acts.every((act) => act.beginsWord === true) })),
      MAY_MARK,
    ),
    acts: keywords.map(([, acts]) => acts),
    lengths: Uint8Array.from(keywords, ([word]) => word.length),
    nearWords: nearWords.length,
  };
}

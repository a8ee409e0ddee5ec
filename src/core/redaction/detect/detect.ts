/** Which places of a text hold a secret? One pass finds the anchors, a bounded look at each decides. */

import { rules } from '../rules/rules.ts';
import { lineAround, type Crowd } from './crowd.ts';
import { Places } from './places.ts';
import { fileSecrets } from './fileFormats.ts';
import { kubernetesSecret } from './kubernetesSecrets.ts';
import type { FileKnowledge, Found, Range, TimeCheck } from './found.ts';
import { HASH_FORMATS, hashAt, hashesInStatement, windowsHashes } from './hashes.ts';
import { authorizationAt, cookieAt, schemeAt } from './headers.ts';
import { COMMAND_MARKS, commandLine, commandStart } from './commandLines.ts';
import { callAt, CALLS, charactersOfAt, goDataSourceAt } from './calls.ts';
import { KeywordScan } from './keywordScan.ts';
import type { CodedText } from './codedText.ts';
import { KEY_BODY_PREFIXES, keyBodyAt, pemAt, pemTailAt, puttyAt } from './privateKeys.ts';
import { NAME_WORDS } from './nameWords.ts';
import { PROVIDERS } from './providers.ts';
import { jwtAt } from './webTokens.ts';
import { newScene } from './scene.ts';
import { mayBeToken, prepareTokens, tokenAt, type PreparedToken } from './tokens.ts';
import { tableSecrets } from './tables.ts';
import { oracleUrlAt } from './urls.ts';
import { newWalk, type Walk } from './walk.ts';
import { telegramAt } from './botTokens.ts';
import {
  identifyAt,
  insertedPasswords,
  oracleConnectAt,
  secureStringAt,
  statementPasswordAt,
} from './statements.ts';
import { SPOKEN_WORDS, writtenOutAt } from './writtenOut.ts';
import { MAY_HIDE } from '../shadows/invisible.ts';

interface Act {
  (walk: Walk, start: number, end: number): void;
  /** It finds nothing behind a letter or digit. */
  beginsWord?: boolean;
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
  /** Where characters stand that show nothing, or letters in disguise; sorted. */
  readonly hidden: readonly number[];
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
  const hidden: number[] = [];
  const reaches: Range[] = [];
  const scene = newScene({ text, codes, file, checkTime }, { found, reaches }, new Places(opaque));
  const walk = newWalk(scene, nearWords);
  let hits = 0;
  let nextOpaque = 0;
  const onHits = {
    keyword(keyword: number, end: number): void {
      if ((++hits & 255) === 0) checkTime();
      if (end <= walk.coveredTo || end <= walk.crowdTo) return;
      const start = end - (lengths[keyword] as number);
      while (nextOpaque < opaque.length && (opaque[nextOpaque] as Range).end < end) nextOpaque++;
      if (nextOpaque < opaque.length && (opaque[nextOpaque] as Range).start <= start) return;
      const keywordActs = acts[keyword] as readonly Act[];
      if (crowd?.holds(start) === true) {
        if (keywordActs.some((act) => act.mayFind?.(text, start, end) ?? true)) {
          takeLine(walk, start, end);
          crowd.taken(walk.crowdTo);
        }
        return;
      }
      for (let index = 0; index < keywordActs.length; index++) {
        const before = found.length;
        (keywordActs[index] as Act)(walk, start, end);
        if (found.length === before) continue;
        const last = found[found.length - 1] as Found;
        if (last.kind === 'private_key') walk.coveredTo = Math.max(walk.coveredTo, last.end);
        for (let each = before; crowd !== undefined && each < found.length; each++)
          crowd.add((found[each] as Found).start);
      }
    },
    hidden(at: number): void {
      hidden.push(at);
    },
  };
  for (const range of ranges) scan.scan(coded, onHits, range.start, range.end);
  endCrowd(walk);
  fileSecrets(scene);
  return { found, hidden, reaches, crowds: walk.crowds };
}

/** The line of an anchor among many secrets; lines side by side are one. */
function takeLine(walk: Walk, start: number, end: number): void {
  const line = lineAround(walk.scene.text, start, end);
  if (line.start > walk.crowdTo) {
    endCrowd(walk);
    walk.crowdFrom = line.start;
  }
  walk.crowdTo = line.end;
}

function endCrowd(walk: Walk): void {
  if (walk.crowdTo <= walk.crowdFrom) return;
  // Without the last line's end: what comes behind it is another line still.
  let end = walk.crowdTo;
  while (
    end > walk.crowdFrom &&
    (walk.scene.text.charCodeAt(end - 1) === 10 || walk.scene.text.charCodeAt(end - 1) === 13)
  )
    end--;
  walk.scene.report('secrets', walk.crowdFrom, end, 'likely');
  walk.crowds.push({ start: walk.crowdFrom, end });
  walk.crowdFrom = walk.crowdTo;
}

function buildEngine(): Engine {
  const byKeyword = new Map<string, Act[]>();
  const on = (keyword: string, act: Act): void => {
    const key = keyword.toLowerCase();
    const acts = byKeyword.get(key);
    if (acts === undefined) byKeyword.set(key, [act]);
    else acts.push(act);
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
    on(prefix, (walk, start, end) => {
      if (walk.scene.text.startsWith(prefix, start)) keyBodyAt(walk.scene, start, end);
    });
  on('----BEGIN', (walk, _start, end) => pemAt(walk.scene, end));
  on('---- BEGIN', (walk, _start, end) => pemAt(walk.scene, end));
  on('----END', (walk, _start, end) => pemTailAt(walk.scene, end, walk.coveredTo));
  on('putty-user-key-file', onPutty);
  on('private-lines:', onPutty);
  on('eyJ', (walk, start) => jwtAt(walk.scene, start));
  on('://', (walk, _start, end) => walk.urls.at(end));
  for (const word of ['password', 'passwd', 'pwd', 'secret', 'token', 'api_key', 'api key', 'access key']) {
    on(word, (walk, start, end) => {
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
  on('identified by', (walk, _start, end) => statementPasswordAt(walk.scene, end));
  on('identified with', (walk, _start, end) => statementPasswordAt(walk.scene, end));
  on('convertto-securestring', (walk, _start, end) => secureStringAt(walk.scene, end));
  on('connect ', (walk, _start, end) => oracleConnectAt(walk.scene, end));
  on('create table', (walk, start) => {
    walk.tableAt = start;
  });
  on('identify ', (walk, _start, end) => identifyAt(walk.scene, end));
  for (const [keyword, shape] of CALLS) on(keyword, (walk, _start, end) => callAt(walk.scene, end, shape));
  on('.tochararray(', (walk, start) => charactersOfAt(walk.scene, start));
  on('@tcp(', (walk, start) => goDataSourceAt(walk.scene, start));
  on('@unix(', (walk, start) => goDataSourceAt(walk.scene, start));
  on('authorization', (walk, _start, end) => authorizationAt(walk.scene, end));
  on('bearer ', (walk, _start, end) => schemeAt(walk.scene, end, 'bearer'));
  on('basic ', (walk, _start, end) => schemeAt(walk.scene, end, 'basic'));
  on('cookie', (walk, start, end) => {
    if (start >= walk.cookiesTo) walk.cookiesTo = cookieAt(walk.scene, end);
  });
  for (const word of SPOKEN_WORDS) on(word, onSpokenWord);
  on('kind: secret', onKubernetesSecret);
  on('kind: "secret"', onKubernetesSecret);
  on("kind: 'secret'", onKubernetesSecret);
  on('"kind": "secret"', onKubernetesSecret);
  on('insert into', onStatement);
  on('mysql.user', onStatement);
  on(':::', (walk, start) => windowsHashes(walk.scene, start));
  for (const mark of COMMAND_MARKS) on(mark, onCommand);
  const keywords = [...byKeyword];
  return {
    scan: new KeywordScan(
      keywords.map(([word, acts]) => ({ word, beginsWord: acts.every((act) => act.beginsWord === true) })),
      MAY_HIDE,
    ),
    acts: keywords.map(([, acts]) => acts),
    lengths: Uint8Array.from(keywords, ([word]) => word.length),
    nearWords: nearWords.length,
  };
}

/** Most characters between a rule's word and its prefix. */
const NEAR = 100;

function onPrefix(
  walk: Walk,
  prepared: PreparedToken,
  start: number,
  end: number,
  near: readonly number[] | undefined,
): void {
  // Deep in a token that was found already: the same characters would be read again and again.
  if (start < walk.tokensTo - NEAR) return;
  if (near !== undefined && !near.some((word) => (walk.seenAt[word] as number) >= start - NEAR)) return;
  const foundEnd = tokenAt(walk.scene, prepared, end);
  if (foundEnd > walk.tokensTo) walk.tokensTo = foundEnd;
}

function onCommand(walk: Walk, start: number): void {
  if (start < walk.commandsTo) return;
  const { text } = walk.scene;
  const floor = Math.max(0, start - 300);
  const from = commandStart(text, floor + text.slice(floor, start).lastIndexOf('\n') + 1);
  const rest = text.slice(start, start + 1200);
  const newline = rest.indexOf('\n');
  const to = start + (newline === -1 ? rest.length : newline);
  walk.commandsTo = to - (to - start >= 1200 ? 300 : 0);
  walk.scene.checkTime();
  commandLine(walk.scene, from, to);
}

function onPutty(walk: Walk, start: number): void {
  if (start >= walk.puttyTo) walk.puttyTo = puttyAt(walk.scene, start);
}

/** Once for a line: what one word reaches the next need not look at. */
function onSpokenWord(walk: Walk, start: number, end: number): void {
  // ` pw` of ` pwd`, which comes next.
  const { text } = walk.scene;
  const next = text.charCodeAt(end) | 32;
  if (start < walk.spokenTo || (next >= 97 && next <= 122 && text.charCodeAt(end - 1) !== 32)) return;
  // Behind `credentials:` the word itself may follow.
  if (!/^[czi]/i.test(text.charAt(start))) walk.spokenTo = end + 24;
  writtenOutAt(walk.scene, start, end);
}

function onKubernetesSecret(walk: Walk, start: number): void {
  if (start >= walk.documentsTo) walk.documentsTo = kubernetesSecret(walk.scene, start);
}

function onStatement(walk: Walk, start: number): void {
  if (start < walk.statementsTo) return;
  const { text } = walk.scene;
  const rest = text.slice(start, start + 60_000);
  const close = rest.indexOf(';\n');
  const to = start + (close === -1 ? rest.length : close);
  walk.statementsTo = to;
  hashesInStatement(walk.scene, start, to);
  insertedPasswords(walk.scene, start, to, walk.tableAt);
}

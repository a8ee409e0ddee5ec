/** Which places of a text hold a secret? One pass finds the anchors, a bounded look at each decides. */

import { rules } from '../rules/rules.ts';
import { AssignmentScanner } from './assignments.ts';
import { fileSecrets, kubernetesSecret } from './fileFormats.ts';
import type { FileKnowledge, Found, Scene, TimeCheck } from './found.ts';
import { HASH_FORMATS, hashAt, hashesInStatement, windowsHashes } from './hashes.ts';
import { authorizationAt, commandLine, cookieAt, schemeAt } from './headers.ts';
import { callAt, CALLS, goDataSourceAt } from './calls.ts';
import { KeywordScan } from './keywordScan.ts';
import { KEY_BODY_PREFIXES, keyBodyAt, pemAt, pemTailAt, puttyAt } from './privateKeys.ts';
import { NAME_WORDS, PROVIDERS } from './secretNames.ts';
import { jwtAt } from './webTokens.ts';
import { prepareTokens, tokenAt } from './tokens.ts';
import { tableSecrets } from './tables.ts';
import { oracleUrlAt, UrlScanner } from './urls.ts';
import { telegramAt } from './botTokens.ts';
import { statementPasswordAt } from './statements.ts';
import { SPOKEN_WORDS, writtenOutAt } from './writtenOut.ts';

/** State of one scan that its anchors share. */
interface Walk {
  readonly scene: Scene;
  readonly assignments: AssignmentScanner;
  readonly urls: UrlScanner;
  /** Anchors before this offset lie in a block that was reported whole. */
  coveredTo: number;
  commandsTo: number;
  statementsTo: number;
  cookiesTo: number;
  documentsTo: number;
  tablesTo: number;
  spokenTo: number;
  puttyTo: number;
}

type Act = (walk: Walk, start: number, end: number) => void;

interface Engine {
  readonly scan: KeywordScan;
  readonly acts: readonly (readonly Act[])[];
  readonly lengths: readonly number[];
}

let engine: Engine | undefined;

/** Every place in `text` as written; shadows and known values come on top. May overlap. */
export function detect(text: string, file: FileKnowledge, checkTime: TimeCheck): Found[] {
  engine ??= buildEngine();
  const { scan, acts, lengths } = engine;
  const found: Found[] = [];
  const scene: Scene = {
    text,
    file,
    checkTime,
    report: (kind, start, end, sureness = 'certain') => {
      if (end > start) found.push({ kind, start, end, sureness });
    },
  };
  const walk: Walk = {
    scene,
    assignments: new AssignmentScanner(scene),
    urls: new UrlScanner(scene),
    coveredTo: 0,
    commandsTo: 0,
    statementsTo: 0,
    cookiesTo: 0,
    documentsTo: 0,
    tablesTo: 0,
    spokenTo: 0,
    puttyTo: 0,
  };
  let hits = 0;
  scan.scan(text, (keyword, end) => {
    if ((++hits & 255) === 0) checkTime();
    if (end <= walk.coveredTo) return;
    const start = end - (lengths[keyword] ?? 0);
    for (const act of acts[keyword] ?? []) {
      const before = found.length;
      act(walk, start, end);
      const last = found.at(-1);
      if (found.length > before && last !== undefined && last.kind === 'private_key')
        walk.coveredTo = Math.max(walk.coveredTo, last.end);
    }
  });
  fileSecrets(scene);
  return found;
}

function buildEngine(): Engine {
  const byKeyword = new Map<string, Act[]>();
  const on = (keyword: string, act: Act): void => {
    const key = keyword.toLowerCase();
    const acts = byKeyword.get(key);
    if (acts === undefined) byKeyword.set(key, [act]);
    else acts.push(act);
  };
  for (const prepared of prepareTokens(rules))
    on(prepared.prefix, (walk, _start, end) => tokenAt(walk.scene, prepared, end));
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
  for (const [keyword, shape] of CALLS) on(keyword, (walk, _start, end) => callAt(walk.scene, end, shape));
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
  on(':::', (walk, start) => {
    if (/[0-9a-fA-F]/.test(walk.scene.text[start - 1] ?? ' '))
      windowsHashes(walk.scene, Math.max(0, start - 200), start + 3);
  });
  for (const mark of [
    ' -u',
    ' -p',
    ' --user',
    ' -a ',
    ' -w',
    '"-u"',
    "'-u'",
    'sshpass',
    ' -storepass',
    ' -keypass',
    ' pass:',
    'net use',
    'sudo -s',
    'chpasswd',
    '/p:',
    '/pass:',
    'sqlplus',
    'htpasswd',
    'mount -t cifs',
    'passwd --stdin',
    '--password-stdin',
  ])
    on(mark, onCommand);
  const keywords = [...byKeyword.keys()];
  return {
    scan: new KeywordScan(keywords),
    acts: keywords.map((keyword) => byKeyword.get(keyword) ?? []),
    lengths: keywords.map((keyword) => keyword.length),
  };
}

function onCommand(walk: Walk, start: number): void {
  if (start < walk.commandsTo) return;
  const { text } = walk.scene;
  const floor = Math.max(0, start - 300);
  const from = floor + text.slice(floor, start).lastIndexOf('\n') + 1;
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
  if (start < walk.spokenTo) return;
  walk.spokenTo = end + 24;
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
}

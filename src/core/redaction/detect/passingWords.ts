/** Which words begin a call or a statement that passes a password? */

import { callAt, CALLS, charactersOfAt, encodedPairAt, goDataSourceAt } from './calls.ts';
import {
  copiedPasswords,
  identifyAt,
  oracleConnectAt,
  secureStringAt,
  statementPasswordAt,
} from './statements.ts';
import type { Scene } from './found.ts';

/** The word lies at `start`..`end`. */
type Look = (scene: Scene, start: number, end: number) => void;

const behind =
  (look: (scene: Scene, end: number) => void): Look =>
  (scene, _start, end) =>
    look(scene, end);

/** Keywords, in any case, what looks around them, and whether it reads far on. */
export const PASSING_WORDS: readonly (readonly [string, Look, boolean?])[] = [
  ...CALLS.map(([keyword, shape]): [string, Look] => [
    keyword,
    (scene, _start, end) => callAt(scene, end, shape),
  ]),
  ...['btoa(', 'b64encode(', 'base64_encode(', 'curlopt_userpwd, ', 'curlopt_proxyuserpwd, '].map(
    (keyword): [string, Look] => [keyword, behind(encodedPairAt)],
  ),
  ['.tochararray(', charactersOfAt],
  ['@tcp(', goDataSourceAt],
  ['@unix(', goDataSourceAt],
  ['identified by', behind(statementPasswordAt)],
  ['identified with', behind(statementPasswordAt)],
  ['convertto-securestring', behind(secureStringAt)],
  ['connect ', behind(oracleConnectAt)],
  [' from stdin', copiedPasswords, true],
  ['identify ', behind(identifyAt)],
];

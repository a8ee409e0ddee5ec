/** What is read at an anchor that stands for a stretch of the text, once for each? */

import { kubernetesSecret } from './kubernetesSecrets.ts';
import { hashesInStatement } from './hashes.ts';
import { commandLine, commandStart } from './commandLines.ts';
import { puttyAt } from './privateKeys.ts';
import { tokenAt, type PreparedToken } from './tokens.ts';
import { type Walk } from './walk.ts';
import { insertedPasswords } from './statements.ts';
import { writtenOutAt } from './writtenOut.ts';

/** Most characters between a rule's word and its prefix. */
const NEAR = 100;

export function onPrefix(
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

export function onCommand(walk: Walk, start: number): void {
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

export function onPutty(walk: Walk, start: number): void {
  if (start >= walk.puttyTo) walk.puttyTo = puttyAt(walk.scene, start);
}

/** Once for a line: what one word reaches the next need not look at. */
export function onSpokenWord(walk: Walk, start: number, end: number): void {
  // ` pw` of ` pwd`, which comes next.
  const { text } = walk.scene;
  const next = text.charCodeAt(end) | 32;
  if (start < walk.spokenTo || (next >= 97 && next <= 122 && text.charCodeAt(end - 1) !== 32)) return;
  // Behind `credentials:` the word itself may follow.
  if (!/^[czil]/i.test(text.charAt(start))) walk.spokenTo = end + 24;
  writtenOutAt(walk.scene, start, end);
}

export function onKubernetesSecret(walk: Walk, start: number): void {
  if (start >= walk.documentsTo) walk.documentsTo = kubernetesSecret(walk.scene, start);
}

export function onStatement(walk: Walk, start: number): void {
  if (start < walk.statementsTo) return;
  const { text } = walk.scene;
  const rest = text.slice(start, start + 60_000);
  const close = rest.indexOf(';\n');
  const to = start + (close === -1 ? rest.length : close);
  walk.statementsTo = to;
  if (to <= walk.crowdTo) return;
  hashesInStatement(walk.scene, start, to);
  insertedPasswords(walk.scene, start, to, walk.tableAt);
}

/** Which literal behind a name is what the program falls back to? */

import { isSecretValue } from './judgeValue.ts';
import { lineEndFrom } from './place.ts';
import type { NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';

const FALLBACK = /(?:,|\|\||\?\?|\bor\b|:-?|\?|\bdefault ?=)[ \t]{0,4}(["'])([^"'\n]{4,200})\1/g;
const REACH = 300;

/** So much of the line is looked at before the next quote is sought, which may stand far away. */
const GLANCE = 48;

/** False where no quote stands near enough behind `at`, or none in its line. */
export function mayHoldLiteral(scene: Scene, at: number): boolean {
  for (let near = at; near < at + GLANCE; near++) {
    const code = scene.codes[near];
    if (code === 10) return false;
    if (code === 34 || code === 39) return true;
  }
  return scene.nextQuote(at) <= at + REACH - 5;
}

/** `env('DB_PASSWORD', 'fallback')`, `process.env.KEY || 'fallback'`. */
export function judgeLiteralsInCall(scene: Scene, at: number, reading: NameReading): void {
  const { text } = scene;
  if (!mayHoldLiteral(scene, at)) return;
  const lineEnd = Math.min(lineEndFrom(text, at), at + REACH);
  if (scene.nextQuote(at) > lineEnd - 5) return;
  const line = text.slice(at, lineEnd);
  FALLBACK.lastIndex = 0;
  for (let match = FALLBACK.exec(line); match !== null; match = FALLBACK.exec(line)) {
    const value = match[2] ?? '';
    if (!isSecretValue(value, reading, { quoted: true, config: false })) continue;
    const start = at + match.index + match[0].length - 1 - value.length;
    scene.report(reading.kind, start, start + value.length, 'likely');
  }
}

/** Does the value stand before the name that speaks of it, as the order of attributes and members may have it? */

import { isSecretValue } from './judgeValue.ts';
import { readName } from './secretNames.ts';
import type { Scene } from './found.ts';

const VALUE_THEN_NAME =
  /\bvalue\\*["']?\s{0,4}[=:]\s{0,4}\\*(["'])([^"'<>\n\\]{4,300})\\*\1\s{0,4},?\s{1,40}\\*["']?(?:key|name|id)\\*["']?\s{0,4}[=:]\s{0,4}\\*["']$/i;

/** `value="x" name="DB_PASSWORD"`, `{"value": "x", "name": "DB_PASSWORD"}`; the name lies at `from`..`to`. */
export function valueBeforeName(scene: Scene, from: number, to: number): boolean {
  const { text } = scene;
  const quote = text.charCodeAt(from - 1);
  if (quote !== 34 && quote !== 39) return false;
  const before = text.slice(Math.max(0, from - 12), from - 1);
  if (!/(?:key|name|id)\\*["']?\s{0,4}[=:]\s{0,4}\\*$/i.test(before)) return false;
  const match = VALUE_THEN_NAME.exec(text.slice(Math.max(0, from - 380), from));
  const value = match?.[2];
  if (match === null || value === undefined) return false;
  const reading = readName(text.slice(from, to));
  if (!isSecretValue(value, reading, { quoted: true, config: reading.strength === 3 })) return false;
  const end = from - match[0].length + match[0].indexOf(value, match[0].search(/[=:]/)) + value.length;
  scene.report(reading.kind, end - value.length, end, 'likely');
  return true;
}

/** Does the value stand before the name that speaks of it, as the order of attributes and members may have it? */

import { isSecretValue } from './judgeValue.ts';
import { readName } from './secretNames.ts';
import type { Scene } from './found.ts';

const VALUE_THEN_NAME =
  /\bvalue\\*["']?\s{0,4}[=:]\s{0,4}\\*(["'])([^"'<>\n\\]{4,300})\\*\1\s{0,4}(?:,\s{0,4}\\*["']?(?!name)\w{1,20}\\*["']?\s?[:=]\s?\\*["'][^"'\n\\]{0,40}\\*["']\s{0,4}){0,2},?\s{0,40}\\*["']?(?:key|name|id)\\*["']?\s{0,4}[=:]\s{0,4}\\*["']$/i;

/** Swift's `setValue("x", forHTTPHeaderField: "name")`, `setObject:@"x" forKey:@"name"`, `fill "x" into "name"`. */
const VALUE_FOR_NAME =
  /@?(["'])([^"'\n\\]{4,300})\1,?\s{1,4}(?:(?:for|with)(?:HTTPHeaderField|Header|Key|Name|KeyPath|Account|Attribute):\s?|(?:in|into|for|as)(?: the)?(?: field)? )@?["']$/;
/** JMeter's and SoapUI's members, in this order. */
const VALUE_TAG_THEN_NAME =
  /<(\w+:)?\w*(?: name="[\w.]*[Vv]alue")?>([^<>\n]{4,300})<\/[\w:]+>\s{0,40}<[\w:]+(?: name="[\w.]*[Nn]ame")?>$/;

/** `value="x" name="DB_PASSWORD"`, `{"value": "x", "name": "DB_PASSWORD"}`; the name lies at `from`..`to`. */
export function valueBeforeName(scene: Scene, from: number, to: number): boolean {
  const { text } = scene;
  const before = text.charCodeAt(from - 1);
  if (before !== 34 && before !== 39 && before !== 62) return false;
  const shape = shapeBefore(text.slice(Math.max(0, from - 30), from));
  if (shape === undefined) return false;
  const match = shape.exec(text.slice(Math.max(0, from - 380), from));
  const value = match?.[2];
  if (match === null || value === undefined) return false;
  const reading = readName(text.slice(from, to));
  if (!isSecretValue(value, reading, { quoted: true, config: reading.strength === 3 })) return false;
  const end = from - match[0].length + match[0].lastIndexOf(value) + value.length;
  scene.report(reading.kind, end - value.length, end, 'likely');
  return true;
}

/** Which order of value and name may end here; looks at a few characters before the longer expressions do. */
function shapeBefore(near: string): RegExp | undefined {
  if (
    /(?:(?:for|with)(?:HTTPHeaderField|Header|Key|Name|KeyPath|Account|Attribute):\s?|(?:in|into|for|as|field) |the )@?["']$/.test(
      near,
    )
  )
    return VALUE_FOR_NAME;
  if (/(?:key|name|id)\\*["']?\s{0,4}[=:]\s{0,4}\\*["']$/i.test(near)) return VALUE_THEN_NAME;
  return /[nN]ame"?>$/.test(near) ? VALUE_TAG_THEN_NAME : undefined;
}

/** Which SQL statements set a password? */

import { isStandIn } from './placeholderValues.ts';
import type { Scene } from './found.ts';

const AFTER_BY =
  /\s{1,4}(?:with\s+[\w'"]{3,40}\s+(?:by|as)\s+)?(?:password\s+|values\s+)?(?:(['"])((?:(?!\1)[^\n\\]|\\.){3,200})\1|([^\s;'"<$]{4,100}))/iy;

/** `IDENTIFIED BY` ends at `end`. */
export function statementPasswordAt(scene: Scene, end: number): void {
  AFTER_BY.lastIndex = end;
  const match = AFTER_BY.exec(scene.text);
  const value = match?.[2] ?? match?.[3];
  if (value === undefined || isStandIn(value) || /^(?:password|externally|globally|values)$/i.test(value))
    return;
  // Without quotes only Oracle writes it so, and only in such a statement.
  if (
    match?.[2] === undefined &&
    !/\b(?:create|alter)\s+(?:user|role)\b/i.test(scene.text.slice(Math.max(0, end - 160), end))
  )
    return;
  const to = AFTER_BY.lastIndex - (match?.[2] === undefined ? 0 : 1);
  scene.report('password', to - value.length, to, 'certain');
}

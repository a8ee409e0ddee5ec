/** How does the screen look after a raw answer was read, polished and taken, at once and after some of it was typed? */

import { fitInsertion } from '../../../src/core/polish/polish.ts';
import { shapeAt } from '../../../src/core/polish/rules/firstLine.ts';
import { sceneAt, type Scene } from '../../../src/core/polish/scene.ts';
import { finishedText, shapeStream } from '../../../src/core/polish/streamShape.ts';
import { tokensOf } from '../completion/oracle.ts';
import type { CutHole } from './holes.ts';

export interface Screen {
  readonly taken: string;
  /** Taken after the person has typed a piece of it. */
  readonly takenLater: string;
  readonly shown: string;
  readonly later: string;
}

export function screenAfter(
  { before, after }: Pick<CutHole, 'before' | 'after'>,
  raw: string,
  { languageId, isCut, random }: { languageId: string; isCut: boolean; random: () => number },
): Screen {
  const facts = { languageId, family: 'codestral' };
  const scene = sceneAt(before + after, before.length, facts);
  const shape = shapeAt(scene);
  let read = '';
  let isCutShort = isCut;
  for (const token of tokensOf(raw)) {
    read += token;
    if (shapeStream(read, scene, shape).enough === undefined) continue;
    isCutShort = true;
    break;
  }
  const answer = finishedText(read, scene, shape, isCutShort);
  const shown = inserted(answer, scene, shape);
  const taken = before + shown.text + after.slice(shown.replaceAfter);
  const [firstLine = ''] = shown.text.split('\n', 1);
  const typedLength = Math.floor(random() * firstLine.length);
  const typed = shown.text.slice(0, typedLength).replace(/\r$/, '');
  const behind = overtyped(typed, after);
  const later = sceneAt(before + typed + behind, before.length + typed.length, facts);
  const shapeNow = shape === 'block' || typed.includes('\n') ? 'block' : shapeAt(later);
  const rest = inserted(answer.slice(typed.length), later, shapeNow);
  return {
    taken,
    takenLater: before + typed + rest.text + behind.slice(rest.replaceAfter),
    shown: shown.text,
    later: `${JSON.stringify(typed)} then ${JSON.stringify(rest)}`,
  };
}

/** Nobody can tell what editors do with pairs that a line opens and does not close, or closes and does not open. */
export function isBalanced({ before, middle, kind }: CutHole): boolean {
  if (kind === 'insideLine') return false;
  const line = before.slice(before.lastIndexOf('\n') + 1) + (middle.split('\n', 1)[0] ?? '');
  const count = (pattern: RegExp): number => line.match(pattern)?.length ?? 0;
  return middle.includes('\n') || count(/[([{]/g) === count(/[)\]}]/g);
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What the editor makes of the text behind the cursor: it writes closers for openers and lets closers be typed over. */
function overtyped(typed: string, after: string): string {
  let behind = after;
  let quote = '';
  for (const character of typed) {
    if (/["'`]/.test(character)) quote = quote === '' ? character : quote === character ? '' : quote;
    if (behind.startsWith(character) && /[)\]}"'`]/.test(character)) behind = behind.slice(1);
    else if (quote === '' && character in closerOf && /^[)\]}"'`]*[;,]?(?:\r?\n|$)/.test(behind))
      behind = `${closerOf[character] ?? ''}${behind}`;
  }
  return behind;
}

function inserted(
  answer: string,
  scene: Scene,
  shape: 'line' | 'block',
): { text: string; replaceAfter: number } {
  const fitted = fitInsertion(answer, scene, shape);
  return fitted.ok ? fitted.value : { text: '', replaceAfter: 0 };
}

export function withCrlf(hole: CutHole): Pick<CutHole, 'before' | 'after'> {
  return { before: hole.before.replaceAll('\n', '\r\n'), after: hole.after.replaceAll('\n', '\r\n') };
}

/** White space that one cannot see is nobody's business here. */
export function plain(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** What was inserted is how the middle begins. */
export function isBeginning(taken: string, hole: CutHole): boolean {
  const text = plain(taken);
  const before = plain(hole.before);
  let common = 0;
  const whole = plain(hole.whole);
  while (common < text.length && text.charAt(common) === whole.charAt(common)) common++;
  return (
    common >= before.length && text.endsWith(plain(hole.after).slice(-(text.length - common) || text.length))
  );
}

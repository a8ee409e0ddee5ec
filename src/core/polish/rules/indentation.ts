/** Does the text indent as the file does, and not twice? */

import { linePrefix, type Scene } from '../scene.ts';

/** Takes the file's tabs or spaces, and drops indentation that already stands before the cursor. */
export function alignIndentation(text: string, scene: Scene): string {
  const styled = restyled(text, scene);
  const line = linePrefix(scene);
  if (line !== '' && line.trim() === '' && styled.startsWith(line)) return styled.slice(line.length);
  return styled;
}

function restyled(text: string, scene: Scene): string {
  if (!/(?:^|\n)[ \t]/.test(text)) return text;
  const style = knownStyle(scene);
  if (style === undefined) return text;
  return text.replace(/(^|\n)([ \t]+)/g, (whole, start: string, space: string, at: number) => {
    // White space in the middle of the cursor's line is no indentation.
    if (at === 0 && start === '' && linePrefix(scene).trim() !== '') return whole;
    return start + converted(space, style);
  });
}

interface Style {
  readonly tabs: boolean;
  readonly width: number;
}

function converted(space: string, style: Style): string {
  if (style.tabs) return space.replace(/ {4}/g, '\t').replace(/ {2}(?=$|\t)/g, '\t');
  return space.replaceAll('\t', ' '.repeat(style.width));
}

/** A scene is looked at again with every piece of its answer. */
const styles = new WeakMap<Scene, Style | 'none'>();

function knownStyle(scene: Scene): Style | undefined {
  const known = styles.get(scene) ?? styleOf(scene) ?? 'none';
  styles.set(scene, known);
  return known === 'none' ? undefined : known;
}

/** Of the lines nearest to the cursor: a file may hold pieces in other styles. */
function styleOf(scene: Scene): Style | undefined {
  const own = linePrefix(scene);
  const above = scene.prefix.split('\n').slice(-nearLines).reverse();
  const lines = [own, ...above, ...scene.suffix.split('\n').slice(1, nearLines)];
  const first = lines.find((line) => /^(?:\t| {2,})/.test(line) && (line === own || line.trim() !== ''));
  if (first === undefined) return undefined;
  return { tabs: first.startsWith('\t'), width: stepOf(lines) };
}

/** The smallest step in which lines of spaces are indented, 4 where none tells. */
function stepOf(lines: readonly string[]): number {
  let step = 8;
  let last: number | undefined;
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('\t')) continue;
    const width = line.search(/\S/);
    const change = Math.abs(width - (last ?? width));
    if (change === 2 || change === 4 || change === 8) step = Math.min(step, change);
    last = width;
  }
  return last === undefined || step === 8 ? 4 : step;
}

const nearLines = 80;

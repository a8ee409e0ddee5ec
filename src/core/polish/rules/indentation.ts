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
  const style = styleOf(scene);
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

function styleOf(scene: Scene): Style | undefined {
  let tabbed = 0;
  let spaced = 0;
  let width = 8;
  for (const line of `${scene.prefix}\n${scene.suffix}`.split('\n')) {
    if (line.startsWith('\t')) tabbed++;
    else if (/^ {2,}\S/.test(line)) {
      spaced++;
      width = Math.min(width, line.search(/\S/));
    }
  }
  if (tabbed === 0 && spaced === 0) return undefined;
  return { tabs: tabbed > spaced, width: width === 3 ? 4 : width };
}

/** What does a rule know of the place that the text is for? */

export interface Scene {
  readonly languageId: string;
  /** The model family that wrote the text. */
  readonly family: string;
  /** Document text before the cursor: at least the lines around it, line ends as `\n`. */
  readonly prefix: string;
  /** More of the document stands before `prefix`. */
  readonly isCut?: boolean;
  /** Document text behind the cursor, line ends as `\n`. */
  readonly suffix: string;
  readonly lineEnding: '\n' | '\r\n';
}

/** How much is shown at once: up to the end of the line, or up to the end of the block. */
export type Shape = 'line' | 'block';

/** The text to insert, and how many characters behind the cursor, on its line, it takes the place of. */
export interface Insertion {
  readonly text: string;
  readonly replaceAfter: number;
}

/** Enough text on each side for every rule; a scene costs the same in a file of any size. */
const before = 3_000;
const behind = 1_500;

/** The scene at `offset` of a document; `pending` is text to be imagined as typed before the cursor. */
export function sceneAt(
  text: string,
  offset: number,
  facts: { readonly languageId: string; readonly family: string; readonly pending?: string },
): Scene {
  const prefix = text.slice(sceneStart(text, offset), offset) + (facts.pending ?? '');
  const suffix = text.slice(offset, offset + behind);
  return {
    languageId: facts.languageId,
    family: facts.family,
    prefix: unified(prefix),
    suffix: unified(suffix),
    ...(offset > before ? { isCut: true } : {}),
    lineEnding: prefix.includes('\r\n') || suffix.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** At a line's start, so that quotes and brackets are not read from the middle of one. */
function sceneStart(text: string, offset: number): number {
  if (offset <= before) return 0;
  const newline = text.indexOf('\n', offset - before);
  return newline === -1 || newline >= offset ? offset - before : newline + 1;
}

export function unified(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

/** The cursor's line up to the cursor. */
export function linePrefix(scene: Scene): string {
  return scene.prefix.slice(scene.prefix.lastIndexOf('\n') + 1);
}

/** The cursor's line from the cursor on. */
export function lineRest(scene: Scene): string {
  const newline = scene.suffix.indexOf('\n');
  return newline === -1 ? scene.suffix : scene.suffix.slice(0, newline);
}

/** Lines behind the cursor's, in order. */
export function linesBehind(scene: Scene): string[] {
  const newline = scene.suffix.indexOf('\n');
  return newline === -1 ? [] : scene.suffix.slice(newline + 1).split('\n');
}

const tabWidth = 4;

/** Columns of leading white space; a tab counts four. */
export function indentWidth(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === ' ') width++;
    else if (character === '\t') width += tabWidth;
    else break;
  }
  return width;
}

const closers = /^[\s)\]}>'"`;,:]*$/;

export function isOnlyClosers(text: string): boolean {
  return closers.test(text);
}

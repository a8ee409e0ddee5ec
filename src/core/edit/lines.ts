/** What are the lines of a text, with the endings they really have? */

export interface Line {
  /** Without its ending. */
  readonly text: string;
  /** `\n`, `\r\n`, `\r` or, on the last line of a text, nothing. */
  readonly ending: string;
}

/** Joining the lines of a text gives the text back, byte for byte. The empty text has no line. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const pattern = /\r\n|\n|\r/g;
  let start = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    lines.push({ text: text.slice(start, match.index), ending: match[0] });
    start = match.index + match[0].length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), ending: '' });
  return lines;
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map((line) => line.text + line.ending).join('');
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** The ending that most of the lines have; `\n` where none has one. */
export function usualEnding(lines: readonly Line[]): string {
  const counts = new Map<string, number>();
  for (const { ending } of lines) {
    if (ending !== '') counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  let usual = '\n';
  let most = 0;
  for (const [ending, count] of counts) {
    if (count > most) [usual, most] = [ending, count];
  }
  return usual;
}

/** Offsets of the start of each line, and the length of the text as the last element. */
export function lineOffsets(lines: readonly Line[]): number[] {
  const offsets = [0];
  let at = 0;
  for (const line of lines) {
    at += line.text.length + line.ending.length;
    offsets.push(at);
  }
  return offsets;
}

/** Where does the block end that the cursor is in, by syntax and indentation? */

import { indentWidth, linePrefix, linesBehind, type Scene } from '../scene.ts';

/** A line that closes what is open, or goes on with the construct whose block just ended. */
const closing = /^(?:[)\]}>]|end\b|fi\b|done\b|esac\b|<\/)/;
const goesOn =
  /^(?:\}?\s*(?:else|elif|elsif|except|finally|catch|rescue|ensure|when|then|do|while)\b|case\b|default\b|\.|\?|:|&&|\|\||\+ )/;

/** The next part of the construct that the cursor's block belongs to. */
const nextPart = /^(?:else|elif|elsif|except|finally|catch|rescue|ensure|when)\b/;

/** A line that closes one thing and opens the next: what stands deeper behind it belongs to it. */
const opensAgain = /(?:[{([:]|=>|\b(?:then|do|else|in))$/;

/**
 * The offset in `text` behind which nothing belongs to the cursor's block any more, or `undefined` while the block
 * has not ended. Blank lines end nothing.
 */
export function blockEndAt(text: string, scene: Scene): number | undefined {
  const line = linePrefix(scene);
  const base = line.trim() === '' ? indentWidth(line + (/^[ \t]*/.exec(text)?.[0] ?? '')) : indentWidth(line);
  let sawDeeper = false;
  let at = text.indexOf('\n');
  while (at !== -1) {
    const next = text.indexOf('\n', at + 1);
    const current = text.slice(at + 1, next === -1 ? text.length : next);
    const content = current.trim();
    if (content !== '') {
      const width = indentWidth(current);
      if (width > base) sawDeeper = true;
      else if (width < base) return endBelow(text, scene, { at, next, content, width });
      else if (base === 0 && sawDeeper && !closing.test(content) && !goesOn.test(content)) return at;
    }
    at = next;
  }
  return undefined;
}

/** Cuts at the end of the block. */
export function cutAtBlockEnd(text: string, scene: Scene): string {
  const end = blockEndAt(text, scene);
  return end === undefined ? text : text.slice(0, end);
}

interface DedentedLine {
  readonly at: number;
  readonly next: number;
  readonly content: string;
  readonly width: number;
}

/** A dedented closer belongs to the answer only where the file does not have it yet. */
function endBelow(text: string, scene: Scene, line: DedentedLine): number {
  if (nextPart.test(line.content)) return isPartBehind(scene, line) ? line.at : behind(text, line);
  if (!closing.test(line.content)) return line.at;
  const following = linesBehind(scene).find((candidate) => candidate.trim() !== '');
  const isThere =
    following !== undefined &&
    closing.test(following.trim()) &&
    following.trim().charAt(0) === line.content.charAt(0) &&
    indentWidth(following) >= line.width - 1;
  const isDeeperBehind =
    following !== undefined && indentWidth(following) > line.width && !opensAgain.test(line.content);
  if (isThere || isDeeperBehind) return line.at;
  return behind(text, line);
}

function behind(text: string, { next }: DedentedLine): number {
  return next === -1 ? text.length : next;
}

function isPartBehind(scene: Scene, { width }: DedentedLine): boolean {
  const following = linesBehind(scene).find((candidate) => candidate.trim() !== '');
  if (following === undefined) return false;
  return (
    indentWidth(following) > width || (indentWidth(following) === width && goesOn.test(following.trim()))
  );
}

/** What does a file declare, and on which lines? Told by the look of lines, in any language, without a parser. */

import type { DocumentSnapshot } from './document.ts';
import { allOf } from './slices.ts';

export interface Declaration {
  readonly name: string;
  /** Zero-based. */
  readonly line: number;
  readonly indent: number;
  /** Introduced by a keyword; a mere `name(…) {` or `name: type` may be a member or chance. */
  readonly isCertain: boolean;
}

export interface FileOutline {
  readonly path: string;
  readonly lines: readonly string[];
  readonly declarations: readonly Declaration[];
}

const keyword =
  /^(?:export\s+|default\s+|declare\s+|pub(?:\([^)]*\))?\s+|public\s+|private\s+|protected\s+|internal\s+|static\s+|abstract\s+|final\s+|async\s+|override\s+|readonly\s+|unsafe\s+|inline\s+|open\s+|data\s+|sealed\s+|virtual\s+|extern\s+|@\w+\s+)*(?:function\*?|class|interface|type|enum|struct|trait|impl(?:<[^>]*>)?|def|fn|func(?:\s*\([^)]*\))?|fun|module|namespace|record|protocol|extension|object|macro_rules!|const|let|var|val|#define|typedef\s+struct)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u;
const typed =
  /^(?:export\s+|public\s+|private\s+|protected\s+|internal\s+|static\s+|final\s+|abstract\s+|async\s+|override\s+|readonly\s+|virtual\s+|inline\s+|const\s+|unsigned\s+|get\s+|set\s+|\*\s*)*(?:[\p{L}_$][\p{L}\p{N}_$<>[\],.*&:?\s]*\s[*&]*)?([\p{L}_$][\p{L}\p{N}_$]*)\??\s*(?:<[^>]*>)?\s*\([^;]*(?:\{|:|->.*|=>.*)?\s*$/u;
/** A member of an interface: `total(tax: number): number;`. */
const signature =
  /^(?:readonly\s+|static\s+|abstract\s+|public\s+|protected\s+|get\s+)*([\p{L}_$][\p{L}\p{N}_$]*)\??\s*(?:<[^>]*>)?\([^;]*\)\s*:\s*[^;=]+[;,]?$/u;
const field =
  /^(?:public\s+|private\s+|protected\s+|static\s+|readonly\s+|final\s+|pub\s+)*([\p{L}_$][\p{L}\p{N}_$]*)\??\s*:\s*[^=]+[;,]?\s*$/u;
const notDeclaring =
  /^(?:if|for|while|switch|catch|return|else|elif|throw|new|await|yield|case|do|with|assert|match|print|except|import|from|use|raise|super|this|self)\b/;
const mostLines = 20_000;

/** Lines between which others may have their turn: some milliseconds' work. */
const sliceLines = 400;

/** One pass over the lines. */
export function outlineOf(document: DocumentSnapshot): FileOutline {
  return allOf(outlineInSlices(document));
}

/** The same, with a stop after each piece of work. */
export function* outlineInSlices(document: DocumentSnapshot): Generator<void, FileOutline, void> {
  const lines = document.text.split('\n');
  const declarations: Declaration[] = [];
  for (const [line, raw] of lines.entries()) {
    if (line >= mostLines) break;
    if (line % sliceLines === sliceLines - 1) yield;
    const declaration = declarationIn(raw, line);
    if (declaration !== undefined) declarations.push(declaration);
  }
  return { path: document.path, lines, declarations };
}

function declarationIn(raw: string, line: number): Declaration | undefined {
  if (raw.length > 300) return undefined;
  const text = raw.trim();
  if (text.length < 4 || notDeclaring.test(text)) return undefined;
  const indent = raw.length - raw.trimStart().length;
  const certain = keyword.exec(text)?.[1];
  // Locals of a function are nobody else's business.
  if (certain !== undefined && indent > 0 && /^(?:const|let|var|val)\b/.test(text)) return undefined;
  const name =
    certain ??
    (indent <= 8 ? (typed.exec(text)?.[1] ?? signature.exec(text)?.[1] ?? field.exec(text)?.[1]) : undefined);
  if (name === undefined || name.length <= 1) return undefined;
  return { name, line, indent, isCertain: certain !== undefined };
}

/** The declaration's own lines: its head, and where it is a type, its members' heads, no bodies. */
export function declarationText(outline: FileOutline, declaration: Declaration, mostTextLines = 12): string {
  const first = outline.lines[declaration.line] ?? '';
  if (!/\b(?:class|interface|struct|enum|trait|impl|type|record|protocol|object)\b/.test(first)) {
    return headOf(outline, declaration.line);
  }
  const text = [headOf(outline, declaration.line)];
  const members = outline.declarations.filter(
    ({ line, indent }) => line > declaration.line && indent > declaration.indent,
  );
  for (const member of members) {
    if (text.length >= mostTextLines) break;
    if (endsBefore(outline, declaration, member.line)) break;
    if (member.indent > declaration.indent + 4) continue;
    text.push(headOf(outline, member.line));
  }
  return text.join('\n');
}

/** Up to the line that ends the head; at most four. */
function headOf(outline: FileOutline, line: number): string {
  const head: string[] = [];
  for (let at = line; at < Math.min(outline.lines.length, line + 4); at++) {
    const text = (outline.lines[at] ?? '').trimEnd();
    head.push(text);
    if (/[{:;=,]\s*$/.test(text) && !text.endsWith('(')) {
      const open = head.join('').split('(').length;
      if (open <= head.join('').split(')').length) break;
    }
  }
  return head.join('\n').replace(/\s*\{\s*$/, ' {');
}

/** The declaration's block has ended above this line. */
function endsBefore(outline: FileOutline, declaration: Declaration, line: number): boolean {
  for (let at = declaration.line + 1; at < line; at++) {
    const text = outline.lines[at] ?? '';
    if (text.trim() === '' || /^\s*[)\]}]/.test(text)) continue;
    if (text.length - text.trimStart().length <= declaration.indent) return true;
  }
  return false;
}

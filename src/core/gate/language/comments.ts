/** What does a line say as a comment? */

import type { LanguageFacts } from './languages.ts';

/** Any language's way to comment, for lines in files whose language we do not know and for models that mix them up. */
const anyLineComment =
  /^(?:\/\/+!?|#+(?![[!{])|--+|;+|%+|'|REM\b|\/\*+|<!--|\{\/\*|\{#|<%#|<#|=begin|\(\*|""")\s*/i;
const anyEnd = /\s*(?:\*\/\}?|-->|#\}|%>|#>|\*\)|""")\s*$/;

/** The text of a line that is only a comment, without its marks; `undefined` for other lines. */
export function commentText(line: string, language: LanguageFacts | undefined): string | undefined {
  const text = line.trim();
  if (text === '') return undefined;
  const marks = language === undefined ? undefined : ownMarks(language);
  const own = marks?.find((mark) => text.startsWith(mark));
  if (own !== undefined)
    return text
      .slice(own.length)
      .replace(anyEnd, '')
      .replace(/^[!/*#-]*\s*/, '')
      .trim();
  // A line in a block comment.
  if (/^\*(?!\/)\s/.test(text) || text === '*') return text.slice(1).trim();
  const match = anyLineComment.exec(text);
  if (match === null) return undefined;
  // Models write `# ...` anywhere; outside C a line cannot start so.
  const hash = /^#\s/.test(text) && language?.kind === 'code' && language.family !== 'c';
  if (language !== undefined && !hash && foreignMark(match[0].trim(), language)) return undefined;
  return text.slice(match[0].length).replace(anyEnd, '').trim();
}

const marksOf = new WeakMap<LanguageFacts, readonly string[]>();

/** JSX comments and template comments come on top of the language's own. */
function ownMarks(language: LanguageFacts): readonly string[] {
  const kept = marksOf.get(language);
  if (kept !== undefined) return kept;
  const marks = [...language.lineComments, ...language.blockComments.map(([open]) => open)];
  if (language.family === 'javascript') marks.push('{/*');
  marks.sort((a, b) => b.length - a.length);
  marksOf.set(language, marks);
  return marks;
}

/** Marks that mean something else here: `#` in C is the preprocessor, `--` decrements, `'` quotes. */
function foreignMark(mark: string, language: LanguageFacts): boolean {
  if (language.kind === 'prose') return !mark.startsWith('<!--');
  return /^(?:#|--|;|%|'|REM|\(\*|""")/i.test(mark);
}

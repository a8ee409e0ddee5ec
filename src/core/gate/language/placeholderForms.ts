/** In which places of a line may a placeholder stand, other than in a comment of its own? */

import type { LanguageFacts } from './languages.ts';

/** `...` alone on a line (three dots are valid in Python stubs, and that is decided by the caller). */
export function dotsOnly(line: string): string | undefined {
  const text = line.trim();
  return /^[[(<{]?\s*(?:\.{3,}|…)\s*(?:[\w ,'-]{0,60}?\s*(?:\.{3,}|…))?[\])>}]?;?$/.test(text)
    ? text
    : undefined;
}

/** `{ /* ... *\/ }`: nothing else stands between the brackets. */
export function onlyInBlock(line: string): string | undefined {
  if (/^\s*["'`]/.test(line)) return undefined;
  return /[{(\[]\s*(?:\/\*+|<!--)\s*(.*?)\s*(?:\*+\/|-->)\s*[})\]]/.exec(line)?.[1];
}

/** `### Helpers ###` and `// ---- Setup ----` are headings. */
export function isFramed(line: string): boolean {
  return /^\s*[#*\-=/ ]{3,}.*[#*\-=]{3,}\s*$/.test(line);
}

/** Without the marks of a comment. */
export function bare(text: string): string {
  return text.replace(/^[\s/*#!<>-]+|[\s/*<>-]+$/g, '');
}

/** `do_it(  # ... rest as before`: a placeholder behind code on one line. */
export function trailing(line: string, language: LanguageFacts | undefined): string | undefined {
  if (/^\s*["'`]/.test(line)) return undefined;
  for (const mark of language?.lineComments ?? []) {
    const at = line.indexOf(`${mark} `, 1);
    if (at <= 0 || !/[{:(\[,]\s*$/.test(line.slice(0, at))) continue;
    return line.slice(at + mark.length).trim();
  }
  return undefined;
}

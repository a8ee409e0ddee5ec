/** How do snippets of other files stand in front of a prefix where a family has no tokens for files? */

import type { FimParts } from './fimFamily.ts';

const hashLanguages = new Set([
  'python',
  'ruby',
  'shellscript',
  'perl',
  'r',
  'yaml',
  'toml',
  'makefile',
  'dockerfile',
  'powershell',
  'julia',
  'elixir',
  'coffeescript',
  'cmake',
  'terraform',
  'nix',
]);
const dashLanguages = new Set(['sql', 'lua', 'haskell', 'ada', 'vhdl', 'elm']);

/** The sign that opens a line comment in the language, `//` where it is not known. */
export function lineComment(languageId: string): string {
  if (hashLanguages.has(languageId)) return '#';
  if (dashLanguages.has(languageId)) return '--';
  if (languageId === 'lisp' || languageId === 'clojure' || languageId === 'scheme') return ';;';
  if (languageId === 'latex' || languageId === 'erlang' || languageId === 'matlab') return '%';
  return '//';
}

/** Snippets as commented-path blocks, then the path of the current file, then the prefix. Without snippets: the prefix alone, so that it stays byte-stable. */
export function commentedFiles(parts: FimParts): string {
  if (parts.snippets.length === 0) return parts.prefix;
  const sign = lineComment(parts.languageId);
  const blocks = parts.snippets.map(({ path, text }) => `${sign} Path: ${path}\n${text.trimEnd()}\n\n`);
  return `${blocks.join('')}${sign} Path: ${parts.path}\n${parts.prefix}`;
}

/** Mistral's habit: `+++++ path` in front of each file, the current one included. */
export function plusFiles(parts: FimParts): string {
  if (parts.snippets.length === 0) return parts.prefix;
  const blocks = parts.snippets.map(({ path, text }) => `+++++ ${path}\n${text.trimEnd()}\n\n`);
  return `${blocks.join('')}+++++ ${parts.path}\n${parts.prefix}`;
}

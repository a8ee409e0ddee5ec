/** Which errors does a grammar report in valid code? */

import type { SyntaxError } from './syntaxErrors.ts';

/**
 * Contextual words of TypeScript and JavaScript that tree-sitter-typescript 0.23 and tree-sitter-javascript 0.23 do not
 * accept where the language does: variance annotations, reserved words as export names, newer modifiers.
 */
const contextualWords =
  /^(?:in|out|in out|const|accessor|override|declare|using|await using|asserts|unique|defer|source|type|as \w+|null|default|undefined)$/;

const scripts = new Set(['typescript', 'tsx', 'javascript']);

/** True for an error that valid code is known to cause in this grammar. Always false for a missing bracket. */
export function knownFalseError(grammar: string, error: SyntaxError, text: string): boolean {
  if (!scripts.has(grammar)) return false;
  if (error.missing) return false;
  if (contextualWords.test(error.text)) return true;
  const lineStart = text.lastIndexOf('\n', error.start - 1) + 1;
  const newline = text.indexOf('\n', error.start);
  const line = text.slice(lineStart, newline === -1 ? text.length : newline);
  // `export { _null as null }`: any reserved word may be an export's name.
  return /^\s*(?:export|import)\s*\{?.*\bas\s+(?:null|true|false|void|typeof|function|class|enum|default|delete|new|in)\b/.test(
    line,
  );
}

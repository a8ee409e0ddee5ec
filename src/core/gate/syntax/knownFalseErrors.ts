/** Which errors does a grammar report in valid code? */

import type { SyntaxError } from './syntaxErrors.ts';

/**
 * Contextual words of TypeScript and JavaScript that tree-sitter-typescript 0.23 and tree-sitter-javascript 0.23 do not
 * accept where the language does: variance annotations, reserved words as export names, newer modifiers.
 */
const contextualWords =
  /^(?:in|out|in out|const|accessor|override|declare|using|await using|asserts|unique|defer|source|type|as \w+|null|default|undefined)$/;

/** Macros in place of a modifier, a type or a statement cannot be known without the preprocessor. */
const cFamily = new Set(['c', 'cpp']);
const shouted = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|\b[A-Z]{4,}\b|^\s*#|^\s*[@]/;

const scripts = new Set(['typescript', 'tsx', 'javascript']);

/** True for an error that valid code is known to cause in this grammar. Always false for a missing bracket. */
export function knownFalseError(grammar: string, error: SyntaxError, text: string): boolean {
  if (cFamily.has(grammar) && error.missing && /identifier|::/.test(error.text)) return true;
  if (cFamily.has(grammar)) return shouted.test(lineAt(text, error.start));
  if (!scripts.has(grammar) || error.missing) return false;
  if (contextualWords.test(error.text)) return true;
  const line = lineAt(text, error.start);
  // `export { _null as null }`: any reserved word may be an export's name.
  return /^\s*(?:export|import)\s*\{?.*\bas\s+(?:null|true|false|void|typeof|function|class|enum|default|delete|new|in)\b/.test(
    line,
  );
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  return text.slice(start, newline === -1 ? text.length : newline);
}

/**
 * The same text with the known forms written in a way that the grammar accepts, at the same offsets: what remains is
 * told by `knownFalseError`.
 */
export function withoutFalseForms(grammar: string, text: string): string {
  if (grammar === 'go') return withPlainNew(text);
  if (!scripts.has(grammar)) return text;
  let plain = text;
  if (plain.includes('type *')) plain = plain.replace(/^(\s*(?:import|export) )type(?= \*)/gm, '$1    ');
  if (/\b(?:in|out) [A-Z]/.test(plain)) {
    plain = plain.replace(
      /([<,]\s*(?:const )?)((?:in out|in|out) )(?=[A-Z]\w*\b)/g,
      (_all, open: string, word: string) => {
        return open + ' '.repeat(word.length);
      },
    );
  }
  // A type may begin with the sign of what it consists of.
  if (grammar !== 'javascript' && /[=(<:]\s*& /.test(plain))
    plain = plain.replace(/([=(<:]\s*)&(?= )/g, '$1 ');
  if (plain.includes('using ')) plain = plain.replace(/^(\s*(?:await )?)using(?= \w+ = )/gm, '$1const');
  if (plain.includes('accessor ')) plain = plain.replace(/\baccessor(?= [\w#]+\s*[:=;(])/g, '        ');
  if (
    /\bas (?:null|true|false|void|typeof|function|class|enum|delete|new|in|instanceof|if|do|try)\b/.test(
      plain,
    )
  ) {
    plain = plain.replace(/^(\s*(?:export|import)\s*\{[^}\n]*\}|\s+[\w$]+ as \w+,?\s*$)/gm, (all) =>
      all.replace(
        /\bas (null|true|false|void|typeof|function|class|enum|delete|new|in|instanceof|if|do|try)\b/g,
        (_as, word: string) => `as ${'x'.repeat(word.length)}`,
      ),
    );
  }
  return plain;
}

/** `new` takes a value since Go 1.26, which the grammar knows with a type only; `len` is as long, and built in too. */
function withPlainNew(text: string): string {
  return text.includes('new(')
    ? text.replace(/\bnew(?=\((?!\s*(?:\[|map\[|chan\b|<-|struct\b|interface\b|func\b)))/g, 'len')
    : text;
}

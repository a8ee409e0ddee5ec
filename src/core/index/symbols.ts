/** Which names does a file declare, and on which lines? By the look of the line: quick, for every language alike. */

export interface IndexedSymbol {
  readonly name: string;
  /** Zero-based. */
  readonly line: number;
}

const declarations: readonly RegExp[] = [
  /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|enum|type|namespace|trait|struct|impl|mod|protocol|object|record)\s+([A-Za-z_$][\w$]*)/,
  /^\s*(?:export\s+)?(?:const|let|var|val|static)\s+([A-Za-z_$][\w$]*)\s*(?::[^=]+)?=/,
  /^\s*(?:async\s+)?def\s+(?:self\.)?([A-Za-z_]\w*[?!]?)/,
  /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?(?:unsafe\s+)?(?:fn|func|fun)\s+(?:\([^)]*\)\s*)?([A-Za-z_]\w*)/,
  /^\s*(?:(?:public|private|protected|internal|static|final|override|readonly|async|virtual|get|set)\s+)*(?:[A-Za-z_][\w<>,.[\]?*& ]*\s+)?\*?([A-Za-z_$][\w$]*)\s*\([^;]*\)\s*(?::\s*[^{;]+)?(?:const\s*)?\{\s*$/,
  /^\s*(?:#\s*define|create\s+table(?:\s+if\s+not\s+exists)?)\s+([A-Za-z_]\w*)/i,
];
const noNames = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'function',
  'else',
  'do',
  'try',
  'with',
]);
const longestLine = 400;

/** In the order of lines. A line declares at most one name. */
export function symbolsOf(text: string): IndexedSymbol[] {
  const found: IndexedSymbol[] = [];
  let line = 0;
  for (let start = 0; start <= text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end - start <= longestLine && end > start) {
      const name = nameOn(text.slice(start, end));
      if (name !== undefined) found.push({ name, line });
    }
    start = end + 1;
  }
  return found;
}

const statements = /^\s*(?:return|await|throw|new|else|yield|case)\b/;

function nameOn(line: string): string | undefined {
  if (statements.test(line)) return undefined;
  for (const pattern of declarations) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined && !noNames.has(name)) return name;
  }
  return undefined;
}

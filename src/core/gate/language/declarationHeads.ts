/** Does a line declare a function the way only another language does? */

interface Head {
  readonly language: string;
  readonly pattern: RegExp;
  /** Families in which such a line is right. */
  readonly families: readonly string[];
}

const heads: readonly Head[] = [
  { language: 'go', pattern: /^\s*func\s+(?:\([^()]*\)\s*)?\w+\s*[([].*\{?\s*$/, families: ['go', 'swift'] },
  {
    language: 'javascript',
    pattern: /^\s*(?:export\s+(?:default\s+)?)?(?:async\s+)?function\*?\s+\w+\s*\(.*\)[^;]*\{\s*$/,
    families: ['javascript', 'php', 'shellscript', 'lua', 'sql', 'html', 'vue', 'r', 'powershell'],
  },
  {
    language: 'python',
    pattern: /^\s*(?:async\s+)?def\s+\w+\s*\(.*\).*:\s*$|^\s*class\s+\w+(?:\([^()]*\))?:\s*$/,
    families: ['python'],
  },
  {
    language: 'ruby',
    pattern: /^\s*def\s+(?:self\.)?\w+[?!=]?(?:\s*\([^()]*\))?\s*$/,
    families: ['ruby', 'elixir'],
  },
  {
    language: 'rust',
    pattern: /^\s*(?:pub(?:\([\w ]+\))?\s+)?(?:async\s+|unsafe\s+|const\s+)*fn\s+\w+\s*[<(].*$/,
    families: ['rust'],
  },
  {
    language: 'java',
    pattern:
      /^\s*(?:public|private|protected)\s+(?!function\b|async\b|get\b|set\b|readonly\b)(?:static\s+|final\s+|synchronized\s+|override\s+|virtual\s+)*[\w<>[\],.?]+\s+\w+\s*\([^()]*\)\s*(?:throws [\w., ]+)?\s*\{?\s*$/,
    families: ['java', 'csharp', 'scala', 'kotlin', 'dart', 'c'],
  },
];

/** The language it is of; `undefined` where the line may be of the family itself. */
export function foreignHead(line: string, family: string): string | undefined {
  return heads.find((head) => !head.families.includes(family) && head.pattern.test(line))?.language;
}

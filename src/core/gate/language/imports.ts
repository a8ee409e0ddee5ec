/** What does a text import, line by line? */

import type { LanguageFacts } from './languages.ts';

export interface Import {
  /** As it is written: `./a`, `@scope/name/part`, `os.path`, `encoding/json`, `crate::a`. */
  readonly module: string;
  readonly row: number;
  /** Names taken from the module, where the line tells them. */
  readonly names: readonly string[];
  /** In angle brackets (C), or guarded by a `try`. */
  readonly system: boolean;
}

interface Rule {
  readonly pattern: RegExp;
  /** Split the match at commas: `import a, b`. */
  readonly list?: boolean;
  readonly system?: boolean;
  /** Only between `import (` and `)`. */
  readonly inBlock?: boolean;
}

const script: readonly Rule[] = [
  { pattern: /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])(?<module>[^'"\n]+)\1/ },
  { pattern: /^\s*[\w$*{}\s,]*\}\s*from\s*(['"])(?<module>[^'"\n]+)\1/ },
  { pattern: /^\s*import\s*(['"])(?<module>[^'"\n]+)\1/ },
  { pattern: /(?<![\w$.])(?:require(?:\.resolve)?|import)\s*\(\s*(['"])(?<module>[^'"\n]+)\1\s*\)/ },
];

/** Words without which no rule of the language fits a line: most lines have none. */
const words: Readonly<Record<string, RegExp>> = {
  javascript: /from|import|require/,
  python: /import/,
  go: /"|import|\)/,
  rust: /use|crate/,
  java: /import/,
  csharp: /using/,
  ruby: /require/,
  php: /use/,
  c: /include/,
};

const rules: Readonly<Record<string, readonly Rule[]>> = {
  javascript: script,
  python: [
    { pattern: /^\s*from\s+(?<module>\.*[\w.]*)\s+import\s+(?<names>[^#]+)/ },
    {
      pattern:
        /^\s*import\s+(?<module>[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*)\s*(?:#.*|;.*)?$/,
      list: true,
    },
  ],
  go: [
    { pattern: /^\s*import\s+(?:[\w.]+\s+)?"(?<module>[^"]+)"/ },
    { pattern: /^\s*(?:[\w.]+\s+)?"(?<module>[^"\s]+)"\s*(?:\/\/.*)?$/, inBlock: true },
  ],
  rust: [
    {
      pattern:
        /^\s*(?:pub(?:\([\w ]+\))?\s+)?(?:use|extern\s+crate)\s+(?:::)?(?<module>[A-Za-z_]\w*(?:::[\w*]+)*)/,
    },
  ],
  java: [{ pattern: /^\s*import\s+(?:static\s+)?(?<module>[\w.]+(?:\.\*)?)\s*;/ }],
  csharp: [
    { pattern: /^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?<module>[A-Za-z_][\w.]*)\s*;/ },
  ],
  ruby: [{ pattern: /^\s*require(?<names>_relative)?\s*\(?\s*['"](?<module>[^'"]+)['"]/ }],
  php: [{ pattern: /^\s*use\s+(?:function\s+|const\s+)?\\?(?<module>[A-Za-z_]\w*(?:\\\w+)+)/ }],
  c: [
    { pattern: /^\s*#\s*include\s*"(?<module>[^"]+)"/ },
    { pattern: /^\s*#\s*include\s*<(?<module>[^>]+)>/, system: true },
  ],
};

/** Every import of the text; empty for languages without. */
export function importsIn(lines: readonly string[], language: LanguageFacts | undefined): Import[] {
  const own = rules[language?.family ?? ''];
  const word = words[language?.family ?? ''];
  if (own === undefined || word === undefined) return [];
  const found: Import[] = [];
  let inBlock = false;
  for (const [row, line] of lines.entries()) {
    if (!word.test(line)) continue;
    if (/^\s*import\s*\(\s*$/.test(line)) inBlock = true;
    else if (inBlock && /^\s*\)/.test(line)) inBlock = false;
    if (line.length > 400) continue;
    for (const rule of own) {
      if (rule.inBlock === true && !inBlock) continue;
      const groups = rule.pattern.exec(line)?.groups;
      const module = groups?.['module'];
      if (module === undefined) continue;
      const names = namesIn(groups?.['names']);
      for (const one of rule.list === true ? module.split(',') : [module]) {
        const bare = one.trim().split(/\s+/)[0] ?? '';
        if (bare !== '') found.push({ module: bare, row, names, system: rule.system === true });
      }
      break;
    }
  }
  return found;
}

function namesIn(text: string | undefined): string[] {
  return (text ?? '')
    .replace(/[()]/g, ' ')
    .split(',')
    .map((name) => name.trim().split(/\s+/)[0] ?? '')
    .filter((name) => /^[\w*]+$/.test(name));
}

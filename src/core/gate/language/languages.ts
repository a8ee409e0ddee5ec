/** Which language is a file in, and what are its comments, grammar and habits? */

export interface LanguageFacts {
  /** Our own name; equal to VS Code's identifier for the language's main form. */
  readonly id: string;
  /** Name of the tree-sitter grammar; absent: the language is judged by its text alone. */
  readonly grammar?: string;
  /** Further VS Code language identifiers. */
  readonly aliases: readonly string[];
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  /** Blocks are told by indentation. */
  readonly offside: boolean;
  /** `data` and `markup` have no scopes, imports or bodies. */
  readonly kind: 'code' | 'data' | 'markup' | 'prose';
  /** Languages that are written alike count as one when a wrong language is looked for. */
  readonly family: string;
}

const cComments = { lineComments: ['//'], blockComments: [['/*', '*/']] as const };
const hashComments = { lineComments: ['#'], blockComments: [] };
const none = { lineComments: [], blockComments: [] };

function language(
  id: string,
  extensions: string,
  facts: Partial<LanguageFacts> & Pick<LanguageFacts, 'lineComments' | 'blockComments'>,
): LanguageFacts {
  return {
    id,
    aliases: [],
    extensions: extensions.split(' '),
    offside: false,
    kind: 'code',
    family: id,
    ...facts,
  };
}

export const languages: readonly LanguageFacts[] = [
  language('typescript', 'ts mts cts', { ...cComments, grammar: 'typescript', family: 'javascript' }),
  language('typescriptreact', 'tsx', {
    ...cComments,
    grammar: 'tsx',
    family: 'javascript',
    aliases: ['tsx'],
  }),
  language('javascript', 'js mjs cjs jsx', {
    ...cComments,
    grammar: 'javascript',
    family: 'javascript',
    aliases: ['javascriptreact', 'jsx'],
  }),
  language('python', 'py pyi', { ...hashComments, grammar: 'python', offside: true }),
  language('go', 'go', { ...cComments, grammar: 'go' }),
  language('rust', 'rs', { ...cComments, grammar: 'rust' }),
  language('java', 'java', { ...cComments, grammar: 'java' }),
  language('c', 'c', { ...cComments, grammar: 'c', family: 'c' }),
  language('cpp', 'cpp cc cxx hpp hh hxx h inl ipp', {
    ...cComments,
    grammar: 'cpp',
    family: 'c',
    aliases: ['c++', 'cuda-cpp', 'objective-cpp'],
  }),
  language('csharp', 'cs', { ...cComments, grammar: 'c-sharp', aliases: ['c#', 'cs'] }),
  language('ruby', 'rb rake gemspec', {
    lineComments: ['#'],
    blockComments: [['=begin', '=end']],
    grammar: 'ruby',
  }),
  language('php', 'php phtml', {
    lineComments: ['//', '#'],
    blockComments: [['/*', '*/']],
    grammar: 'php',
  }),
  language('shellscript', 'sh bash zsh', {
    ...hashComments,
    grammar: 'bash',
    aliases: ['bash', 'sh', 'shell', 'zsh'],
  }),
  language('css', 'css', { lineComments: [], blockComments: [['/*', '*/']], grammar: 'css', family: 'css' }),
  language('scss', 'scss less', { ...cComments, family: 'css', aliases: ['less'] }),
  language('json', 'json', { ...cComments, grammar: 'json', kind: 'data' }),
  language('jsonc', 'jsonc code-workspace', { ...cComments, grammar: 'json', kind: 'data', family: 'json' }),
  language('yaml', 'yml yaml', {
    ...hashComments,
    grammar: 'yaml',
    offside: true,
    kind: 'data',
    aliases: ['dockercompose', 'github-actions-workflow'],
  }),
  language('html', 'html htm xhtml', {
    lineComments: [],
    blockComments: [['<!--', '-->']],
    grammar: 'html',
    kind: 'markup',
  }),
  language('xml', 'xml svg xsd xsl', { lineComments: [], blockComments: [['<!--', '-->']], kind: 'markup' }),
  language('vue', 'vue svelte', {
    lineComments: ['//'],
    blockComments: [
      ['<!--', '-->'],
      ['/*', '*/'],
    ],
    kind: 'markup',
    aliases: ['svelte'],
  }),
  language('toml', 'toml', { ...hashComments, kind: 'data' }),
  language('ini', 'ini cfg conf properties env', {
    lineComments: ['#', ';'],
    blockComments: [],
    kind: 'data',
  }),
  language('sql', 'sql', { lineComments: ['--'], blockComments: [['/*', '*/']] }),
  language('lua', 'lua', { lineComments: ['--'], blockComments: [['--[[', ']]']] }),
  language('kotlin', 'kt kts', { ...cComments }),
  language('swift', 'swift', { ...cComments }),
  language('scala', 'scala sc', { ...cComments }),
  language('dart', 'dart', { ...cComments }),
  language('haskell', 'hs', { lineComments: ['--'], blockComments: [['{-', '-}']], offside: true }),
  language('elixir', 'ex exs', { ...hashComments }),
  language('r', 'r', { ...hashComments }),
  language('perl', 'pl pm', { ...hashComments }),
  language('powershell', 'ps1 psm1', { lineComments: ['#'], blockComments: [['<#', '#>']] }),
  language('dockerfile', 'dockerfile', { ...hashComments, kind: 'data' }),
  language('makefile', 'mk', { ...hashComments, kind: 'data' }),
  language('markdown', 'md mdx markdown', {
    lineComments: [],
    blockComments: [['<!--', '-->']],
    kind: 'prose',
  }),
  language('plaintext', 'txt log', { ...none, kind: 'prose' }),
];

const byName = new Map<string, LanguageFacts>();
const byExtension = new Map<string, LanguageFacts>();
for (const facts of languages) {
  for (const name of [facts.id, ...facts.aliases]) byName.set(name, facts);
  for (const extension of facts.extensions) byExtension.set(extension, facts);
}
/** Names that models put behind a fence and people in `language`. */
const shortNames: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  node: 'javascript',
  py: 'python',
  python3: 'python',
  golang: 'go',
  rs: 'rust',
  rb: 'ruby',
  yml: 'yaml',
  md: 'markdown',
  docker: 'dockerfile',
  console: 'shellscript',
  cxx: 'cpp',
  cc: 'cpp',
  htm: 'html',
  text: 'plaintext',
  json5: 'jsonc',
};

/** The facts for an editor's language identifier or a fence's name; `undefined` for one we do not know. */
export function languageNamed(name: string): LanguageFacts | undefined {
  const lower = name.toLowerCase();
  return byName.get(lower) ?? byName.get(shortNames[lower] ?? '');
}

/** By identifier where it is known, else by the file's extension. A `.d.ts` is TypeScript, a `.h` C++ (which parses C). */
export function languageOf(path: string, languageId: string): LanguageFacts | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  const extension = dot === -1 ? name : name.slice(dot + 1);
  const fromPath = byExtension.get(extension);
  const fromId = languageNamed(languageId);
  if (fromId === undefined || fromId.kind === 'prose') return fromPath ?? fromId;
  // A dialect by its extension is more exact than the identifier of its family.
  if (fromPath !== undefined && fromPath.family === fromId.family && fromPath.id === 'typescriptreact')
    return fromPath;
  return fromId;
}

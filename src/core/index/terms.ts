/** Which words stand for a piece of code or a question? Identifiers count as a whole and in their parts. */

const words = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const parts = /[\p{Lu}]+(?![\p{Ll}])|[\p{Lu}]?[\p{Ll}]+|[\p{Lo}]+|\p{N}+/gu;

/** Words of questions and of every program: they tell no file from another. */
const common = new Set(
  (
    'a an and are as at be by can do does for from has have how i if in is it its me my of on or our out so that the ' +
    'their them then there this to us was we what when where which who why will with you your ' +
    'const let var function return import export class new null true false undefined void public private static ' +
    'def self elif else none pass int string bool boolean number'
  ).split(' '),
);

/** What programs write for short and questions in full. */
const inFull = new Map(
  Object.entries({
    configuration: 'cfg conf config configs',
    directory: 'dir dirs folder folders',
    message: 'msg msgs',
    error: 'err errs',
    argument: 'arg args argv',
    parameter: 'param params',
    initialize: 'init',
    index: 'idx',
    length: 'len',
    request: 'req reqs',
    response: 'resp res',
    context: 'ctx',
    environment: 'env envs',
    implementation: 'impl',
    information: 'info',
    document: 'doc docs',
    database: 'db dbs',
    repository: 'repo repos',
    temporary: 'tmp temp',
    value: 'val vals',
    variable: 'vars',
    attribute: 'attr attrs',
    element: 'elem elems',
    previous: 'prev',
    current: 'cur curr',
    source: 'src',
    destination: 'dst dest',
    package: 'pkg pkgs',
    library: 'lib libs',
    command: 'cmd cmds',
    option: 'opt opts',
    specification: 'spec specs',
    maximum: 'max',
    minimum: 'min',
    image: 'img imgs',
    calculate: 'calc',
    generate: 'gen',
    execute: 'exec',
    statement: 'stmt stmts',
    expression: 'expr exprs',
    declaration: 'decl decls',
    object: 'obj objs',
    property: 'prop props',
    reference: 'ref refs',
    separator: 'sep',
    format: 'fmt',
    character: 'char chars',
    connection: 'conn conns',
    address: 'addr addrs',
    password: 'passwd pwd',
    position: 'pos',
    evaluate: 'eval',
    statistic: 'stats',
    version: 'ver',
    button: 'btn',
    asynchronous: 'async',
    synchronous: 'sync',
    identifier: 'ident',
    original: 'orig',
    regular: 'regex regexp',
    delete: 'del rm',
    dependency: 'dep deps',
    timestamp: 'ts',
    authentication: 'auth',
  }).flatMap(([full, short]) => short.split(' ').map((each) => [each, full] as const)),
);

/** Calls back for each term in order, repeats included. Terms are lower-case and without the ending that English adds. */
export function eachTerm(text: string, take: (term: string) => void): void {
  for (const [word] of text.matchAll(words)) {
    if (word.length > 80) continue;
    const lower = word.toLowerCase();
    let count = 0;
    for (const [part] of word.matchAll(parts)) {
      count++;
      const small = part.toLowerCase();
      if (small.length > 1 && !common.has(small)) take(stem(inFull.get(small) ?? small));
    }
    if (count > 1) take(lower);
  }
}

export function termsOf(text: string): string[] {
  const terms: string[] = [];
  eachTerm(text, (term) => terms.push(term));
  return terms;
}

/** Enough of English to let `stored`, `stores` and `storing` meet; the same for code and question, so errors cancel out. */
function stem(word: string): string {
  if (word.length < 5)
    return word.length === 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, 3) : word;
  const base = word
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:sses|shes|ches|xes)$/, (ending) => ending.slice(0, -2))
    .replace(/([^s])s$/, '$1')
    .replace(/(?:ing|ed|er|ion|or|able|ment|ly)$/, '');
  const bare = base.length < 3 ? word : base;
  return bare.replace(/(.)\1$/, '$1').replace(/[ey]$/, '');
}

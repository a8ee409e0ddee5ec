/** Is a function gone although the rest of the file still calls it? */

import type { CheckContext } from '../check.ts';
import { commentText } from '../language/comments.ts';
import { globalNames } from '../language/globalNames.ts';
import { declarations, type Declaration } from '../syntax/declarations.ts';
import type { Evidence } from '../verdict.ts';
import { otherFilesMatch } from './projectWords.ts';

/** Families in which a member is called by its bare name. */
const bareMembers = new Set(['java', 'csharp', 'c', 'ruby']);
/** What a language calls by itself. */
const calledByLanguage = /^(?:__\w+__|constructor|initialize|init|main|toString|equals|hashCode|new)$/;

/** Asks the project only about names that something outside the file may provide. */
export async function missedDeclaration(
  before: readonly Declaration[],
  after: readonly Declaration[],
  context: CheckContext,
): Promise<Evidence | undefined> {
  const candidates = goneAndCalled(before, after, context);
  if (candidates.length === 0) return undefined;
  const root = context.trees?.after.root;
  const all = root === undefined ? [] : declarations(root, [{ start: 0, end: root.endPosition.row }]);
  const declared = new Set(all.map((one) => one.name));
  for (const { one, row } of candidates) {
    if (declared.has(one.name) || isBound(one.name, context)) continue;
    if (isShared(one, all, context) && !(await isOnlyHere(one.name, context))) continue;
    return { message: `\`${one.name}\` is gone although it is still called.`, line: row };
  }
  return undefined;
}

interface Gone {
  readonly one: Declaration;
  /** Of a call, in the text after. */
  readonly row: number;
}

function goneAndCalled(
  before: readonly Declaration[],
  after: readonly Declaration[],
  context: CheckContext,
): Gone[] {
  const { change, language } = context;
  const family = language?.family ?? '';
  const now = new Set(after.map((one) => one.name));
  const known = new Set(change.beforeLines);
  const found: Gone[] = [];
  for (const one of before) {
    if (one.container || one.body === undefined || now.has(one.name)) continue;
    if (!/^[\w$]{3,}[?!]?$/.test(one.name) || calledByLanguage.test(one.name)) continue;
    if (globalNames[family]?.has(one.name) === true) continue;
    const call = callOf(one, before, context);
    if (call === undefined) continue;
    // A line that was there before and still calls it; a new one may mean something else.
    const row = change.afterLines.findIndex((line) => {
      if (!line.includes(one.name) || !known.has(line) || commentText(line, language) !== undefined)
        return false;
      const code = line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, '').replace(/(?:\/\/|(?<=\s)#|\/\*).*$/, '');
      return call.test(code);
    });
    if (row !== -1) found.push({ one, row });
  }
  return found;
}

/** How the rest of the file calls it; `undefined` where that cannot be told. */
function callOf(
  one: Declaration,
  before: readonly Declaration[],
  { change, language }: CheckContext,
): RegExp | undefined {
  const family = language?.family ?? '';
  const name = escaped(one.name);
  const open = /[?!]$/.test(one.name) ? '' : String.raw`\s*\(`;
  const bare = new RegExp(
    String.raw`(?<![\w$.>:'"\`@/~-]|\b(?:new|def|func|fn|function|void|async|override) )${name}${open}`,
  );
  const own = new RegExp(
    String.raw`(?:\b(?:this|self|cls)\.|\bthis->|\$this->|\b(?:Self|self|static)::)${name}${open}`,
  );
  if (family === 'go') {
    const head = change.beforeLines[one.startRow] ?? '';
    const receiver = /^func \((\w+) /.exec(head)?.[1];
    if (receiver === undefined) return bare;
    return new RegExp(String.raw`(?<![\w.])${receiver}\.${name}\s*\(`);
  }
  const around = pathAround(one);
  if (around === '') return bare;
  const isMember = before.some((other) => other.container && other.path === around);
  if (!isMember && family !== 'c') return undefined;
  return bareMembers.has(family) ? new RegExp(`${own.source}|${bare.source}`) : own;
}

/** The name is imported, assigned, a parameter, a macro or declared without a body. */
function isBound(name: string, { after, language }: CheckContext): boolean {
  const word = escaped(name);
  if (
    new RegExp(
      String.raw`^[^\n]*\b(?:import|from|using|require|include|use|define|alias\w*|attr_\w+|delegate)\b[^\n]*(?<![\w$])${word}(?![\w$])`,
      'm',
    ).test(after)
  )
    return true;
  // An import of several lines.
  const listed = String.raw`^[^\n]*\b(?:import|use|using)\b[^\n({]*[({][^(){};=]*(?<![\w$])${word}(?![\w$(])`;
  if (new RegExp(listed, 'm').test(after)) return true;
  const assigned = String.raw`(?<![\w$.])(?:const|let|var|val|auto|static|local)?\s*\*?${word}\s*(?::[^=\n]*)?(?::|\?\?|\|\||&&)?=(?![=>])`;
  const unpacked = String.raw`\b(?:const|let|var)\s*[{[][^=;]*(?<![\w$.])${word}(?![\w$(])[^=;]*=`;
  const parameter = String.raw`(?:\bfunction\b[^(\n]*|\b(?:def|func|fn)\s+\w+\s*|(?<![\w$]))\(([^()\n]*,)?\s*[\w\s*&:.<>[\]|]*(?<![\w$.])${word}\s*(?:[:=?][^()\n]*|,[^()\n]*)?\)\s*(?:=>|\{|:|->)`;
  const key = String.raw`(?<![\w$.?])${word}\s*:(?!:)`;
  if (new RegExp(`${assigned}|${unpacked}|${parameter}`, 'm').test(after)) return true;
  if (language?.family === 'javascript' && new RegExp(key).test(after)) return true;
  // A prototype: the body stands elsewhere.
  return (
    language?.family === 'c' &&
    new RegExp(String.raw`^[ \t]*(?:[\w:*&<>,~]+[ \t]+)+\*?${word}\s*\([^;{}]*\)[^;{}]*;`, 'm').test(after) &&
    !new RegExp(
      String.raw`^[ \t]*(?:static[^\n]*\b${word}\s*\(|(?:return|else|throw|delete|co_\w+)\b[^\n]*${word}\s*\()`,
      'm',
    ).test(after)
  );
}

/** Another file may provide it: a package of Go, a header of C, a base class, a mixin. */
function isShared(
  one: Declaration,
  all: readonly Declaration[],
  { change, judged, language }: CheckContext,
): boolean {
  const family = language?.family ?? '';
  const head = change.beforeLines[one.startRow] ?? '';
  const around = pathAround(one);
  if (family === 'c')
    return !/^\s*(?:inline )?static\b/.test(head) || !/\.(?:c|cc|cpp|cxx)$/.test(judged.path);
  if (family === 'go' || family === 'ruby' || (family === 'csharp' && around !== '')) return true;
  if (around === '') return false;
  const container = all.find((other) => other.container && other.path === around);
  if (container === undefined) return true;
  const lines = change.afterLines.slice(container.startRow, container.startRow + 4).join(' ');
  const until = family === 'python' ? /^(.*?):(?:\s|$)/.exec(lines)?.[1] : lines.split('{', 1)[0];
  if (family === 'rust') return !/^\s*(?:unsafe )?impl\b(?!.*\bfor\b)/.test(until ?? '');
  return /\bextends\b|\bimplements\b|\bwith\b|class \w+\s*\(\s*\w|\btrait\b|\bfor\b|[:<]/.test(
    until ?? lines,
  );
}

/** No other file of the project defines it. */
async function isOnlyHere(name: string, { judged, language }: CheckContext): Promise<boolean> {
  const files = judged.project;
  const search = definitions[language?.family ?? ''];
  if (files === undefined || search === undefined) return false;
  const [wanted, pattern] = search;
  const said = await otherFilesMatch(files, {
    wanted,
    word: name,
    path: judged.path,
    pattern: new RegExp(pattern.replaceAll('NAME', escaped(name)), 'm'),
  });
  return said === false;
}

const typed = String.raw`(?<!\b(?:return|new|else|throw|await|in|case|co_return|delete|goto|typeof|sizeof))[\w>\]*&]\s+[*&]*(?:\w+::)*NAME\s*\(|#\s*define\s+NAME\b|::NAME\s*\(.*\{\s*$`;

/** In which files of a family, and in which words, is a function defined? */
const definitions: Readonly<Record<string, readonly [RegExp, string]>> = {
  go: [/\.go$/, String.raw`^\s*func\s+(?:\([^)]*\)\s*)?NAME\s*[(\[]|^\s*NAME\s*(?:=|\()|\bvar NAME\b`],
  c: [/\.(?:c|h|cc|cpp|cxx|hpp|hh|hxx|inl|ipp|m|mm|cu)$/, typed],
  csharp: [/\.cs$/, typed],
  java: [/\.(?:java|kt|scala|groovy)$/, String.raw`${typed}|\bfun\s+(?:\w+\.)?NAME\b|\bdef\s+NAME\b`],
  python: [/\.pyi?$/, String.raw`\bdef\s+NAME\b|\bNAME\s*(?::[^=\n]*)?=`],
  ruby: [/\.(?:rb|rake|erb)$/, String.raw`\bdef\s+(?:[\w.]+\.)?NAME(?![\w?!])|:NAME(?![\w?!])`],
  php: [/\.(?:php|inc|phtml)$/, String.raw`\bfunction\s+&?NAME\b|@method[^\n]*\bNAME\b`],
  rust: [/\.rs$/, String.raw`\bfn\s+NAME\b|\bmacro_rules!`],
  javascript: [
    /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
    String.raw`\bfunction\*?\s+NAME\b|^\s*(?:(?:public|private|protected|static|async|get|set|override|abstract)\s+|\*)*NAME\s*(?:<[^>]*>)?\(|\bNAME\??\s*[:=]`,
  ],
};

function pathAround({ path }: Declaration): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function escaped(name: string): string {
  return name.replace(/[^\w]/g, String.raw`\$&`);
}

/** Does the answer name files or symbols of the workspace that do not exist? */

import type { Check, CheckContext } from '../check.ts';
import { languageOf } from '../language/languages.ts';
import { projectHasWord } from '../project/projectWords.ts';
import { normalized, stands } from '../project/resolution.ts';
import type { ProjectFiles } from '../projectFiles.ts';
import type { Evidence } from '../verdict.ts';

/** A path with a folder and an ending, in backticks or bare; with a line number or without. */
const pathShape = /(?<![\w/.:@-])((?:[\w@.-]+\/)+[\w@.-]+\.\w{1,8})(?::\d+(?:[-–]\d+)?)?(?![\w/])/g;
const sources = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|c|h|cc|cpp|hpp|cs|rb|php|vue|svelte|swift|scala)$/;
const symbolShape = /`([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)?)(?:\(\))?`/g;
/** The sentence speaks of something that is not there yet, or need not be. */
const proposes =
  /\b(?:creat\w*|new|add(?:s|ed|ing)?|generat\w*|would|could|should|might|example|e\.g\.|such as|like|instead|rename\w*|mov(?:e|ing)|call(?:ed)? it|if you|does not exist|doesn['’]t exist|no such|missing|there is no|isn['’]t|not found|neue?n?|erstell\w*|anleg\w*|créer|nouveau|crear|nuevo)\b/i;

/** Judged only where the project can be looked at. Paths of packages, addresses and proposals do not count. */
export const inventedReferencesCheck: Check = {
  name: 'inventedReferences',
  tasks: ['chat'],
  ofProject: true,
  async run(context) {
    const files = context.judged.project;
    if (files === undefined) return undefined;
    const known = `${context.judged.instruction ?? ''}\n${(context.judged.shown ?? []).map((file) => `${file.path}\n${file.text}`).join('\n')}`;
    let fenced = false;
    const lines = context.answer.split('\n');
    for (const [row, line] of lines.entries()) {
      if (fence.test(line)) fenced = !fenced;
      if (fenced || isLabelOfBlock(lines, row)) continue;
      for (const sentence of line.split(/(?<=[.!?])\s+(?=[A-Z`])/)) {
        const found = await inSentence(sentence, row, { files, known, context });
        if (found !== undefined) return found;
      }
    }
    return undefined;
  },
};

const fence = /^\s*(?:`{3,}|~{3,})/;
const lettersOfLabel = 12;

/** A path alone above a code block is where the block belongs: the file may be made by it. */
function isLabelOfBlock(lines: readonly string[], row: number): boolean {
  const line = lines[row] ?? '';
  if (line.search(pathShape) === -1) return false;
  const around = line.replace(pathShape, '').replaceAll(/[^\p{L}]/gu, '');
  const next = lines.slice(row + 1, row + 3).find((one) => one.trim() !== '');
  return around.length <= lettersOfLabel && next !== undefined && fence.test(next);
}

interface Around {
  readonly files: ProjectFiles;
  readonly known: string;
  readonly context: CheckContext;
}

async function inSentence(sentence: string, row: number, around: Around): Promise<Evidence | undefined> {
  if (proposes.test(sentence) || /https?:\/\//.test(sentence)) return undefined;
  const { files, known } = around;
  for (const [, path] of sentence.matchAll(pathShape)) {
    if (
      path === undefined ||
      /(?:^|\/)(?:node_modules|dist|build|out|target|coverage|\.git)\//.test(path) ||
      path.startsWith('@')
    )
      continue;
    const clean = normalized(path);
    if (clean === undefined || languageOf(clean, '') === undefined) continue;
    if (await stands(files, clean)) {
      const wrong = await absentSymbol(sentence, clean, around);
      if (wrong !== undefined)
        return { message: `\`${clean}\` has nothing that is called \`${wrong}\`.`, line: row };
      continue;
    }
    if (known.includes(path) || (await below(files, clean))) continue;
    return { message: `\`${path}\` does not exist in the workspace.`, line: row };
  }
  return unknownSymbol(sentence, row, around);
}

/** Paths are often given from a package's folder instead of the root. */
async function below(files: ProjectFiles, path: string): Promise<boolean> {
  for (const folder of await files.list('')) {
    if (!folder.endsWith('/') || folder === 'node_modules/') continue;
    if (await stands(files, folder + path)) return true;
    if (!/^(?:packages|apps|crates|libs?|modules|services|src|cmd|internal)\/$/.test(folder)) continue;
    for (const inner of await files.list(folder.slice(0, -1))) {
      if (inner.endsWith('/') && (await stands(files, folder + inner + path))) return true;
    }
  }
  return false;
}

/** "`parse` in `src/a.ts`": the sentence says where the name stands, so it must stand there. */
async function absentSymbol(
  sentence: string,
  path: string,
  { files, known }: Around,
): Promise<string | undefined> {
  const text = await files.read(path);
  if (text === undefined) return undefined;
  const at = sentence.indexOf(path);
  for (const found of sentence.matchAll(symbolShape)) {
    const name = (found[1] ?? '').split('.').at(-1) ?? '';
    if (
      name.length < 4 ||
      !/[a-z][A-Z]|_|^[A-Z][a-z]+[A-Z]|\(\)`$/.test(`${name}${found[0].endsWith('()`') ? '()`' : ''}`)
    )
      continue;
    const between =
      found.index < at
        ? sentence.slice(found.index + found[0].length, at)
        : sentence.slice(at + path.length, found.index);
    const placed =
      found.index < at
        ? /^[^.;]{0,24}\b(?:in|from|of|inside|within|at|defined in|aus|dans|en)\b[^.;]{0,12}$/.test(between)
        : /^[^.;]{0,12}\b(?:defines?|declares?|exports?|contains?|has|implements?)\b[^.;]{0,24}$/.test(
            between,
          );
    if (placed && !text.includes(name) && !known.includes(name)) return name;
  }
  return undefined;
}

/** A name that the sentence says is in the project, where the index knows that nothing is called so. */
async function unknownSymbol(
  sentence: string,
  row: number,
  { files, known, context }: Around,
): Promise<Evidence | undefined> {
  if (
    !/\b(?:exist(?:s|ing)|defined|declared|implemented|already|your (?:project|code|workspace|codebase)|in the (?:project|workspace|codebase|repo\w*))\b/i.test(
      sentence,
    )
  )
    return undefined;
  for (const found of sentence.matchAll(symbolShape)) {
    const name = (found[1] ?? '').split('.').at(-1) ?? '';
    if (name.length < 5 || !/[a-z][A-Z]|\w_\w/.test(name) || known.includes(name)) continue;
    const isThere = await projectHasWord(files, { wanted: sources, word: name, path: '' });
    if (isThere === false && context.answer.split(name).length <= 3) {
      return { message: `Nothing in the workspace is called \`${name}\`.`, line: row };
    }
  }
  return undefined;
}

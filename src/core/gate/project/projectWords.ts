/** Does a word stand anywhere in the project's sources? */

import type { ProjectFiles } from '../projectFiles.ts';

/** A larger project is not looked through. */
const mostFiles = 3000;
const mostChars = 24_000_000;
const skippedFolder =
  /^(?:\.|node_modules\/|bower_components\/|target\/|dist\/|build\/|out\/|vendor\/|__pycache__\/|coverage\/|venv\/)/;

interface ReadFile {
  readonly path: string;
  readonly text: string;
}

const memory = new WeakMap<ProjectFiles, Map<string, Promise<readonly ReadFile[] | undefined>>>();

export interface WordQuestion {
  /** Names of the files that count. */
  readonly wanted: RegExp;
  readonly word: string;
  /** Of the file that uses the word: one in a folder that is otherwise skipped has its like beside it. */
  readonly path: string;
}

/** `undefined`: the project is too large, holds no such file, or the question comes from a folder that is skipped. */
export async function projectHasWord(
  files: ProjectFiles,
  question: WordQuestion,
): Promise<boolean | undefined> {
  const texts = await textsFor(files, question);
  return texts?.some(({ text }) => text.includes(question.word));
}

/** Whether a file other than the one that asks has the pattern, which holds the word. */
export async function otherFilesMatch(
  files: ProjectFiles,
  question: WordQuestion & { readonly pattern: RegExp },
): Promise<boolean | undefined> {
  const texts = await textsFor(files, question);
  return texts?.some(
    ({ path, text }) => path !== question.path && text.includes(question.word) && question.pattern.test(text),
  );
}

async function textsFor(
  files: ProjectFiles,
  { wanted, path }: WordQuestion,
): Promise<readonly ReadFile[] | undefined> {
  if (path.split(/(?<=\/)/).some((folder) => skippedFolder.test(folder) && folder.endsWith('/')))
    return undefined;
  const kept = memory.get(files) ?? new Map<string, Promise<readonly ReadFile[] | undefined>>();
  memory.set(files, kept);
  const reading = kept.get(wanted.source) ?? readAll(files, wanted);
  kept.set(wanted.source, reading);
  const texts = await reading;
  return texts === undefined || texts.length === 0 ? undefined : texts;
}

async function readAll(files: ProjectFiles, wanted: RegExp): Promise<readonly ReadFile[] | undefined> {
  const texts: ReadFile[] = [];
  const pending = [''];
  let chars = 0;
  while (pending.length > 0) {
    const folder = pending.pop() ?? '';
    const inside = folder === '' ? '' : `${folder}/`;
    for (const name of await files.list(folder)) {
      if (name.endsWith('/')) {
        if (!skippedFolder.test(name)) pending.push(inside + name.slice(0, -1));
        continue;
      }
      if (!wanted.test(name)) continue;
      const text = (await files.read(inside + name)) ?? '';
      chars += text.length;
      texts.push({ path: inside + name, text });
      if (texts.length > mostFiles || chars > mostChars) return undefined;
    }
  }
  return texts;
}

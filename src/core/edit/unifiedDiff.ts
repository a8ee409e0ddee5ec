/** What does a unified diff in an answer ask for? Line numbers of models are wrong, so each section becomes a search/replace block. */

import type { AnswerPart } from './answerPart.ts';
import { readPath } from './pathLabel.ts';

export function looksLikeDiff(lines: readonly string[], language: string): boolean {
  const section = lines.some((line) => /^@@(?: |$)/.test(line));
  const changes = lines.some((line) => /^[+-]/.test(line));
  if (language === 'diff' || language === 'patch') return changes;
  const header = lines.some(
    (line, index) => line.startsWith('--- ') && (lines[index + 1] ?? '').startsWith('+++ '),
  );
  return language === '' && section && header && changes;
}

interface Section {
  readonly search: string[];
  readonly replace: string[];
}

/** A section as it was written. */
interface RawSection {
  readonly lines: string[];
}

interface DiffFile {
  path: string | undefined;
  from: string | undefined;
  operation: 'create' | 'delete' | undefined;
  readonly sections: RawSection[];
}

/** Blocks (and file operations) in the order of the diff. A section without a change is left out. */
export function blocksFromDiff(
  lines: readonly string[],
  path: string | undefined,
  closed: boolean,
): AnswerPart[] {
  const files = readFiles(lines, path);
  return files.flatMap((file) => partsOfFile(file, closed));
}

function readFiles(lines: readonly string[], path: string | undefined): DiffFile[] {
  let file: DiffFile = { path, from: undefined, operation: undefined, sections: [] };
  const files = [file];
  let section: RawSection | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      file = startFile(line.slice(4), next.slice(4), path);
      files.push(file);
      section = undefined;
      index++;
    } else if (/^@@(?: |$|[^@])/.test(line)) {
      section = { lines: [] };
      file.sections.push(section);
    } else if (isHeader(line) && (section === undefined || line.startsWith('diff --git '))) {
      section = undefined;
    } else if (!line.startsWith('\\')) {
      if (section === undefined) file.sections.push((section = { lines: [] }));
      section.lines.push(line);
    }
  }
  return files;
}

/** With `bareContext`, context lines are taken as they stand: models often drop the space before them. */
function readSection({ lines }: RawSection, bareContext: boolean): Section {
  const section: Section = { search: [], replace: [] };
  for (const line of lines) {
    if (line.startsWith('-')) section.search.push(line.slice(1));
    else if (line.startsWith('+')) section.replace.push(line.slice(1));
    else {
      const context = line.startsWith(' ') && !bareContext ? line.slice(1) : line;
      section.search.push(context);
      section.replace.push(context);
    }
  }
  return trimBlankEnds(section);
}

function isHeader(line: string): boolean {
  return /^(?:diff --git |index [0-9a-f]+|new file mode|deleted file mode|similarity index|rename (?:from|to) )/.test(
    line,
  );
}

function startFile(from: string, to: string, fallback: string | undefined): DiffFile {
  const before = diffPath(from);
  const after = diffPath(to);
  const created = from.trim().startsWith('/dev/null');
  const deleted = to.trim().startsWith('/dev/null');
  return {
    path: (deleted ? before : after) ?? fallback,
    from: before,
    operation: created ? 'create' : deleted ? 'delete' : undefined,
    sections: [],
  };
}

function diffPath(text: string): string | undefined {
  return readPath((text.split('\t')[0] ?? '').trim().replace(/^[ab]\//, ''));
}

function partsOfFile(file: DiffFile, closed: boolean): AnswerPart[] {
  const named = file.path === undefined ? {} : { path: file.path };
  if (file.operation === 'delete' && file.path !== undefined) return [{ kind: 'delete', path: file.path }];
  if (file.operation === 'create' && file.path !== undefined) {
    const lines = file.sections.flatMap((section) => readSection(section, false).replace);
    return [
      { kind: 'create', path: file.path },
      { kind: 'fence', path: file.path, language: '', label: '', lines, closed },
    ];
  }
  const parts: AnswerPart[] = [];
  for (const raw of file.sections) {
    const section = readSection(raw, false);
    if (section.search.join('\n') === section.replace.join('\n')) continue;
    const otherwise = readSection(raw, true);
    parts.push({ kind: 'block', ...named, ...section, closed, malformed: false, otherwise });
  }
  return parts;
}

/** A blank line at the end of a diff is mostly the end of the fence, not a line of the file. */
function trimBlankEnds({ search, replace }: Section): Section {
  while (search.length > 0 && search.at(-1) === '' && replace.at(-1) === '') {
    search.pop();
    replace.pop();
  }
  return { search, replace };
}

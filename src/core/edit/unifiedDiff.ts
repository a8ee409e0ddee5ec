/** What does a unified diff in an answer ask for? Line numbers of models are wrong, so each section becomes a search/replace block. */

import type { AnswerPart, DiffSection, Reading } from './answerPart.ts';
import { readPath } from './pathLabel.ts';

/** Whether the lines of a fence are a diff. In a fence of code only a file header and a section header together prove it. */
export function looksLikeDiff(lines: readonly string[], language: string): boolean {
  const changes = lines.some((line) => /^[+-]/.test(line));
  if (language === 'diff' || language === 'patch') return changes;
  const section = lines.some(isSectionHeader);
  const header = lines.some((line, index) => opensFile(line, lines[index + 1] ?? ''));
  return section && header && changes;
}

/** Without the indentation that the whole diff has, header and sections included. */
export function dedentDiff(lines: readonly string[]): readonly string[] {
  const indent = lines.map((line) => /^( +)(?:@@ |--- |\+\+\+ |diff --git )/.exec(line)?.[1]).find(Boolean);
  if (indent === undefined) return lines;
  const isMoved = lines.every((line) => line.trim() === '' || line.startsWith(indent));
  return isMoved ? lines.map((line) => line.slice(indent.length)) : lines;
}

export function isSectionHeader(line: string): boolean {
  return /^@@(?:$|\s|-?\d)/.test(line);
}

/** The two lines that name a file before and after. */
export function opensFile(line: string, next: string): boolean {
  return line.startsWith('--- ') && next.startsWith('+++ ');
}

export interface SectionNumbers {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

/** `@@ -12,7 +12,9 @@`; undefined where the header holds no numbers. */
export function readNumbers(line: string): SectionNumbers | undefined {
  const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (match === null) return undefined;
  const [, oldStart, oldCount = '1', newStart, newCount = '1'] = match;
  return {
    oldStart: Number(oldStart),
    oldCount: Number(oldCount),
    newStart: Number(newStart),
    newCount: Number(newCount),
  };
}

interface RawSection {
  readonly header: string;
  /** As they were written. */
  readonly lines: string[];
}

interface DiffFile {
  path: string | undefined;
  operation: 'create' | 'delete' | undefined;
  renamed: { from?: string; to?: string };
  readonly sections: RawSection[];
}

/** Blocks (and file operations) in the order of the diff. A section without a change is left out. */
export function blocksFromDiff(
  lines: readonly string[],
  path: string | undefined,
  closed: boolean,
): AnswerPart[] {
  return readFiles(lines, path).flatMap((file) => partsOfFile(file, closed));
}

function readFiles(lines: readonly string[], path: string | undefined): DiffFile[] {
  let file: DiffFile = { path, operation: undefined, renamed: {}, sections: [] };
  const files = [file];
  let section: RawSection | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    if (opensFile(line, next)) {
      const { renamed } = section === undefined ? file : { renamed: {} };
      file = { ...startFile(line.slice(4), next.slice(4), path), renamed };
      files.push(file);
      section = undefined;
      index++;
    } else if (section === undefined && /^\+\+\+ \S/.test(line)) {
      file.path = diffPath(line.slice(4)) ?? file.path;
    } else if (isSectionHeader(line)) {
      section = { header: line, lines: [] };
      file.sections.push(section);
    } else if (isHeader(line) && (section === undefined || line.startsWith('diff --git '))) {
      const renamed = /^rename (from|to) (.+)$/.exec(line);
      if (line.startsWith('diff --git ')) {
        file = { path, operation: undefined, renamed: {}, sections: [] };
        files.push(file);
      }
      if (renamed !== null) file.renamed[renamed[1] === 'from' ? 'from' : 'to'] = renamed[2] ?? '';
      section = undefined;
    } else {
      if (section === undefined) file.sections.push((section = { header: '', lines: [] }));
      section.lines.push(line);
    }
  }
  return files;
}

function isHeader(line: string): boolean {
  return /^(?:diff --git |index [0-9a-f]+|(?:old|new) mode |(?:new|deleted) file mode|similarity index|rename (?:from|to) )/.test(
    line,
  );
}

function startFile(from: string, to: string, fallback: string | undefined): Omit<DiffFile, 'renamed'> {
  const created = from.trim().startsWith('/dev/null');
  const deleted = to.trim().startsWith('/dev/null');
  return {
    path: diffPath(deleted ? from : to) ?? fallback,
    operation: created ? 'create' : deleted ? 'delete' : undefined,
    sections: [],
  };
}

function diffPath(text: string): string | undefined {
  return readPath((text.split('\t')[0] ?? '').trim().replace(/^[ab]\//, ''));
}

function partsOfFile(file: DiffFile, closed: boolean): AnswerPart[] {
  const { path } = file;
  const named = path === undefined ? {} : { path };
  if (file.operation === 'delete' && path !== undefined) return [{ kind: 'delete', path }];
  if (file.operation === 'create' && path !== undefined) {
    const lines = file.sections.flatMap((section) => reading(bodyOf(section.lines)).replace);
    return [
      { kind: 'create', path },
      { kind: 'fence', path, language: '', label: '', lines, closed },
    ];
  }
  const parts: AnswerPart[] = [];
  const { from, to } = file.renamed;
  if (from !== undefined && to !== undefined) parts.push({ kind: 'rename', path: from, to });
  for (const raw of file.sections) {
    const section = sectionOf(raw);
    const { search, replace } = reading(section.lines);
    const isSame = search.length === replace.length && search.every((line, index) => line === replace[index]);
    if (isSame && section.noNewline === undefined) {
      // Lines that came or went lost their sign.
      const isChange = section.told !== undefined && section.told.oldCount !== section.told.newCount;
      if (isChange) parts.push({ kind: 'block', ...named, search, replace, closed, malformed: true });
      continue;
    }
    parts.push({ kind: 'block', ...named, search, replace, closed, malformed: false, section });
  }
  return parts;
}

/** The old and the new lines; a context line that lost its leading space is taken as it stands. */
export function reading(lines: readonly string[]): Reading {
  const search: string[] = [];
  const replace: string[] = [];
  for (const line of lines) {
    if (line.startsWith('-')) search.push(line.slice(1));
    else if (line.startsWith('+')) replace.push(line.slice(1));
    else {
      const context = line.startsWith(' ') ? line.slice(1) : line;
      search.push(context);
      replace.push(context);
    }
  }
  return { search, replace };
}

function sectionOf(raw: RawSection): DiffSection {
  const numbers = readNumbers(raw.header);
  const written = raw.lines.filter((line) => !line.startsWith('\\'));
  // What the numbers count is there on purpose, blank lines at the end included.
  const lines = fits(numbers, written) ? written : bodyOf(raw.lines);
  const noNewline = lastNewlines(raw.lines);
  return {
    lines,
    ...(numbers === undefined ? {} : { told: numbers }),
    heading: raw.header.replace(/^@@(?: [-+\d, ]*@@| ?\.{3} ?@@|)/, '').trim(),
    ...(numbers !== undefined && fits(numbers, lines)
      ? {
          at: {
            oldStart: numbers.oldCount === 0 ? numbers.oldStart : numbers.oldStart - 1,
            newStart: numbers.newCount === 0 ? numbers.newStart : numbers.newStart - 1,
          },
        }
      : {}),
    ...(noNewline === undefined ? {} : { noNewline }),
  };
}

function fits(numbers: SectionNumbers | undefined, lines: readonly string[]): boolean {
  const { search, replace } = reading(lines);
  return numbers?.oldCount === search.length && numbers.newCount === replace.length;
}

/** Without remarks about line breaks; an empty line at the end is mostly the end of the fence, not a line of the file. */
function bodyOf(lines: readonly string[]): readonly string[] {
  const body = lines.filter((line) => !line.startsWith('\\'));
  while (body.at(-1) === '') body.pop();
  return body;
}

function lastNewlines(lines: readonly string[]): DiffSection['noNewline'] {
  let before = false;
  let after = false;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('\\')) continue;
    const sign = (lines[index - 1] ?? '').charAt(0);
    if (sign !== '+') before = true;
    if (sign !== '-') after = true;
  }
  return before || after ? { before, after } : undefined;
}

/** Model answers made from real files: one intended change, written in every form models write it in, whole or spoiled. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { createTwoFilesPatch } from 'diff';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/edit');

export interface Change {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

export interface IntendedEdit {
  readonly file: string;
  readonly name: string;
  readonly changes: readonly Change[];
}

export interface AnswerCase {
  readonly id: string;
  readonly path: string;
  readonly before: string;
  readonly intended: string;
  readonly answer: string;
  /** `exact`: well-formed. `repaired`: garbled, but exactly one meaning. `exactOrRefused`: either. `refused`: must not be applied. */
  readonly expect: 'exact' | 'repaired' | 'exactOrRefused' | 'refused';
  readonly reasons: readonly string[];
}

interface Material {
  readonly file: string;
  readonly before: string;
  readonly intended: string;
  readonly changes: readonly Change[];
}

interface Form {
  readonly name: string;
  readonly expect: AnswerCase['expect'];
  readonly reasons?: readonly string[];
  /** Undefined where the form makes no sense for the edit. */
  write(material: Material): { answer: string; before?: string; intended?: string } | undefined;
}

export function readEdits(): readonly IntendedEdit[] {
  return JSON.parse(readFileSync(path.join(fixtures, 'edits.json'), 'utf8')) as IntendedEdit[];
}

export function readSource(file: string): string {
  return readFileSync(path.join(fixtures, 'files', file), 'utf8');
}

/** Every edit in every form that fits it. */
export function answerCases(): AnswerCase[] {
  const cases: AnswerCase[] = [];
  for (const edit of readEdits()) {
    const before = readSource(edit.file);
    const material = {
      file: edit.file,
      before,
      intended: intendedText(before, edit.changes),
      changes: edit.changes,
    };
    for (const form of forms) {
      const written = form.write(material);
      if (written === undefined) continue;
      cases.push({
        id: `${edit.file}, ${edit.name}: ${form.name}`,
        path: `src/${edit.file}`,
        before: written.before ?? before,
        intended: written.intended ?? material.intended,
        answer: written.answer,
        expect: form.expect,
        reasons: form.reasons ?? [],
      });
    }
  }
  return cases;
}

function intendedText(before: string, changes: readonly Change[]): string {
  let text = `\n${before}`;
  for (const { search, replace } of changes) {
    const wanted = `\n${lines(search)}`;
    const at = text.indexOf(wanted);
    if (at === -1 || text.includes(wanted, at + 1)) throw new Error(`not found once: ${wanted}`);
    text = `${text.slice(0, at + 1)}${lines(replace)}${text.slice(at + wanted.length)}`;
  }
  return text.slice(1);
}

function lines(of: readonly string[]): string {
  return of.map((line) => `${line}\n`).join('');
}

type MapLines = (lines: readonly string[]) => readonly string[];

interface BlockWords {
  readonly open?: string;
  readonly divider?: string;
  readonly close?: string;
  readonly search?: MapLines;
  readonly replace?: MapLines;
}

const same: MapLines = (of) => of;

function block(change: Change, words: BlockWords = {}): string {
  const search = lines((words.search ?? same)(change.search));
  const replace = lines((words.replace ?? same)(change.replace));
  return `${words.open ?? '<<<<<<< SEARCH'}\n${search}${words.divider ?? '======='}\n${replace}${words.close ?? '>>>>>>> REPLACE'}\n`;
}

function blocks({ changes }: Material, words: BlockWords = {}): string {
  return changes.map((change) => block(change, words)).join('\n');
}

const each =
  (map: (line: string) => string): MapLines =>
  (of) =>
    of.map(map);

const language = (file: string): string =>
  ({ go: 'go', py: 'python', php: 'php', c: 'c', js: 'javascript', cs: 'csharp', ts: 'typescript' })[
    file.slice(file.lastIndexOf('.') + 1)
  ] ?? '';

function fenced(material: Material, text: string, info = language(material.file)): string {
  return `\`\`\`${info}\n${text === '' || text.endsWith('\n') ? text : `${text}\n`}\`\`\`\n`;
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const curly = (line: string): string => line.replace(/"([^"]*)"/g, '“$1”').replace(/'([^']*)'/g, '‘$1’');
const widen = (line: string): string => line.replace(/^( +)/, (indent) => indent + indent);
const tabsFor =
  (unit: number) =>
  (line: string): string =>
    line.replace(
      /^ +/,
      (indent) => '\t'.repeat(Math.floor(indent.length / unit)) + ' '.repeat(indent.length % unit),
    );
const spaces = (line: string): string => line.replace(/^\t+/, (indent) => '    '.repeat(indent.length));
const unitOf = (file: string): number => (/\.(?:py|c|cs)$/.test(file) ? 4 : 2);
const isTabbed = (file: string): boolean => file.endsWith('.go');

function margin(of: readonly string[]): number {
  return Math.min(
    ...of.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0),
  );
}

/** Both halves moved by the margin of the search lines, as a model does that starts at the left edge. */
function dedented(material: Material): string | undefined {
  if (material.changes.every((change) => margin(change.search) === 0)) return undefined;
  return material.changes
    .map((change) => {
      const cut = margin([...change.search, ...change.replace]);
      const less = each((line) => (line.trim() === '' ? line : line.slice(cut)));
      return block(change, { search: less, replace: less });
    })
    .join('\n');
}

/** One comment that stands for the middle of the file. */
function elidedFile({ intended }: Material, comment: string): string {
  const all = intended.split('\n');
  return [...all.slice(0, 8), comment, ...all.slice(-8)].join('\n');
}

const wellFormed: readonly Form[] = [
  { name: 'blocks', expect: 'exact', write: (m) => ({ answer: blocks(m) }) },
  { name: 'blocks with path', expect: 'exact', write: (m) => ({ answer: `src/${m.file}\n${blocks(m)}` }) },
  { name: 'blocks in one fence', expect: 'exact', write: (m) => ({ answer: fenced(m, blocks(m)) }) },
  {
    name: 'a fence a block, path inside, prose between',
    expect: 'exact',
    write: (m) => ({
      answer: `Here is the change.\n\n${m.changes
        .map((change) => fenced(m, `src/${m.file}\n${block(change)}`))
        .join('\nThen:\n\n')}\nThat is all: it does what you asked for.\n`,
    }),
  },
  {
    name: 'whole file with path',
    expect: 'exact',
    write: (m) => ({ answer: `### src/${m.file}\n\n${fenced(m, m.intended)}` }),
  },
  {
    name: 'whole file, path behind the fence',
    expect: 'exact',
    write: (m) => ({ answer: fenced(m, m.intended, `${language(m.file)} path=src/${m.file}`) }),
  },
  {
    name: 'whole file',
    expect: 'exact',
    write: (m) => ({ answer: `Sure! The updated file:\n\n${fenced(m, m.intended)}\nLet me know.\n` }),
  },
  {
    name: 'whole file, longer fence',
    expect: 'exact',
    write: (m) => ({ answer: `\`${fenced(m, m.intended).trimEnd()}\`\n` }),
  },
  {
    name: 'unified diff',
    expect: 'exact',
    write: (m) => ({
      answer: fenced(
        m,
        createTwoFilesPatch(`a/src/${m.file}`, `b/src/${m.file}`, m.before, m.intended)
          .split('\n')
          .slice(1)
          .join('\n'),
        'diff',
      ),
    }),
  },
  {
    name: 'file with CRLF, blocks',
    expect: 'exact',
    write: (m) => ({ answer: blocks(m), before: crlf(m.before), intended: crlf(m.intended) }),
  },
  {
    name: 'file with CRLF, whole',
    expect: 'exact',
    write: (m) => ({ answer: fenced(m, m.intended), before: crlf(m.before), intended: crlf(m.intended) }),
  },
  {
    name: 'file with byte order mark, blocks',
    expect: 'exact',
    write: (m) => ({ answer: blocks(m), before: `\uFEFF${m.before}`, intended: `\uFEFF${m.intended}` }),
  },
  {
    name: 'file with byte order mark, whole',
    expect: 'exact',
    write: (m) => ({
      answer: fenced(m, m.intended),
      before: `\uFEFF${m.before}`,
      intended: `\uFEFF${m.intended}`,
    }),
  },
  {
    name: 'file without a last line break, blocks',
    expect: 'exact',
    write: (m) => ({ answer: blocks(m), before: m.before.trimEnd(), intended: m.intended.trimEnd() }),
  },
  {
    name: 'file without a last line break, whole',
    expect: 'exact',
    write: (m) => ({
      answer: fenced(m, `${m.intended.trimEnd()}\n`),
      before: m.before.trimEnd(),
      intended: m.intended.trimEnd(),
    }),
  },
  {
    name: 'two files, ours second',
    expect: 'exact',
    write: (m) => ({
      answer: `src/other/notes.ts\n<<<<<<< SEARCH\nconst one = 1;\n=======\nconst one = 2;\n>>>>>>> REPLACE\n\nsrc/${m.file}\n${blocks(m)}`,
    }),
  },
];

const garbled: readonly Form[] = [
  { name: 'CRLF in the answer, blocks', expect: 'repaired', write: (m) => ({ answer: crlf(blocks(m)) }) },
  {
    name: 'CRLF in the answer, whole',
    expect: 'repaired',
    write: (m) => ({ answer: crlf(fenced(m, m.intended)) }),
  },
  {
    name: 'blanks behind the search lines',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { search: each((line) => `${line}  `) }) }),
  },
  {
    name: 'blanks behind all lines of the whole file',
    expect: 'exactOrRefused',
    reasons: ['unchanged'],
    write: (m) => ({
      answer: fenced(
        m,
        m.before
          .trimEnd()
          .split('\n')
          .map((line) => `${line} `)
          .join('\n'),
      ),
      intended: m.before,
    }),
  },
  {
    name: 'ORIGINAL and UPDATED',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { open: '<<<<<<< ORIGINAL', close: '>>>>>>> UPDATED' }) }),
  },
  {
    name: 'merge conflict wording',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { open: '<<<<<<< HEAD', close: '>>>>>>> updated' }) }),
  },
  {
    name: 'lower case words',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { open: '<<<<<<< search', close: '>>>>>>> replace' }) }),
  },
  {
    name: 'minus and plus markers',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { open: '------- SEARCH', close: '+++++++ REPLACE' }) }),
  },
  {
    name: 'five signs',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { open: '<<<<< SEARCH', divider: '=====', close: '>>>>> REPLACE' }) }),
  },
  {
    name: 'nine signs',
    expect: 'repaired',
    write: (m) => ({
      answer: blocks(m, { open: '<<<<<<<<< SEARCH', divider: '=========', close: '>>>>>>>>> REPLACE' }),
    }),
  },
  {
    name: 'markers indented',
    expect: 'repaired',
    write: (m) => ({
      answer: blocks(m, { open: '  <<<<<<< SEARCH', divider: '  =======', close: '  >>>>>>> REPLACE' }),
    }),
  },
  {
    name: 'bare markers',
    expect: 'repaired',
    write: (m) => ({ answer: blocks(m, { open: '<<<<<<<', close: '>>>>>>>' }) }),
  },
  {
    name: 'tags',
    expect: 'repaired',
    write: (m) => ({
      answer: m.changes
        .map((c) => `<search>\n${lines(c.search)}</search>\n<replace>\n${lines(c.replace)}</replace>\n`)
        .join('\n'),
    }),
  },
  {
    name: 'old and new tags',
    expect: 'repaired',
    write: (m) => ({
      answer: m.changes
        .map((c) => `<old>\n${lines(c.search)}</old>\n<new>\n${lines(c.replace)}</new>\n`)
        .join('\n'),
    }),
  },
  {
    name: 'labelled fences',
    expect: 'repaired',
    write: (m) =>
      m.changes.some((c) => c.replace.length === 0)
        ? undefined
        : {
            answer: m.changes
              .map(
                (c) => `Find:\n${fenced(m, lines(c.search))}\nReplace with:\n${fenced(m, lines(c.replace))}`,
              )
              .join('\n'),
          },
  },
  {
    name: 'before and after fences',
    expect: 'repaired',
    write: (m) =>
      m.changes.some((c) => c.replace.length === 0)
        ? undefined
        : {
            answer: m.changes
              .map(
                (c) =>
                  `**Before**\n\n${fenced(m, lines(c.search))}\n**After**\n\n${fenced(m, lines(c.replace))}`,
              )
              .join('\n'),
          },
  },
  {
    name: 'each half fenced',
    expect: 'repaired',
    write: (m) => ({
      answer: m.changes
        .map(
          (c) =>
            `<<<<<<< SEARCH\n${fenced(m, lines(c.search))}=======\n${fenced(m, lines(c.replace))}>>>>>>> REPLACE\n`,
        )
        .join('\n'),
    }),
  },
  {
    name: 'reasoning first',
    expect: 'repaired',
    write: (m) => ({
      answer: `<think>\nMaybe\n<<<<<<< SEARCH\nnothing\n=======\nelse\n>>>>>>> REPLACE\n</think>\n\n${blocks(m)}`,
    }),
  },
  {
    name: 'blank lines around the search',
    expect: 'repaired',
    write: (m) => ({ answer: blocks({ ...m, changes: m.changes.map(padded) }) }),
  },
  {
    name: 'line numbers',
    expect: 'exactOrRefused',
    reasons: ['noMatch', 'ambiguous'],
    write: (m) => ({
      answer: blocks(m, { search: (of) => of.map((line, index) => `${index + 41} | ${line}`) }),
    }),
  },
  {
    name: 'moved to the margin',
    expect: 'exactOrRefused',
    reasons: ['ambiguous'],
    write: (m) => {
      const answer = dedented(m);
      return answer === undefined ? undefined : { answer };
    },
  },
  {
    name: 'moved to the right',
    expect: 'repaired',
    write: (m) => {
      const more = each((line) => (line.trim() === '' ? line : `    ${line}`));
      return { answer: blocks(m, { search: more, replace: more }) };
    },
  },
  {
    name: 'spaces for tabs',
    expect: 'repaired',
    write: (m) =>
      isTabbed(m.file) ? { answer: blocks(m, { search: each(spaces), replace: each(spaces) }) } : undefined,
  },
  {
    name: 'tabs for spaces',
    expect: 'repaired',
    write: (m) => {
      if (isTabbed(m.file)) return undefined;
      const tabs = each(tabsFor(unitOf(m.file)));
      return { answer: blocks(m, { search: tabs, replace: tabs }) };
    },
  },
  {
    name: 'whole file, spaces for tabs',
    expect: 'repaired',
    write: (m) =>
      isTabbed(m.file) ? { answer: fenced(m, m.intended.split('\n').map(spaces).join('\n')) } : undefined,
  },
  {
    name: 'whole file, tabs for spaces',
    expect: 'exactOrRefused',
    write: (m) =>
      isTabbed(m.file) || m.file.endsWith('.js')
        ? undefined
        : {
            answer: fenced(
              m,
              m.intended
                .split('\n')
                .map(tabsFor(unitOf(m.file)))
                .join('\n'),
            ),
          },
  },
  {
    name: 'indentation twice as wide',
    expect: 'exactOrRefused',
    reasons: ['noMatch', 'ambiguous'],
    write: (m) =>
      isTabbed(m.file) ? undefined : { answer: blocks(m, { search: each(widen), replace: each(widen) }) },
  },
  {
    name: 'typographic quotes',
    expect: 'exactOrRefused',
    reasons: ['quotesDiffer'],
    write: (m) => ({ answer: blocks(m, { search: each(curly), replace: each(curly) }) }),
  },
  {
    name: 'whole file, typographic quotes',
    expect: 'exactOrRefused',
    reasons: [],
    write: (m) => ({ answer: fenced(m, m.intended.split('\n').map(curly).join('\n')) }),
  },
  {
    name: 'whole file, path in a comment',
    expect: 'repaired',
    write: (m) =>
      /\.(?:py|php)$/.test(m.file) ? undefined : { answer: fenced(m, `// src/${m.file}\n${m.intended}`) },
  },
  {
    name: 'whole file in a list',
    expect: 'repaired',
    write: (m) => ({
      answer: `1. The file:\n\n${fenced(m, m.intended)
        .split('\n')
        .map((line) => (line === '' ? line : `   ${line}`))
        .join('\n')}`,
    }),
  },
  {
    name: 'command beside the file',
    expect: 'repaired',
    write: (m) => ({ answer: `${fenced(m, m.intended)}\nRun it:\n\n\`\`\`bash\nnpm test\n\`\`\`\n` }),
  },
  {
    name: 'diff with wrong line numbers',
    expect: 'repaired',
    write: (m) => ({ answer: fenced(m, unified(m).replace(/^@@.*$/gm, '@@ -1,3 +1,4 @@'), 'diff') }),
  },
  {
    name: 'diff without line numbers',
    expect: 'repaired',
    write: (m) => ({ answer: fenced(m, unified(m).replace(/^@@.*$/gm, '@@'), 'diff') }),
  },
  {
    name: 'diff whose context lost its space',
    expect: 'repaired',
    write: (m) => ({
      answer: fenced(
        m,
        unified(m)
          .split('\n')
          .map((line) => (line.startsWith(' ') ? line.slice(1) : line))
          .join('\n'),
        'diff',
      ),
    }),
  },
  {
    name: 'last fence open',
    expect: 'exactOrRefused',
    reasons: ['truncated'],
    write: (m) => ({ answer: fenced(m, m.intended).trimEnd().replace(/```$/, '') }),
  },
  {
    name: 'last end marker missing',
    expect: 'exactOrRefused',
    reasons: ['truncated', 'malformedBlock'],
    write: (m) => ({ answer: blocks(m).replace(/>>>>>>> REPLACE\n$/, '') }),
  },
  {
    name: 'wrong file name',
    expect: 'exactOrRefused',
    reasons: ['otherFile'],
    write: (m) => ({ answer: `lib/elsewhere.ts\n${blocks(m)}` }),
  },
];

const spoiled: readonly Form[] = [
  {
    name: 'breaks off in the file',
    expect: 'refused',
    reasons: ['truncated'],
    write: (m) => ({ answer: fenced(m, m.intended).slice(0, Math.floor(m.intended.length * 0.6)) }),
  },
  {
    name: 'breaks off in a block',
    expect: 'refused',
    reasons: ['truncated', 'malformedBlock'],
    write: (m) => ({ answer: blocks(m).slice(0, -20) }),
  },
  {
    name: 'leaves out code (slashes)',
    expect: 'refused',
    reasons: ['elided'],
    write: (m) => ({ answer: fenced(m, elidedFile(m, '// ... existing code ...')) }),
  },
  {
    name: 'leaves out code (hash)',
    expect: 'refused',
    reasons: ['elided'],
    write: (m) => ({ answer: fenced(m, elidedFile(m, '# ... rest of the file unchanged ...')) }),
  },
  {
    name: 'leaves out code (words)',
    expect: 'refused',
    reasons: ['elided'],
    write: (m) => ({ answer: fenced(m, elidedFile(m, '/* rest of the code remains the same */')) }),
  },
  {
    name: 'leaves out code in a block',
    expect: 'refused',
    reasons: ['elided'],
    write: (m) => ({
      answer: block({ search: m.changes[0]?.search ?? [], replace: ['// ... existing code ...'] }),
    }),
  },
  {
    name: 'search that is not there',
    expect: 'refused',
    reasons: ['noMatch'],
    write: (m) => ({
      answer: blocks({
        ...m,
        changes: [...m.changes, { search: ['no such line in any file'], replace: ['x'] }],
      }),
    }),
  },
  {
    name: 'search that is there twice',
    expect: 'refused',
    reasons: ['ambiguous'],
    write: (m) => {
      const twice = repeated(m.before);
      return twice === undefined
        ? undefined
        : {
            answer: blocks({
              ...m,
              changes: [...m.changes, { search: [twice], replace: [`${twice} `, 'more'] }],
            }),
          };
    },
  },
  {
    name: 'divider missing',
    expect: 'refused',
    reasons: ['malformedBlock'],
    write: (m) => ({ answer: blocks(m).replace('=======\n', '') }),
  },
  {
    name: 'divider twice',
    expect: 'refused',
    reasons: ['malformedBlock'],
    write: (m) => ({ answer: blocks(m).replace('=======\n', '=======\n=======\n') }),
  },
  {
    name: 'markers within the file',
    expect: 'refused',
    reasons: ['markersLeft', 'malformedBlock', 'noMatch', 'truncated'],
    write: (m) => ({ answer: fenced(m, m.intended.replace('\n', '\n>>>>>>> REPLACE\n')) }),
  },
  {
    name: 'prose only',
    expect: 'refused',
    reasons: ['noCode'],
    write: () => ({ answer: 'You could change the guard so that it says what is wrong.\n' }),
  },
  { name: 'nothing', expect: 'refused', reasons: ['noCode'], write: () => ({ answer: '' }) },
  { name: 'empty fence', expect: 'refused', reasons: ['noCode'], write: (m) => ({ answer: fenced(m, '') }) },
  {
    name: 'some lines of the middle',
    expect: 'refused',
    reasons: ['partial'],
    write: (m) => ({ answer: fenced(m, middle(m)) }),
  },
  {
    name: 'blocks that overlap',
    expect: 'refused',
    reasons: ['overlappingBlocks'],
    write: (m) => ({ answer: blocks({ ...m, changes: [...m.changes, ...m.changes] }) }),
  },
  {
    name: 'empty search',
    expect: 'refused',
    reasons: ['emptySearch'],
    write: (m) => ({ answer: block({ search: [], replace: m.changes[0]?.replace ?? [] }) }),
  },
  {
    name: 'the file as it was',
    expect: 'refused',
    reasons: ['unchanged'],
    write: (m) => ({ answer: fenced(m, m.before) }),
  },
  {
    // What is left may happen to be one whole definition.
    name: 'whole file but for its head',
    expect: 'exactOrRefused',
    reasons: ['partial', 'elided'],
    write: (m) => ({ answer: fenced(m, m.intended.split('\n').slice(7).join('\n')) }),
  },
  {
    name: 'whole file but for its tail',
    expect: 'refused',
    reasons: ['partial'],
    write: (m) => {
      const kept = m.intended.split('\n').slice(0, -12).join('\n');
      // Where nothing but a few lines is missing, they may well have been deleted.
      return m.before.startsWith(kept) ? undefined : { answer: fenced(m, kept) };
    },
  },
  {
    name: 'two whole files',
    expect: 'refused',
    reasons: ['severalFences'],
    write: (m) => ({ answer: `${fenced(m, m.intended)}\nOr:\n\n${fenced(m, m.intended.replace('a', 'b'))}` }),
  },
  {
    name: 'deletes the file',
    expect: 'refused',
    reasons: ['deletesFile'],
    write: (m) => ({ answer: `DELETE src/${m.file}\n` }),
  },
  {
    name: 'binary file',
    expect: 'refused',
    reasons: ['binary'],
    write: (m) => ({ answer: blocks(m), before: `\0\0${m.before}` }),
  },
];

const otherForms: readonly Form[] = [
  {
    name: 'diff of git without a fence',
    expect: 'exact',
    write: (m) => ({
      answer: `diff --git a/src/${m.file} b/src/${m.file}\nindex 12345..67890 100644\n${unified(m)}`,
    }),
  },
  {
    name: 'diff without a fence, prose around',
    expect: 'exact',
    write: (m) => ({ answer: `Apply this:\n\n${unified(m)}\nThat is all there is to it.\n` }),
  },
  {
    name: 'diff in a fence of the language',
    expect: 'repaired',
    write: (m) => ({ answer: fenced(m, unified(m)) }),
  },
  {
    name: 'diff, blank context lines empty',
    expect: 'repaired',
    write: (m) => ({ answer: fenced(m, unified(m).replace(/^ $/gm, ''), 'diff') }),
  },
  {
    name: 'diff, every other context line without its space',
    expect: 'exactOrRefused',
    reasons: ['noMatch', 'ambiguous'],
    write: (m) => ({ answer: fenced(m, everyOther(unified(m)), 'diff') }),
  },
  { name: 'patch', expect: 'exact', write: (m) => ({ answer: patchText(m) }) },
  { name: 'patch in a fence', expect: 'exact', write: (m) => ({ answer: fenced(m, patchText(m), '') }) },
  {
    name: 'patch that breaks off',
    expect: 'refused',
    reasons: ['truncated', 'noCode'],
    write: (m) => ({ answer: patchText(m).replace(/\*\*\* End Patch\n$/, '') }),
  },
  {
    name: 'JSON with edits',
    expect: 'exact',
    write: (m) => ({
      answer: fenced(m, JSON.stringify({ edits: m.changes.map(asTexts) }, undefined, 2), 'json'),
    }),
  },
  {
    name: 'JSON of a tool',
    expect: 'exact',
    write: (m) => ({
      answer: JSON.stringify(
        m.changes.map((change) => ({
          file_path: `src/${m.file}`,
          old_string: lines(change.search),
          new_string: lines(change.replace),
        })),
      ),
    }),
  },
  {
    name: 'JSON with the whole file',
    expect: 'exact',
    write: (m) => ({ answer: JSON.stringify({ path: `src/${m.file}`, content: m.intended }) }),
  },
  {
    name: 'JSON that breaks off',
    expect: 'refused',
    reasons: ['noCode'],
    write: (m) => ({ answer: JSON.stringify({ path: m.file, content: m.intended }).slice(0, -40) }),
  },
  {
    name: 'tags on the lines of the code',
    expect: 'repaired',
    write: (m) => ({
      answer: m.changes
        .map((c) => `<old_str>${c.search.join('\n')}</old_str>\n<new_str>${c.replace.join('\n')}</new_str>\n`)
        .join('\n'),
    }),
  },
  {
    name: 'tags with entities',
    expect: 'repaired',
    write: (m) => ({
      answer: m.changes
        .map(
          (c) =>
            `<search>\n${entities(lines(c.search))}</search>\n<replace>\n${entities(lines(c.replace))}</replace>\n`,
        )
        .join('\n'),
    }),
  },
  {
    name: 'whole file in a tag',
    expect: 'exact',
    write: (m) => ({ answer: `<file path="src/${m.file}">\n${m.intended}</file>\n` }),
  },
  {
    name: 'line of the start in each block',
    expect: 'repaired',
    write: (m) => ({
      answer: m.changes
        .map((c) => block({ search: [':start_line:7', '-------', ...c.search], replace: c.replace }))
        .join('\n'),
    }),
  },
  {
    name: 'change this to this',
    expect: 'repaired',
    write: (m) =>
      m.changes.some((c) => c.replace.length === 0)
        ? undefined
        : {
            answer: m.changes
              .map(
                (c) =>
                  `Change this:\n\n${fenced(m, lines(c.search))}\nto this:\n\n${fenced(m, lines(c.replace))}`,
              )
              .join('\n'),
          },
  },
  {
    name: 'add this below that',
    expect: 'refused',
    reasons: ['severalFences'],
    write: (m) => ({
      answer: `Find this:\n\n${fenced(m, lines(m.changes[0]?.search ?? []))}\nAfter that, add:\n\n${fenced(m, 'more();')}`,
    }),
  },
  {
    name: 'whole file with line numbers',
    expect: 'repaired',
    write: (m) => ({ answer: fenced(m, numbered(m.intended)) }),
  },
  {
    name: 'path in the first line of the fence',
    expect: 'repaired',
    write: (m) => ({ answer: fenced(m, `src/${m.file}\n${m.intended}`) }),
  },
  {
    name: 'whole file without a fence',
    expect: 'exactOrRefused',
    reasons: ['noCode', 'partial'],
    write: (m) => ({ answer: m.intended }),
  },
  {
    name: 'search at the margin, new lines in their place',
    expect: 'exactOrRefused',
    reasons: ['ambiguous', 'noMatch'],
    write: (m) => {
      if (m.changes.every((change) => margin(change.search) === 0)) return undefined;
      return {
        answer: m.changes
          .map((change) => {
            const cut = margin(change.search);
            return block({
              search: change.search.map((line) => (line.trim() === '' ? line : line.slice(cut))),
              replace: change.replace,
            });
          })
          .join('\n'),
      };
    },
  },
  {
    name: 'blanks behind all lines',
    expect: 'repaired',
    write: (m) => ({
      answer: blocks(m, { search: each((line) => `${line} `), replace: each((line) => `${line} `) }),
    }),
  },
  {
    name: 'end marker missing between blocks',
    expect: 'repaired',
    write: (m) =>
      m.changes.length < 2 || m.changes.some((change) => change.replace.at(-1)?.trim() === '')
        ? undefined
        : {
            answer: m.changes
              .map((change, index) =>
                index === 0 ? block(change).replace(/>>>>>>> REPLACE\n$/, '') : block(change),
              )
              .join(''),
          },
  },
  {
    name: 'end marker twice',
    expect: 'repaired',
    write: (m) => ({ answer: m.changes.map((change) => `${block(change)}>>>>>>> REPLACE\n`).join('\n') }),
  },
  {
    name: 'begin marker missing',
    expect: 'refused',
    reasons: ['malformedBlock'],
    write: (m) => ({ answer: blocks(m).replaceAll('<<<<<<< SEARCH\n', '') }),
  },
  ...['...', '--- snip ---', 'all other functions stay as they are', 'der Rest bleibt gleich'].map(
    (comment): Form => ({
      name: `leaves out code: ${comment}`,
      expect: 'refused',
      reasons: ['elided', 'partial'],
      write: (m) => ({
        answer: fenced(m, elidedFile(m, m.file.endsWith('.py') ? `# ${comment}` : `// ${comment}`)),
      }),
    }),
  ),
  {
    name: 'first and last quarter, nothing between',
    expect: 'refused',
    reasons: ['partial', 'elided'],
    write: (m) => {
      const all = m.intended.split('\n');
      const quarter = Math.floor(all.length / 4);
      return all.length < 40
        ? undefined
        : { answer: fenced(m, [...all.slice(0, quarter), ...all.slice(-quarter)].join('\n')) };
    },
  },
];

const forms: readonly Form[] = [...wellFormed, ...garbled, ...spoiled, ...otherForms];

function asTexts(change: Change): { readonly search: string; readonly replace: string } {
  return { search: change.search.join('\n'), replace: change.replace.join('\n') };
}

function everyOther(diff: string): string {
  let count = 0;
  return diff
    .split('\n')
    .map((line) => (line.startsWith(' ') && ++count % 2 === 0 ? line.slice(1) : line))
    .join('\n');
}

function patchText(m: Material): string {
  const body = unified(m)
    .split('\n')
    .slice(2)
    .map((line) => (line.startsWith('@@') ? '@@' : line))
    .filter((line) => !line.startsWith('\\'))
    .join('\n');
  return `*** Begin Patch\n*** Update File: src/${m.file}\n${body}*** End Patch\n`;
}

function entities(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function numbered(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) => `${String(index + 1).padStart(4)} | ${line}`)
    .join('\n');
}

function padded(change: Change): Change {
  return { search: ['', ...change.search, ''], replace: ['', ...change.replace, ''] };
}

function unified(m: Material): string {
  return createTwoFilesPatch(`a/src/${m.file}`, `b/src/${m.file}`, m.before, m.intended)
    .split('\n')
    .slice(1)
    .join('\n');
}

function repeated(text: string): string | undefined {
  const seen = new Set<string>();
  return text.split('\n').find((line) => {
    if (line.trim().length < 6) return false;
    if (seen.has(line)) return true;
    seen.add(line);
    return false;
  });
}

/** Statements from within the file, with neither its beginning nor its end. */
function middle(m: Material): string {
  const all = m.intended.split('\n');
  return `${all.slice(Math.floor(all.length * 0.4), Math.floor(all.length * 0.4) + 12).join('\n')}\nunfinished();\n`;
}

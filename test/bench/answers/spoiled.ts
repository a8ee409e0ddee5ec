/** Which answers leave open what they mean, so that nothing but a refusal is right? */

import type { Chance } from './chance.ts';
import { blockOf, placesOf, type Material } from './material.ts';
import { isNewHead, isNewTail, isTopLevel, isWholeToo } from './unknowable.ts';
import { wellFormed, type WriteForm } from './wellFormed.ts';
import {
  blocksText,
  blockText,
  definitionText,
  diffText,
  fenced,
  languageOf,
  textOf,
  wholeText,
} from './wording.ts';

const before = (material: Material): string => textOf(material.edit.before);
const after = (material: Material): string => textOf(material.edit.after);

function elision(path: string, chance: Chance): string {
  const language = languageOf(path);
  if (/^(?:python|ya?ml|toml|ruby|bash|pyi)$/.test(language)) {
    return chance.oneOf([
      '# ... existing code ...',
      '# ...',
      '# (rest of the file unchanged)',
      '# [unchanged code omitted]',
      '# Remaining methods stay the same',
      '    # ... keep the implementation as it was ...',
      '...',
      '# <snip>',
    ]);
  }
  if (/^(?:html|markdown|svelte)$/.test(language)) {
    return chance.oneOf([
      '<!-- ... -->',
      '<!-- rest of the page unchanged -->',
      '[... rest of the document ...]',
      '...',
    ]);
  }
  return chance.oneOf([
    '// ... existing code ...',
    '// ...',
    '/* ... */',
    '// rest of the file remains unchanged',
    '// (other functions omitted for brevity)',
    '  // Existing implementation here',
    '/* ... unchanged ... */',
    '// [previous code stays as it is]',
    '// … same as before …',
    '  // ... other cases',
  ]);
}

/** A run of unchanged lines, and what comes in its place. */
function elided(material: Material, chance: Chance): string[] | undefined {
  const { edit } = material;
  const shift = edit.after.length - edit.before.length;
  const gaps: [number, number][] = [];
  let from = 0;
  for (const change of edit.changes) {
    if (change.start - from >= 8) gaps.push([from, change.start]);
    from = change.end;
  }
  if (edit.before.length - from >= 8) gaps.push([from + shift, edit.after.length]);
  const [first, ...others] = gaps.filter(
    ([start]) => edit.changes.length === 1 || start > (edit.changes.at(-1)?.end ?? 0) || start === 0,
  );
  if (first === undefined) return undefined;
  const [start, end] = chance.oneOf([first, ...others]);
  const at = start + 1 + chance.below(Math.max(1, end - start - 7));
  const to = Math.min(end - 1, at + 5 + chance.below(60));
  const lines = edit.after.slice(at, to);
  if (lines.filter((line) => /\w{2}/.test(line)).length < 4) return undefined;
  return [...edit.after.slice(0, at), elision(edit.path, chance), ...edit.after.slice(to)];
}

function cut(answer: string, chance: Chance): string {
  return answer.slice(0, Math.floor(answer.length * (0.2 + 0.75 * (chance.below(1_000) / 1_000))));
}

const cutOff =
  (form: string): WriteForm =>
  (material, chance) => {
    const written = wellFormed[form]?.(material, chance);
    if (written === undefined) return undefined;
    const answer = cut(written.answer, chance);
    return isWholeToo(answer, written.answer) ? undefined : { ...written, answer };
  };

/** Lines that stand in the file several times, changed. */
function repeated(material: Material, chance: Chance): { at: number; length: number } | undefined {
  const { before: file } = material.edit;
  for (let tries = 0; tries < 40; tries++) {
    const at = chance.below(file.length);
    const length = 1 + chance.below(3);
    const lines = file.slice(at, at + length);
    if (lines.some((line) => line.trim() !== '') && placesOf(file, lines) > 1) return { at, length };
  }
  return undefined;
}

export const spoiled: Readonly<Record<string, WriteForm>> = {
  'blocks cut off': cutOff('blocks'),
  'blocks with path cut off': cutOff('blocks with path'),
  'whole file cut off': cutOff('whole file'),
  'function cut off': cutOff('whole function'),
  'diff cut off': cutOff('diff'),
  'diff of git without a fence cut off': cutOff('diff of git without a fence'),
  'patch cut off': cutOff('patch'),
  'JSON cut off': cutOff('JSON'),
  'tags cut off': cutOff('tags'),
  'whole file without a fence cut off': (material, chance) => ({ answer: cut(after(material), chance) }),
  'whole file with code left out': (material, chance) => {
    const lines = elided(material, chance);
    return lines === undefined ? undefined : { answer: wholeText(material.edit.path, textOf(lines), chance) };
  },
  'function with code left out': (material, chance) => {
    const lines = (definitionText(material) ?? '').split('\n');
    if (lines.length < 14) return undefined;
    const at = 2 + chance.below(lines.length - 11);
    if (lines.slice(at, at + 6).filter((line) => /\w{2}/.test(line)).length < 4) return undefined;
    const left = elision(material.edit.path, chance);
    return { answer: [...lines.slice(0, at), left, ...lines.slice(at + 6)].join('\n') };
  },
  'block with code left out': ({ blocks, edit }, chance) => {
    const [first, ...others] = blocks;
    if (first === undefined || first.replace.length < 3) return undefined;
    const replace = [first.replace[0] ?? '', elision(edit.path, chance), first.replace.at(-1) ?? ''];
    return { answer: blocksText([{ search: first.search, replace }, ...others], chance) };
  },
  'block that stands there twice': (material, chance) => {
    const place = repeated(material, chance);
    if (place === undefined) return undefined;
    const { at, length } = place;
    const lines = ['// changed here', ...material.edit.before.slice(at, at + length)];
    const block = blockOf(material.edit.before, at, at + length, [{ start: at, end: at + length, lines }]);
    return { answer: blocksText([...material.blocks, block].slice(-1), chance) };
  },
  'diff that fits twice': (material, chance) => {
    const place = repeated(material, chance);
    if (place === undefined) return undefined;
    const lines = material.edit.before.slice(place.at, place.at + place.length);
    const header = chance.oneOf(['@@ -9999,3 +9999,4 @@', '@@', '@@ ... @@']);
    const [first = '', ...others] = lines;
    return {
      answer: fenced(
        `--- a/${material.edit.path}\n+++ b/${material.edit.path}\n${header}\n-${first}\n+changed\n${others.map((line) => ` ${line}\n`).join('')}`,
        'diff',
      ),
    };
  },
  'blocks that overlap': ({ blocks }, chance) => {
    const [first] = blocks;
    if (first === undefined || first.search.length < 2) return undefined;
    const other = { search: first.search, replace: [...first.search.slice(0, -1), 'another line'] };
    return { answer: blocksText([...blocks, other], chance) };
  },
  'empty search': ({ blocks }, chance) => ({
    answer: blocksText([{ search: [], replace: blocks[0]?.replace ?? [] }], chance),
  }),
  'blank search': ({ blocks }, chance) => ({
    answer: blocksText([{ search: ['', ''], replace: blocks[0]?.replace ?? [] }], chance),
  }),
  'search of another file': ({ edit }, chance) => ({
    answer: blocksText(
      [{ search: ['the file never had this line', 'nor this'], replace: ['x'] }],
      chance,
      edit.path,
    ),
  }),
  'one block of two that is not there': ({ blocks }, chance) => ({
    answer: blocksText([...blocks, { search: ['the file never had this line'], replace: ['x'] }], chance),
  }),
  'some lines of the middle': ({ edit }, chance) => {
    const length = edit.after.length;
    if (length < 24) return undefined;
    const at = 4 + chance.below(Math.floor(length / 3));
    const lines = edit.after.slice(at, at + 6 + chance.below(Math.floor(length / 3)));
    const isWhole = edit.before.join('\n').startsWith(lines.join('\n')) || isTopLevel(edit.after, at);
    return isWhole ? undefined : { answer: fenced(textOf(lines), languageOf(edit.path)) };
  },
  'whole file without its head': ({ edit }, chance) => {
    const at = 8 + chance.below(12);
    if (edit.after.length < 40 || isTopLevel(edit.after, at) || isNewHead(edit, at)) return undefined;
    return { answer: fenced(textOf(edit.after.slice(at)), languageOf(edit.path)) };
  },
  'whole file without its tail': ({ edit }, chance) => {
    const count = 8 + chance.below(12);
    if (edit.after.length < 40 || isNewTail(edit, count)) return undefined;
    return { answer: fenced(textOf(edit.after.slice(0, -count)), languageOf(edit.path)) };
  },
  'two whole files': (material) => ({
    answer: `${fenced(after(material), '')}\nOr, if you like that better:\n\n${fenced(before(material).replace(/\w+/, 'otherwise'), '')}`,
  }),
  prose: () => ({ answer: 'You could rename it and check for `undefined` first.\n' }),
  'deletion of the file': ({ edit }) => ({ answer: `DELETE ${edit.path}\n` }),
  'deletion by diff': ({ edit }) => ({
    answer: fenced(
      `--- a/${edit.path}\n+++ /dev/null\n@@ -1,${edit.before.length} +0,0 @@\n${edit.before.map((line) => `-${line}\n`).join('')}`,
      'diff',
    ),
  }),
  'thoughts that never end': (material, chance) => ({
    answer: `<think>\nI could write:\n${blockText(material.blocks[0] ?? { search: [], replace: [] })}${chance.is(0.5) ? 'But then' : ''}\n`,
  }),
};

/** Answers that are about another file of the same package. */
export const foreign: Readonly<Record<string, (other: Material, chance: Chance) => string>> = {
  'blocks for another file': (other, chance) => blocksText(other.blocks, chance, other.edit.path),
  'diff for another file': (other) =>
    fenced(diffText(other.edit.path, before(other), after(other), { context: 3, header: 'git' }), 'diff'),
  'whole other file': (other, chance) => wholeText(other.edit.path, after(other), chance),
  'whole other file, unnamed': (other) => fenced(after(other), ''),
  'function of another file': (other) => `${other.edit.path}\n${definitionText(other) ?? ''}`,
};

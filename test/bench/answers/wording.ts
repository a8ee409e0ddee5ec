/** How is an edit written down where nothing goes wrong? */

import { createTwoFilesPatch } from 'diff';

import type { Chance } from './chance.ts';
import { definitionOf, type Block, type Material } from './material.ts';

export interface Half {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

export const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'javascript',
  py: 'python',
  rs: 'rust',
  md: 'markdown',
  kt: 'kotlin',
  rb: 'ruby',
  sh: 'bash',
};

export function languageOf(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return languages[extension] ?? extension;
}

/** In a fence that is longer than any in the text. */
export function fenced(text: string, info: string): string {
  const runs = [...text.matchAll(/`{3,}/g)].map(([run]) => run.length + 1);
  const fence = '`'.repeat(Math.max(3, ...runs));
  return `${fence}${info}\n${text === '' || text.endsWith('\n') ? text : `${text}\n`}${fence}\n`;
}

const markers = [
  ['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
  ['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
  ['------- SEARCH', '=======', '+++++++ REPLACE'],
  ['<<<<<<< ORIGINAL', '=======', '>>>>>>> UPDATED'],
  ['<<<<<<< HEAD', '=======', '>>>>>>> updated'],
  ['<<<<<<< SEARCH', '=======', '>>>>>>> UPDATE'],
] as const;

export type Markers = (typeof markers)[number];

export const someMarkers = (chance: Chance): Markers => chance.oneOf(markers);

export function blockText({ search, replace }: Half, [open, divide, close]: Markers = markers[0]): string {
  return `${open}\n${textOf(search)}${divide}\n${textOf(replace)}${close}\n`;
}

export function blocksText(halves: readonly Half[], chance: Chance, path?: string): string {
  const marks = someMarkers(chance);
  const blocks = halves.map((half) => blockText(half, marks));
  const between = chance.oneOf(['', '\n', '\n\n']);
  const label = path === undefined ? '' : `${path}\n`;
  switch (chance.below(4)) {
    case 0:
      return `${label}${blocks.join(between)}`;
    case 1:
      return `${label}${fenced(blocks.join(between), path === undefined ? '' : languageOf(path))}`;
    case 2:
      return blocks.map((block) => fenced(`${label}${block}`, '')).join('\nNext:\n\n');
    default:
      return `I changed it.\n\n${blocks.map((block) => `${label}${fenced(block, languageOf(path ?? 'a.ts'))}`).join('\n')}\nTell me if it should be otherwise.\n`;
  }
}

export interface DiffWords {
  readonly context: number;
  readonly header: 'git' | 'plain' | 'none';
}

export function diffText(path: string, before: string, after: string, words: DiffWords): string {
  const { context, header } = words;
  const all = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context }).split('\n');
  const body = all.slice(all.findIndex((line) => line.startsWith('@@'))).join('\n');
  if (header === 'none') return body;
  const names = `--- a/${path}\n+++ b/${path}\n`;
  return header === 'plain'
    ? names + body
    : `diff --git a/${path} b/${path}\nindex 83db48f..bf2c1a9 100644\n${names}${body}`;
}

/** The form that some models were trained on: no numbers, `*** Begin Patch`. */
export function patchText(path: string, blocks: readonly Block[]): string {
  const sections = blocks.map(({ search, replace }) => `@@\n${signed(search, replace)}`);
  return `*** Begin Patch\n*** Update File: ${path}\n${sections.join('')}*** End Patch\n`;
}

function signed(search: readonly string[], replace: readonly string[]): string {
  const all = createTwoFilesPatch('a', 'b', textOf(search), textOf(replace), '', '', { context: 1_000 });
  return all.slice(all.indexOf('\n', all.indexOf('\n@@') + 1) + 1);
}

export function wholeText(path: string, text: string, chance: Chance): string {
  const language = languageOf(path);
  switch (chance.below(5)) {
    case 0:
      return fenced(text, language);
    case 1:
      return `### ${path}\n\n${fenced(text, language)}`;
    case 2:
      return fenced(text, `${language} path=${path}`);
    case 3:
      return `Here is the whole file, changed as you asked:\n\n${fenced(text, language)}\nIt now does both.\n`;
    default:
      return `**${path}**\n${fenced(text, '')}`;
  }
}

export function definitionText(material: Material): string | undefined {
  const lines = definitionOf(material.edit);
  return lines === undefined ? undefined : fenced(textOf(lines), languageOf(material.edit.path));
}

/** Is the answer an object or a list of edits in JSON, as models write that were taught to call tools? */

import type { AnswerPart, SearchReplacePart } from './answerPart.ts';

const searchKeys = [
  'search',
  'old_string',
  'oldString',
  'old_str',
  'old_text',
  'oldText',
  'find',
  'original',
  'old_code',
  'oldCode',
];
const replaceKeys = [
  'replace',
  'new_string',
  'newString',
  'new_str',
  'new_text',
  'newText',
  'replacement',
  'updated',
  'new_code',
  'newCode',
];
const pathKeys = ['path', 'file', 'file_path', 'filePath', 'filename', 'fileName', 'target_file'];
const contentKeys = ['content', 'contents', 'new_content', 'newContent', 'code', 'text', 'file_text'];
const listKeys = [
  'edits',
  'changes',
  'replacements',
  'modifications',
  'files',
  'arguments',
  'parameters',
  'input',
  'args',
];

/** Undefined where the text is no JSON, or JSON that speaks of no edit. */
export function partsFromJson(text: string): readonly AnswerPart[] | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || !/[\]}]$/.test(trimmed)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  const parts = partsOf(value, undefined, 0);
  return parts.length === 0 ? undefined : parts;
}

function partsOf(value: unknown, path: string | undefined, depth: number): AnswerPart[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return allOrNone(value.map((one) => partsOf(one, path, depth + 1)));
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Record<string, unknown>;
  const own = textAt(record, pathKeys) ?? path;
  const search = textAt(record, searchKeys);
  const replace = textAt(record, replaceKeys);
  if (search !== undefined && replace !== undefined) return [block(search, replace, own)];
  for (const key of listKeys) {
    const list = record[key];
    if (typeof list === 'object' && list !== null) return partsOf(list, own, depth + 1);
    // Arguments of a tool call are often a string of JSON themselves.
    if (typeof list === 'string' && key === 'arguments') return [...(partsFromJson(list) ?? [])];
  }
  const content = textAt(record, contentKeys);
  if (own === undefined || content === undefined || Object.keys(record).length > 4) return [];
  return [{ kind: 'fence', path: own, language: '', label: '', lines: linesOf(content), closed: true }];
}

/** A list of which one element is no edit is a list of something else. */
function allOrNone(lists: readonly AnswerPart[][]): AnswerPart[] {
  return lists.some((list) => list.length === 0) ? [] : lists.flat();
}

function block(search: string, replace: string, path: string | undefined): SearchReplacePart {
  return {
    kind: 'block',
    search: linesOf(search),
    replace: replace === '' ? [] : linesOf(replace),
    text: { search, replace },
    closed: true,
    malformed: false,
    ...(path === undefined ? {} : { path }),
  };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function textAt(record: Record<string, unknown>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

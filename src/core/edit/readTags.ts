/** Which parts of an answer stand between tags (`<old_string>` ... `<file path="a.ts">` ...)? */

import { closesReplace, opensSearch, readCloseTag, readFence, readOpenTag } from './markers.ts';

const fileTag =
  /^\s*<(file|code|document|content|file_content|artifact)\s+(?:[\w-]+="[^"]*"\s+)*?(?:path|name|filename|file)="([^"]+)"[^>]*>\s*(.*)$/i;

/** The answer's lines with each such tag alone on its line, and the text of a whole file in a fence. Fences and blocks stay. */
export function spreadTags(lines: readonly string[]): string[] {
  const result: string[] = [];
  let inFence: ReturnType<typeof readFence>;
  let inBlock = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const fence = readFence(line);
    if (inFence !== undefined) {
      if (fence?.info === '' && fence.character === inFence.character && fence.length >= inFence.length)
        inFence = undefined;
      result.push(line);
      continue;
    }
    if (opensSearch(line)) inBlock = true;
    if (closesReplace(line)) inBlock = false;
    const tag = inBlock ? undefined : readOpenTag(line);
    const file = inBlock ? null : fileTag.exec(line);
    if (tag !== undefined) index = spread(lines, index, tag, result);
    else if (file !== null) index = fileText(lines, index, file, result);
    else {
      if (fence !== undefined && !inBlock) inFence = fence;
      result.push(line);
    }
  }
  return result;
}

function spread(
  lines: readonly string[],
  start: number,
  tag: { readonly name: string; readonly rest: string },
  result: string[],
): number {
  result.push(`<${tag.name}>`);
  let text = tag.rest;
  for (let index = start; index < lines.length; index++) {
    if (index > start) text = lines[index] ?? '';
    const before = readCloseTag(text, tag.name);
    if (before !== undefined) {
      if (before.trim() !== '' || (index === start && before !== '')) result.push(before);
      result.push(`</${tag.name}>`);
      return index;
    }
    if (index > start || text.trim() !== '') result.push(text);
  }
  return lines.length;
}

/** Only a path where edits or a fence follow, else the file's whole text. */
function fileText(lines: readonly string[], start: number, file: RegExpExecArray, result: string[]): number {
  const [, name = '', path = '', rest = ''] = file;
  const next = [rest, ...lines.slice(start + 1, start + 4)].find((line) => line.trim() !== '') ?? '';
  const isWrapper =
    readOpenTag(next) !== undefined ||
    readFence(next) !== undefined ||
    opensSearch(next) ||
    /^\s*<\w*(?:edit|change|diff)\w*>/i.test(next);
  if (isWrapper) {
    result.push(path);
    return start;
  }
  const body = rest === '' ? [] : [rest];
  let index = start + 1;
  let isClosed = false;
  for (; index < lines.length; index++) {
    const before = readCloseTag(lines[index] ?? '', name);
    if (before !== undefined) {
      if (before !== '') body.push(before);
      isClosed = true;
      break;
    }
    body.push(lines[index] ?? '');
  }
  const longest = Math.max(2, ...body.map((line) => /`{3,}/.exec(line)?.[0].length ?? 0));
  const fence = '`'.repeat(longest + 1);
  result.push(path, fence, ...body, ...(isClosed ? [fence] : []));
  return index;
}

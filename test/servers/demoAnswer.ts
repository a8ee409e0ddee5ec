/** What does the demo server answer? It copies from what it was sent and does a few named things; it is no model. */

import { inPieces } from './codeOracle.ts';
import type { AnswerChunk, Asked } from './standIn.ts';

const introduction = 'Demo server, no model:';

/** Answers FIM by the longest match in the context, chat and edits by rule. */
export function demoAnswer(asked: Asked): readonly AnswerChunk[] {
  if (asked.task === 'chat') return inPieces(chat(asked));
  return inPieces(
    copyFromContext(
      asked.prefix,
      asked.suffix,
      asked.extra.map(({ text }) => text),
    ),
  );
}

const shortestMatch = 3;
const longestMatch = 240;
const mostLines = 8;

/**
 * What followed the longest earlier occurrence of the text before the cursor: in the suffix, in other files, in the
 * prefix itself. To the end of the line where the cursor stands within one, to the end of the block where it starts one.
 */
export function copyFromContext(prefix: string, suffix: string, others: readonly string[] = []): string {
  const startsLine = /(^|\n)[ \t]*$/.test(prefix);
  // At the start of a line the indentation alone matches everywhere: the line above must match too.
  const needed = startsLine ? 8 : shortestMatch;
  const best = { length: needed - 1, text: '' };
  for (const source of [prefix, suffix, ...others]) {
    for (
      let at = source.indexOf(prefix.slice(-1));
      at !== -1;
      at = source.indexOf(prefix.slice(-1), at + 1)
    ) {
      const end = at + 1;
      if (source === prefix && end === prefix.length) continue;
      const length = commonTail(prefix, source.slice(Math.max(0, end - longestMatch), end));
      const text = cutToUnit(source.slice(end, end + 1200), startsLine);
      if (length > best.length && text.trim() !== '' && !suffix.startsWith(text)) {
        best.length = length;
        best.text = text;
      }
    }
  }
  return best.text === '' ? completeWord(prefix, [prefix, suffix, ...others]) : best.text;
}

function commonTail(left: string, right: string): number {
  let length = 0;
  const most = Math.min(left.length, right.length);
  while (
    length < most &&
    left.charCodeAt(left.length - 1 - length) === right.charCodeAt(right.length - 1 - length)
  )
    length++;
  return length;
}

function cutToUnit(text: string, wholeBlock: boolean): string {
  const lines = text.split('\n');
  if (!wholeBlock) return lines[0] ?? '';
  const kept: string[] = [lines[0] ?? ''];
  for (const line of lines.slice(1, mostLines)) {
    if (line.trim() === '') break;
    kept.push(line);
    if (/^[)}\]]/.test(line)) break;
  }
  return kept.join('\n');
}

/** The rest of the most frequent longer word that starts like the one before the cursor. */
function completeWord(prefix: string, sources: readonly string[]): string {
  const start = /[A-Za-z_$][\w$]*$/.exec(prefix)?.[0] ?? '';
  if (start.length < 2) return '';
  const counts = new Map<string, number>();
  for (const source of sources) {
    for (const [word] of source.matchAll(/[A-Za-z_$][\w$]*/g)) {
      if (word.length > start.length && word.startsWith(start)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const [word] = [...counts].sort((left, right) => right[1] - left[1])[0] ?? [''];
  return word.slice(start.length);
}

interface Fence {
  readonly language: string;
  readonly code: string;
}

function fences(text: string): Fence[] {
  return [...text.matchAll(/^(`{3,})([^\n`]*)\n([\s\S]*?)^\1[ \t]*$/gm)].map(([, , language, code]) => ({
    language: (language ?? '').trim().split(/\s/)[0] ?? '',
    code: code ?? '',
  }));
}

const abilities = [
  'complete by copying from the open file and its neighbors',
  'edit: `rename X to Y`, `add a comment`, `sort the lines`, `uppercase the strings`',
  '`write a broken edit` or `write a lazy edit`, to see the checks at work',
  'in the chat: `list the functions`, `count the lines`, `show the code`',
];

function chat(asked: Asked): string {
  const system = asked.messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => content)
    .join('\n');
  const question = asked.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const code =
    fences(question).at(-1) ?? fences(asked.messages.map(({ content }) => content).join('\n')).at(-1);
  if (isEdit(system, question) && code !== undefined) return editAnswer(question, code);
  if (/function|method|symbol/i.test(question) && code !== undefined) {
    const names = functionNames(code.code);
    return `${introduction} the code defines ${names.length === 0 ? 'no functions I can see' : names.map((name) => `\`${name}\``).join(', ')}.`;
  }
  if (/how many lines|count/i.test(question) && code !== undefined) {
    return `${introduction} the code has ${code.code.trimEnd().split('\n').length} lines.`;
  }
  if (/show|print|code/i.test(question) && code !== undefined) {
    return `${introduction} this is the code I was sent.\n\n\`\`\`${code.language}\n${code.code}\`\`\`\n`;
  }
  const asksFor = question.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  return `${introduction} “${asksFor}” takes a model to answer. The demo knows these:\n\n${abilities.map((line) => `- ${line}`).join('\n')}\n\nConnect a model server with **Tandem: Connect to a Server**.`;
}

function functionNames(code: string): string[] {
  const found = code.matchAll(
    /(?:function|def|func|fn)\s+([A-Za-z_$][\w$]*)|(?:const|let)\s+([A-Za-z_$][\w$]*)\s*=\s*(?:async\s*)?\(/g,
  );
  return [...found].map(([, first, second]) => first ?? second ?? '');
}

function isEdit(system: string, question: string): boolean {
  return /\b(rewrite|edit|SEARCH|instruction)/i.test(system) || /^#* ?instruction/im.test(question);
}

const hashLanguages = new Set(['python', 'py', 'ruby', 'rb', 'bash', 'sh', 'shellscript', 'yaml', 'toml']);

/** The whole region again, changed by what the instruction names. */
function editAnswer(question: string, { language, code }: Fence): string {
  return `\`\`\`${language}\n${changed(question, language, code)}\`\`\`\n`;
}

function changed(question: string, language: string, code: string): string {
  const comment = hashLanguages.has(language) ? '#' : '//';
  if (/\blazy edit\b/i.test(question)) return lazy(code, comment);
  if (/\bbroken edit\b/i.test(question) && !/failed|repair/i.test(question)) return broken(code);
  const rename = /\brename\s+[`'"]?([\w$]+)[`'"]?\s+to\s+[`'"]?([\w$]+)/i.exec(question);
  if (rename !== null)
    return code.replaceAll(
      new RegExp(`(?<![\\w$])${escapeRegExp(rename[1] ?? '')}(?![\\w$])`, 'g'),
      rename[2] ?? '',
    );
  if (/sort/i.test(question)) return `${code.trimEnd().split('\n').sort().join('\n')}\n`;
  if (/uppercase/i.test(question))
    return code.replaceAll(/(['"])([^'"\n]*)\1/g, (whole) => whole.toUpperCase());
  const indent = /^[ \t]*/.exec(code)?.[0] ?? '';
  return `${indent}${comment} Edited by the demo server.\n${code}`;
}

function lazy(code: string, comment: string): string {
  const lines = code.trimEnd().split('\n');
  if (lines.length < 3) return `${comment} ... rest of the code unchanged ...\n`;
  return `${lines[0] ?? ''}\n  ${comment} ... existing code ...\n${lines.at(-1) ?? ''}\n`;
}

/** Drops the last closing bracket, as a model does that ran out of room. */
function broken(code: string): string {
  const at = Math.max(code.lastIndexOf('}'), code.lastIndexOf(')'));
  return at === -1 ? `${code.trimEnd()} (\n` : `${code.slice(0, at)}${code.slice(at + 1)}`;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

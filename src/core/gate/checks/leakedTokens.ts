/** Did control tokens or chat markers of the model leak into its answer? */

import { lastRow } from '../../base/text.ts';
import type { Check } from '../check.ts';

/**
 * Shapes rather than names: families invent new words, but write them in few ways. The sharp-and-bar form with one
 * word in it, its full-width twin, square-bracketed capitals, FIM letters in angle brackets, sentence marks.
 */
const shapes: readonly RegExp[] = [
  /<\|\/?[a-z][\w ./:-]{0,40}\|>/gi,
  /<[｜│][^<>｜│\n]{1,40}[｜│]>/g,
  /\[\/?(?:INST|SYS|TOOL_?CALLS?|TOOL_RESULTS?|AVAILABLE_TOOLS|SYSTEM_PROMPT|USER_PROMPT|MODEL_SETTINGS|IMG(?:_END|_BREAK)?|AUDIO|BEGIN_AUDIO|PREFIX|SUFFIX|MIDDLE|THINK|ARGS|CALL_ID|BOS|EOS|PAD|UNK|CLS|SEP|MASK|control_\d+|END|EOT)\]/g,
  /<<\/?SYS>>/g,
  /<\/?(?:fim|fim_)[_-]?[a-z_]{1,20}>/gi,
  /(?<![\w.])<\[[a-z][\w▁ -]{2,30}\]>/gi,
  /<(?:PRE|SUF|MID|EOT|EOM|EOD|END|BOS|EOS)>/g,
  /<\/?(?:start|end)_of_(?:turn|text|sentence|utterance|image|audio|role|sequence|message|document|file)>/gi,
  /<\/(?:tool_(?:call|response|result)s?)>|<(?:\/?(?:think(?:ing)?|reasoning|reflection|scratchpad)|unk|pad|bos|eos|mask|eot_id|tool_(?:call|response|result)s?|repo_?name|file_?sep|filename|gh_stars|issue_start|jupyter_\w+|empty_output|commit_\w+|extra_id_\d+|unused\d+|0x[0-9A-F]{2})>/gi,
  /<\/s>|<s>(?=\s*(?:\[INST\]|$))|^\s*<s>/g,
  /^\s*(?:Human|Assistant|User|System|AI|Bot|Q|A|### (?:Instruction|Response|Input|Human|Assistant|User))\s*:\s?(?=\S|$)(?!.*[,;{([]\s*$)(?!\s*[\w.[\], |]+=)/gm,
  /^\s*###\s*(?:Instruction|Response|Input|Human|Assistant|User|System)\b\s*:?\s*$/gm,
  /^\+{5} \S+\.\w+$/gm,
  /[ĠĊ▁](?=\w)/g,
];
const roleShapes = new Set([10]);
/** What stands for a blank in a vocabulary: a text that leaked holds it everywhere, not in its strings alone. */
const pieceShape = 13;

/** Only what is new: a tokenizer's own source may name them, a file may hold a replacement character. */
export const leakedTokensCheck: Check = {
  name: 'leakedTokens',
  tasks: ['completion', 'edit', 'chat'],
  run({ answer, judged, before, language }) {
    const known = `${before}\n${judged.instruction ?? ''}\n${(judged.shown ?? []).map((file) => file.text).join('\n')}`;
    const prose = judged.task === 'chat' ? withoutCode(answer) : answer;
    for (const [index, shape] of shapes.entries()) {
      // A colon behind a word is a key in data and a speaker in prose only when a second one answers.
      if (roleShapes.has(index) && (language?.kind === 'data' || !twoSpeakers(prose))) continue;
      for (const found of prose.matchAll(shape)) {
        const token = found[0].trim();
        if (token === '' || known.includes(token)) continue;
        // In a comment it stands for what the reader fills in.
        if (/^<[a-z_]+>$/.test(token) && inLineComment(prose, found.index)) continue;
        if (/^<[A-Z]+>$/.test(token) && isUsage(prose, found.index)) continue;
        // In quotes it is data of a program that deals with such tokens.
        if (judged.task !== 'chat' && quotedAt(prose, found.index, found[0].length)) continue;
        if (
          judged.task !== 'chat' &&
          inLineQuotes(prose, found.index) &&
          (index === pieceShape || speaksOfTokens(known))
        )
          continue;
        if (known.includes(token.slice(0, 5)) && /^<\/?[a-z]+>$/i.test(token) && language?.kind === 'markup')
          continue;
        const line = lastRow(prose.slice(0, found.index));
        return {
          message: `A control token of the model is in the text: \`${token.slice(0, 40)}\`.`,
          line: lineIn(judged, line),
        };
      }
    }
    return undefined;
  },
};

/** `(<START>, <END>, <CELL LENGTH>)`: names in capitals beside each other stand for what the reader fills in. */
function isUsage(text: string, at: number): boolean {
  const end = text.indexOf('\n', at);
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, end === -1 ? text.length : end);
  const names = line.match(/<[A-Z][A-Z _]*>/g) ?? [];
  return names.some((name) => !shapes.some((shape) => name.search(shape) !== -1));
}

function inLineComment(text: string, at: number): boolean {
  return /(?:\/\/|#|^\s*\*)\s*\S/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
}

function quotedAt(text: string, start: number, length: number): boolean {
  const open = /["'`/]$/.exec(text.slice(0, start))?.[0];
  return open !== undefined && text.startsWith(open, start + length);
}

/** Within a string that begins and ends on the line. */
function inLineQuotes(text: string, at: number): boolean {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(from, end === -1 ? text.length : end);
  return [...line.matchAll(/(["'`])(?:\\.|(?!\1).)*\1/g)].some(
    (quoted) => quoted.index < at - from && at - from < quoted.index + quoted[0].length,
  );
}

/** Other tokens stand there already, or the words of who deals with them. */
function speaksOfTokens(known: string): boolean {
  return (
    /\b(?:special|stop|control|sentinel)[_ -]?tokens?\b|\btokenizer\b|\bchat[_ -]?template\b/i.test(known) ||
    shapes.some(
      (shape, index) =>
        !roleShapes.has(index) && new RegExp(shape.source, shape.flags.replace('g', '')).test(known),
    )
  );
}

function lineIn(judged: { readonly task: string; readonly before: string }, line: number): number {
  return judged.task === 'completion' ? lastRow(judged.before) + line : line;
}

function twoSpeakers(text: string): boolean {
  const speakers = new Set<string>();
  for (const found of text.matchAll(
    /^\s*(?:### )?(Human|Assistant|User|System|AI|Bot|Instruction|Response)\s*:(?!.*[,;{([]\s*$)(?!\s*[\w.[\], |]+=)/gm,
  )) {
    speakers.add(found[1] ?? '');
  }
  return speakers.size > 0;
}

function withoutCode(answer: string): string {
  return answer.replace(/^(```|~~~)[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, '').replace(/`[^`\n]*`/g, '');
}

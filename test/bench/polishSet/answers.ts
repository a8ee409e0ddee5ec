/** How do real models and servers say what is right? With what follows it, twice, in a fence, cut off, in other white space. */

import { tokensOf } from '../completion/oracle.ts';
import type { CutHole } from './holes.ts';

export interface RawAnswer {
  readonly raw: string;
  /** The stream ended because of its limit. */
  readonly isCut: boolean;
  /** Not all of the middle was said: its whole lines are asked for. */
  readonly isPart: boolean;
}

const leaks = [
  '<|endoftext|>',
  '<|fim_suffix|>',
  '<|fim_pad|>',
  '<|file_sep|>',
  '<|repo_name|>',
  '<|im_end|>',
  '<fim_suffix>',
  '<file_sep>',
  '<｜fim▁end｜>',
  '<｜end▁of▁sentence｜>',
  '[SUFFIX]',
  '[PREFIX]',
  '<EOT>',
  '<SUF>',
  '</s>',
  '<|end_of_text|>',
  '<|file_separator|>',
  '<|eot_id|>',
  '<[fim-suffix]>',
  '<eos>',
  '<end_of_turn>',
] as const;

export const manners = [
  'exact',
  'goes on',
  'goes on at length',
  'rest of the line again',
  'leaks a token',
  'leaks and goes on',
  'in a fence',
  'dummy space',
  'newline first',
  'indents twice',
  'other white space',
  'cut off',
  'goes round in circles',
] as const;
export type Manner = (typeof manners)[number];

/** `undefined` where the manner would say nothing different or what it says could be meant. */
export function say(
  hole: CutHole,
  manner: Manner,
  languageId: string,
  random: () => number,
): RawAnswer | undefined {
  const raw = rawOf(hole, manner, languageId, random);
  return raw === undefined
    ? undefined
    : { raw, isCut: manner === 'cut off' || manner === 'goes on', isPart: manner === 'cut off' };
}

function rawOf(hole: CutHole, manner: Manner, languageId: string, random: () => number): string | undefined {
  const { middle, after } = hole;
  const line = hole.before.slice(hole.before.lastIndexOf('\n') + 1);
  const behind = after.slice(after.indexOf('\n') === -1 ? after.length : after.indexOf('\n'));
  const leak = leaks[Math.floor(random() * leaks.length)] ?? '';
  switch (manner) {
    case 'exact':
      return middle;
    case 'goes on':
      return middle + onward(hole, 40 + Math.floor(random() * 120));
    case 'goes on at length':
      return middle + onward(hole, 1_500);
    case 'rest of the line again':
      return hole.kind !== 'insideLine' ? undefined : middle + after.slice(0, after.indexOf('\n'));
    case 'leaks a token':
      return middle + leak;
    case 'leaks and goes on':
      return `${middle}${leak}${behind.slice(0, 200)}`;
    case 'in a fence':
      return `\`\`\`${languageId}\n${middle}\n\`\`\`\n`;
    case 'dummy space':
      return /^\s/.test(middle) || (line !== '' && !/\s$/.test(line)) ? undefined : ` ${middle}`;
    case 'newline first':
      return line.trim() === '' ? `\n${line}${middle}` : undefined;
    case 'indents twice':
      return line.trim() === '' && line !== '' ? line + middle : undefined;
    case 'other white space':
      return otherSpace(hole, line);
    case 'cut off': {
      const tokens = tokensOf(middle);
      return tokens.length < 4
        ? undefined
        : tokens.slice(0, 2 + Math.floor(random() * (tokens.length - 3))).join('');
    }
    case 'goes round in circles':
      return middle.includes('\n') && middle.length > 60
        ? undefined
        : `${middle}${`\n${line.match(/^\s*/)?.[0] ?? ''}${middle.trim()}`.repeat(8)}`;
  }
}

/** What the file has behind the hole, as a model that does not stop would write it: closers of the editor's left out. */
function onward({ kind, after, whole, before, middle }: CutHole, length: number): string {
  const rest = kind === 'betweenClosers' ? whole.slice(before.length + middle.length) : after;
  return rest.slice(0, length);
}

/** Tabs for spaces, or four spaces for tabs; only where the file keeps to one of both. */
function otherSpace({ middle, whole }: CutHole, line: string): string | undefined {
  if (!middle.includes('\n')) return undefined;
  const indents = whole.split('\n').map((one) => /^[ \t]*/.exec(one)?.[0] ?? '');
  const tabbed = indents.some((indent) => indent.includes('\t'));
  const spaced = indents.some((indent) => indent.includes('  '));
  if (tabbed && spaced) return undefined;
  if (tabbed) return middle.replace(/\n(\t+)/g, (_, tabs: string) => `\n${'    '.repeat(tabs.length)}`);
  if (indents.some((indent) => indent.length % 4 !== 0) || line.length % 4 !== 0) return undefined;
  return middle.replace(/\n((?: {4})+)/g, (_, spaces: string) => `\n${'\t'.repeat(spaces.length / 4)}`);
}

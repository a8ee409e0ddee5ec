/** Of which parts does a whole answer consist, whatever form the model chose? */

import type { AnswerPart } from './answerPart.ts';
import { parseAnswer } from './AnswerParser.ts';
import { fenceDiffs } from './fenceDiffs.ts';
import { partsFromJson } from './jsonEdits.ts';
import { readFence } from './markers.ts';
import { spreadTags } from './readTags.ts';

/** As the parser that follows the stream, and beyond it the forms that need the whole answer: JSON, patches, bare diffs, tags. */
export function readAnswer(answer: string): readonly AnswerPart[] {
  const text = answer
    .replace(/^\uFEFF/, '')
    .replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, (thought) => thought.replace(/[^\n]+/g, ''))
    .replace(/\r\n?/g, '\n');
  const wrapped = partsFromJson(text);
  if (wrapped !== undefined) return wrapped;
  const lines = fenceDiffs(spreadTags(withoutThoughts(text.split('\n'))));
  const parts = parseAnswer(lines.join('\n'));
  return parts.flatMap((part) =>
    part.kind === 'fence' && part.closed && (part.language === '' || part.language.startsWith('json'))
      ? (partsFromJson(part.lines.join('\n')) ?? [part])
      : [part],
  );
}

/** Some servers keep the tag that opens the reasoning to themselves: all before the one that closes it goes. */
function withoutThoughts(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => /^<\/think(?:ing)?>$/i.test(line.trimEnd()));
  const thoughts = lines.slice(0, Math.max(0, end));
  const isInFence = thoughts.filter((line) => readFence(line) !== undefined).length % 2 === 1;
  return end === -1 || isInFence ? lines : lines.slice(end + 1);
}

/** Of which parts does a whole answer consist, whatever form the model chose? */

import type { AnswerPart } from './answerPart.ts';
import { parseAnswer } from './AnswerParser.ts';
import { fenceDiffs } from './fenceDiffs.ts';
import { partsFromJson } from './jsonEdits.ts';
import { spreadTags } from './readTags.ts';

/** As the parser that follows the stream, and beyond it the forms that need the whole answer: JSON, patches, bare diffs, tags. */
export function readAnswer(answer: string): readonly AnswerPart[] {
  const text = answer
    .replace(/^\uFEFF/, '')
    .replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, (thought) => thought.replace(/[^\n]+/g, ''))
    .replace(/\r\n?/g, '\n');
  const wrapped = partsFromJson(text);
  if (wrapped !== undefined) return wrapped;
  const lines = fenceDiffs(spreadTags(text.split('\n')));
  const parts = parseAnswer(lines.join('\n'));
  return parts.flatMap((part) =>
    part.kind === 'fence' && part.closed && (part.language === '' || part.language.startsWith('json'))
      ? (partsFromJson(part.lines.join('\n')) ?? [part])
      : [part],
  );
}

/** How does raw text become an insertion? The ordered list of rules: clean once, fit at every keystroke. */

import { none, some, type Outcome } from '../base/outcome.ts';
import { cutAtBlockEnd } from './rules/blockEnd.ts';
import { cutControlTokens } from './rules/controlTokens.ts';
import { cutDoubledBrackets } from './rules/doubledBrackets.ts';
import { stripFences } from './rules/fences.ts';
import { cutToShape } from './rules/firstLine.ts';
import { alignIndentation } from './rules/indentation.ts';
import { dropLeadingQuirks } from './rules/leadingSpace.ts';
import { cutEchoedLines } from './rules/nextLinesEchoed.ts';
import { cutRepetition } from './rules/repetition.ts';
import { cutWhereSuffixBegins } from './rules/suffixEntered.ts';
import { fitToRest } from './rules/suffixOverlap.ts';
import { trimTrailingWhitespace } from './rules/trailingWhitespace.ts';
import { unified, type Insertion, type Scene, type Shape } from './scene.ts';

type CleanRule = (text: string, scene: Scene) => string;

/** What concerns the answer as a whole, wherever in it the cursor stands later. */
const unwrapping: readonly CleanRule[] = [cutControlTokens, stripFences, dropLeadingQuirks, alignIndentation];
const cutting: readonly CleanRule[] = [cutAtBlockEnd, cutRepetition];

export type PolishRefusal = 'emptyAnswer' | 'repeatsNextLines';

/** Clean text for the place it was asked for, with the file's own line ends. Never fails; may be empty. */
export function cleanAnswer(raw: string, scene: Scene): string {
  const clean = cutting.reduce((text, rule) => rule(text, scene), beforeBlockEnd(raw, scene));
  return scene.lineEnding === '\n' ? clean : clean.replaceAll('\n', '\r\n');
}

/** The answer without its wrapping, before it is cut where the block ends; line ends as `\n`. */
export function beforeBlockEnd(raw: string, scene: Scene): string {
  return unwrapping.reduce((text, rule) => rule(text, scene), unified(raw));
}

/** What of clean text is inserted at the cursor as it stands now, or why nothing is. */
export function fitInsertion(text: string, scene: Scene, shape: Shape): Outcome<Insertion, PolishRefusal> {
  const shaped = cutToShape(cutWhereSuffixBegins(unified(text), scene), scene, shape);
  if (shaped.trim() === '') return none('emptyAnswer');
  const alone = cutEchoedLines(shaped, scene);
  if (alone.trim() === '') return none('repeatsNextLines');
  const fitted = fitToRest({ text: alone, replaceAfter: 0 }, scene);
  const balanced = cutDoubledBrackets(fitted.text, scene);
  const trimmed = trimTrailingWhitespace(balanced);
  if (trimmed.trim() === '') return none('emptyAnswer');
  return some({
    text: scene.lineEnding === '\n' ? trimmed : trimmed.replaceAll('\n', '\r\n'),
    replaceAfter: fitted.replaceAfter,
  });
}

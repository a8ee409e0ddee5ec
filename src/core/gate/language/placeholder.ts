/** Given what a comment says and what happened around it: does it stand for code that was left out? */

import { editingShare, isAmbiguousAlone, saysWhatHappens, speaksAbroad } from './editingWords.ts';
import { elisionScore } from './elisionWords.ts';

export interface CommentShape {
  readonly text: string;
  /** Lines of code that vanished in the hunk. */
  readonly lost: number;
  /** An edit lost several lines of code here. */
  readonly replaced: boolean;
  /** So many lines were lost that one word does. */
  readonly many: boolean;
  /** Nothing but comments came in the hunk, or the comment is all that stands between two brackets of a line. */
  readonly alone: boolean;
  /** It is all that its block holds. */
  readonly bareBody: boolean;
  /** No code follows it in its block, which it could be a heading of. */
  readonly headsNothing: boolean;
  /** It speaks of editing alone, or in letters that the file does not use. */
  readonly aside: boolean;
  /** A line of a comment with stars. */
  readonly inStars: boolean;
  /** A line of a longer comment: that explains. */
  readonly oneOfMany: boolean;
  /**
   * Several lines of code gave way to this one comment, which belongs to nothing else: neither to a comment that was
   * there, nor to the declaration below. Of 3,034 real edits 7 have such a place.
   */
  readonly standsFor: boolean;
  readonly offside: boolean;
  readonly edit: boolean;
  /** A suggestion that says nothing else. */
  readonly onlyThis: boolean;
  /** The last line of a suggestion. */
  readonly endsAnswer: boolean;
}

const longestPlaceholder = 12;

export function isPlaceholder(shape: CommentShape): boolean {
  const { text, replaced, alone } = shape;
  // Valid Python: a stub. Whether a body was lost is vanishedCode's question.
  if (shape.offside && text === '...') return replaced && alone;
  if (idle.test(text)) return false;
  const words = text.split(/\s+/).length;
  if (
    shape.standsFor &&
    (words > 1 || shape.many || /^[([<{].*[)\]>}]\.?$/.test(text)) &&
    words <= longestPlaceholder &&
    !documents(text)
  )
    return true;
  if (dangles(shape, words)) return true;
  if (!shape.edit && /\p{L}/u.test(text) && isAmbiguousAlone(text) && !/\.{3}|…/.test(text)) return false;
  if (shape.aside && shape.onlyThis && words > 1) return true;
  if (
    !shape.oneOfMany &&
    isEnclosed(text) &&
    (shape.onlyThis || shape.endsAnswer) &&
    editingShare(text) >= enclosedShare
  )
    return true;
  const score = elisionScore(text.replace(/^TODO:?\s+(?=keep|leave|rest|existing|restore)/i, ''));
  if (shape.oneOfMany && isBetweenDots(text) && shape.edit && shape.lost > 0 && alone) return true;
  if (shape.oneOfMany)
    return alone && words <= 9 && ((score === 2 && replaced) || (shape.aside && shape.lost > 0));
  if (shape.edit && shape.lost > 0 && alone && isEnclosed(text) && editingShare(text) >= enclosedShare)
    return true;
  if (score === 2)
    return (
      saysSo(text) ||
      shape.onlyThis ||
      shape.headsNothing ||
      (shape.endsAnswer && shape.aside && words > 1) ||
      (shape.edit && shape.lost > 0)
    );
  return maybePlaceholder(shape, score, words);
}

const staysAsItWas =
  /\b(?:unchanged|unmodified|untouched|unaltered|identical|remain(?:s|ing|der)?|rest of|as (?:before|is|it was)|existing|original|former|no (?:further |more |other )?(?:changes?|modifications?))\b/i;

/** Dots, or a word for leaving out, need no place to tell. */
function saysSo(text: string): boolean {
  return /\.{3}|…|\b(?:omitted|elided|snip(?:ped)?|abridged|not shown|for (?:brevity|readability|clarity|simplicity))\b/i.test(
    text,
  );
}

function maybePlaceholder(shape: CommentShape, score: 0 | 1 | 2, words: number): boolean {
  const { text, alone, bareBody, edit, lost } = shape;
  if (shape.aside && !edit && saysSo(text)) return true;
  const between = isBetweenDots(text) && words <= (shape.onlyThis ? 14 : 9);
  if (between && (!edit || lost > 0)) return true;
  if (shape.aside && !edit)
    return (
      shape.headsNothing ||
      (shape.endsAnswer &&
        words > 1 &&
        (staysAsItWas.test(text) || speaksAbroad(text) || /[^\p{ASCII}]/u.test(text)))
    );
  if (shape.aside && lost > 0 && (alone || (bareBody && lost > 1))) return true;
  if (shape.replaced && bareBody && words > 2 && editingShare(text) >= bareShare && !documents(text))
    return true;
  // So much was lost that the words need not stand alone.
  if (shape.aside && shape.replaced && score > 0 && words > 2) return true;
  return score === 1 && bareBody && words <= 9 && (!edit || lost > 0);
}

/** A comment that ends a suggestion, heads nothing, and trails off or speaks mostly of editing. */
function dangles(shape: CommentShape, words: number): boolean {
  const { text } = shape;
  if (!shape.edit && shape.endsAnswer && isBetweenDots(text) && /\p{L}/u.test(text)) return true;
  if (
    shape.edit ||
    shape.inStars ||
    shape.oneOfMany ||
    words < 2 ||
    words > longestPlaceholder ||
    documents(text)
  )
    return false;
  if (leftOut.test(text) && shape.onlyThis && words <= fewWords) return true;
  const share = editingShare(text);
  if (shape.endsAnswer && words > 3 && share >= bareShare && endsUnchanged.test(text)) return true;
  const telling = share >= danglingShare && saysWhatHappens(text) && words > 2;
  if (shape.endsAnswer && shape.headsNothing) return telling || /(?:\.{3}|…)$/.test(text);
  return telling && shape.onlyThis && (share >= onlyShare || shape.bareBody);
}

const endsUnchanged =
  /\b(?:as (?:(?:it|they) )?(?:before|is|are|was|were)|unchanged|unmodified|untouched|unaltered|identical|the same)\W*$/i;
const danglingShare = 0.5;
const onlyShare = 0.75;
const bareShare = 0.6;
const fewWords = 4;
/** That something was left out, said last, in the languages that models answer in. */
const leftOut =
  /\b(?:omitted|elided|snipped|abridged|abbreviated|shortened|ausgelassen|weggelassen|gekürzt|omis(?:es?)?|omitid[oa]s?|omess[oaie]|weggelaten|ingekort|utelämnad\w*|udeladt|utelatt|pominięt\w*|vynechán\w*)\W*$/i;

/** Says that a block is empty on purpose. */
const idle =
  /^\W*(?:no-?op\b|do(?:es)? nothing\b|nothing (?:to do|needed)\b|intentionally (?:left )?(?:empty|blank)\b)/i;

/** In brackets of its own, or trailing off: nobody heads code so. */
const enclosedShare = 0.45;

function isEnclosed(text: string): boolean {
  return (
    /^(?:\(.+\)|<.+>|\[.+\])\.?$|^(?:\.{3}|…)\s?\p{L}.*|\s(?:\.{3,}|…)$/u.test(text) &&
    text.split(/\s+/).length > 1
  );
}

export function isBetweenDots(text: string): boolean {
  return /^\W*(?:\.{3,}|…).*(?:\.{3,}|…)\W*$/.test(text);
}

/** A comment that explains why a block is empty now. */
function documents(text: string): boolean {
  return /\b(?:no-?op|nothing (?:to|here)|do nothing|intentional\w*|deliberate\w*|ignor\w+|deprecated|removed|moved|unused|disabled|no longer|https?:|not (?:needed|supported|used|required|applicable)|TODO|FIXME)\b/i.test(
    text,
  );
}

/** Is an answer that names another file about ours all the same? */

import type { AnswerPart, SearchReplacePart } from './answerPart.ts';
import { splitLines } from './lines.ts';
import { isTelling } from './omissions.ts';
import { samePath } from './pathLabel.ts';
import { standsIn } from './placeBlock.ts';

/** Names that stand for one the model does not know. */
const placeholder =
  /(?:^|\/)(?:path\/to|your|my|some|the|example|sample|file(?:name)?|code|snippet)\b|(?:^|[/_-])(?:your|my|file)[_-]/i;

/** Whether the names of files that are not ours may be meant for it: they differ in the folder alone, or stand for any. */
export function mayMeanOurs(parts: readonly AnswerPart[], path: string | undefined): boolean {
  const nameOf = (text: string): string => text.slice(text.lastIndexOf('/') + 1).toLowerCase();
  return parts.every((part) => {
    const named = 'path' in part ? part.path : undefined;
    return named === undefined || nameOf(named) === nameOf(path ?? named) || placeholder.test(named);
  });
}

/** Whether the parts name files, and none of them is ours. */
export function namesAnother(parts: readonly AnswerPart[], path: string | undefined): boolean {
  const named = parts.flatMap((part) => ('path' in part && part.path !== undefined ? [part.path] : []));
  return path !== undefined && named.length > 0 && !named.some((other) => samePath(other, path));
}

/** So many letters in the search lines of a block are no coincidence. */
const fewestLetters = 40;
/** So much of a file is the same in another one only where that is a version of it. */
const leastSharedShare = 0.8;

/** Blocks whose search lines stand in the file as they are and say enough; else a file that stays nearly the same. */
export function isClearlyOurs(body: string, result: string, blocks: readonly SearchReplacePart[]): boolean {
  const [before, after] = [body, result].map((text) => splitLines(text).map((line) => line.text));
  if (before === undefined || after === undefined) return false;
  if (blocks.length > 0) {
    return blocks.every(({ search }) => {
      const letters = search.join('\n').match(/\w/g) ?? [];
      return letters.length >= fewestLetters && standsIn(before, search);
    });
  }
  return sharedShare(before, after) >= leastSharedShare && sharedShare(after, before) >= leastSharedShare;
}

/** A name of fewer letters stands in many words. */
const fewestNameLetters = 5;
/** In so many lines a file speaks of what it is called after, and in a third of them a page that only links to it. */
const fewestMentions = 3;
/** In its first lines a file may name itself. */
const headLines = 3;

/**
 * Whether a whole file that names none may be its near twin: what our file is called stands in it (`Close` in
 * `close.go`, `CopyOutResponse` in `copy_out_response.go`) and in the new text nowhere or hardly any more, or another
 * file introduces itself by its name.
 */
export function isOfTwin(path: string | undefined, before: string, after: string): boolean {
  const full = path?.split('/').at(-1) ?? '';
  if (introducesAnother(full, before, after) || belongsElsewhere(before, after)) return true;
  const stem = full.replace(/(?<=.)\..*$/, '');
  const name = nameOnly(stem);
  if (name.length < fewestNameLetters) return false;
  const mentions = (word: string, text: string): number =>
    text.split('\n').filter((line) => nameOnly(line).includes(nameOnly(word))).length;
  const [own, theirs] = [mentions(name, before), mentions(name, after)];
  if (own > 0) return theirs === 0 || (own >= fewestMentions && theirs * 3 <= own);
  const parts = stem.split(/[._-]/).filter((part) => part.length >= fewestNameLetters);
  return parts.some((part) => mentions(part, before) >= fewestMentions && mentions(part, after) === 0);
}

/** `package ru` in place of `package es`. */
function belongsElsewhere(before: string, after: string): boolean {
  const [own, theirs] = [before, after].map((text) => /^(?:package|namespace) [\w.\\]+/m.exec(text)?.[0]);
  return own !== undefined && theirs !== undefined && own !== theirs;
}

/** `# config.py -- reading settings` in place of `# object_store.py -- storing objects`. */
function introducesAnother(name: string, before: string, after: string): boolean {
  const extension = /\.\w+$/.exec(name)?.[0];
  if (extension === undefined) return false;
  const [own = '', theirs = ''] = [before, after].map((text) =>
    text.split('\n').slice(0, headLines).join('\n'),
  );
  const names = theirs
    .split(/[^\w.-]+/)
    .filter((word) => word.length > extension.length && word.endsWith(extension));
  return own.includes(name) && !theirs.includes(name) && names.length > 0;
}

function nameOnly(text: string): string {
  return text.toLowerCase().replace(/[_-]/g, '');
}

function sharedShare(lines: readonly string[], others: readonly string[]): number {
  const known = new Set(others.map((line) => line.trim()));
  const told = lines.filter(isTelling);
  return told.length === 0 ? 0 : told.filter((line) => known.has(line.trim())).length / told.length;
}

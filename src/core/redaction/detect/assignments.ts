/** Is a name that speaks of a secret given a value here, in any common syntax? */

import { couldAssign } from './couldAssign.ts';
import { judgeAt } from './assignedValues.ts';
import { valueBeforeName } from './valueBeforeName.ts';
import { mayHoldLiteral } from './literalsInCall.ts';
import { isQuoteAt, matchAt, type Covered } from './place.ts';
import { nameEnd, nameStart, wordBefore } from './nameAround.ts';
import { LINE_MARK } from './lineMarks.ts';
import { isKeyOfLock } from './nameLeads.ts';
import { judgeSpaced } from './spacedValues.ts';
import { readName, type NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';
import { characterSet } from './runEnd.ts';

/** Walks the hits of one scan, which come in order; each name is read once. */
export class AssignmentScanner {
  private readonly scene: Scene;
  private readNameEnd = 0;
  private readonly covered: Covered = { to: 0 };

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** A name word lies at `start`..`end`. */
  at(start: number, end: number): void {
    if (end <= this.readNameEnd || end <= this.covered.to) return;
    const { scene } = this;
    const { text } = scene;
    const from = nameStart(scene, start);
    const to = nameEnd(scene, end);
    this.readNameEnd = to;
    if (valueBeforeName(scene, from, to)) return;
    if (!couldAssign(scene, to) || (scene.file.style !== 'config' && isProse(scene, from, to))) return;
    if (isCodeAlone(scene, from, to)) return;
    const name = text.slice(wordBefore(scene, from, to), to);
    const read = readName(name);
    if (read.strength === 0) return;
    const reading =
      read.strength === 1 && read.kind === 'key' && isKeyOfLock(text, from) ? KEY_OF_LOCK : read;
    this.scene.checkTime();
    readAssignment(this.scene, { from, to, name, covered: this.covered }, reading);
  }
}

const KEY_OF_LOCK: NameReading = { strength: 3, kind: 'api_key' };

/** `name(value)`, `name = call(value)`, with no literal near: nothing in it is written out. */
function isCodeAlone(scene: Scene, from: number, to: number): boolean {
  const { codes } = scene;
  if (scene.file.style === 'config' || scene.file.style === 'shell') return false;
  let at = to;
  if (codes[to] !== 40) {
    while (IS_BLANK[codes[at] as number] === 1) at++;
    if (codes[at] !== 61 || IS_BLANK[codes[at + 1] as number] !== 1) return false;
    at = referenceEnd(codes, at + 2);
    if (codes[at] !== 40) return false;
  }
  // `<name`: a tag, whose content comes behind it.
  return codes[from - 1] !== 60 && codes[from - 1] !== 58 && !mayHoldLiteral(scene, at);
}

/** Where the names end that dots join, from `at` on; `at` where the first character begins no name. */
function referenceEnd(codes: Uint8Array, at: number): number {
  const limit = at + LONGEST_REFERENCE;
  let end = at;
  while (end < limit && IN_REFERENCE[codes[end] as number] === 1) end++;
  return end;
}

const LONGEST_REFERENCE = 60;
const IS_BLANK = characterSet(' \t');
const IN_REFERENCE = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.');

/** An ordinary word, save those that say what a thing is or of what type. */
const NEXT_WORD =
  / (?!(?:is|was|are|to|by|as|or|ist|lautet|est|es|string|str|text|char|auto)[ .,;)\n])[a-z]{1,20}(?=[ .,;)\n])/y;

/** `the key of`: a name in a sentence, followed by an ordinary word. */
function isProse({ text, codes }: Scene, from: number, to: number): boolean {
  return codes[to] === 32 && codes[from] !== 45 && matchAt(NEXT_WORD, text, to) !== undefined;
}

const SEPARATOR =
  /\]?(?:\\*["'`]|&quot;|%22)?\]?[ \t]{0,20}(?:\*\*|__)?[)?!]?(?:[ \t]{0,20}(?:\?\?=|\|\|=|\|\||\?\?|or(?= ["'])|:{1,3}=|\.=|<-|=:|\|\|:|=>|===?|!==?|\?=|\+=|->|=~|=|:(?!:)|：)|,)[ \t]{0,40}(?:\*\*[ \t]{0,4}|<<|&(?!str\b|mut\b)\w{1,30}[ \t]{1,4}(?!=)|!!\w{1,20}[ \t]{1,4})?/y;
const TYPE_THEN_EQUALS =
  /(?:[A-Za-z_&'][\w.<>[\]|?&' ]{0,60}?)[ \t]{0,4}=[ \t]{0,20}(?=[^\s=>"'`,;)}\]]|["'`][^\s,;)}\]])/y;
const NEXT_VALUE_FIELD = new RegExp(
  String.raw`\\*["']?[ \t]{0,8},?(?:[ \t\r\n]{0,40}|[ \t]{0,8}\r?\n(?:${LINE_MARK})[ \t]{0,40})\\*["']?(?:value|Value|content|default|defaultValue|VALUE)\\*["']?[ \t]{0,8}[:=][ \t]{0,20}`,
  'y',
);
const OPEN_TAG = /[^<>\n]{0,200}>\s{0,60}(?:<!\[CDATA\[|<value>\s{0,40}|<string>\s{0,40})?/iy;
const PLIST_NEXT = new RegExp(
  String.raw`<\/(?:\w{1,12}:)?(?:name|key)>\s{0,60}(?:(?:${LINE_MARK})[ \t]{0,40})?<(?:\w{1,12}:)?(?:string|value)(?: [^<>\n]{0,60})?>`,
  'iy',
);
/** `<Setting name="Proxy password" type="string">value` */
const ATTRIBUTE_THEN_CONTENT =
  /["'](?: [\w:.-]{1,30}=["'][^"'<>\n]{0,60}["']){0,4}\s?>\s{0,20}(?:<value>\s{0,20})?(?=[^<\s])/y;
/** Go's `var name string = `, C#'s `name { get; set; } = `. */
const DECLARED =
  /\[\d{0,6}\][ \t]{0,4}=[ \t]{0,20}|[ \t]{1,8}(?:constant[ \t]+)?n?(?:var)?char2?[ \t]?\(\d{1,5}\)[ \t]{0,8}(?::=|=|default)[ \t]{0,8}N?(?=')|[ \t]{1,8}(?:type[ \t]+\w{1,20}|pic(?:ture)?[ \t]+x\(\d{1,4}\)\.?)[ \t]{1,8}value[ \t]{1,8}(?=['"])|[ \t]{1,8}(?:(?:As[ \t]+(?:New[ \t]+)?String|string|String|str|text|varchar\(\d{1,5}\)|\[\]byte|char|auto)[ \t]{0,8}(?::=|=)|\{[ \t]?get;[^{}\n]{0,40}\}[ \t]{0,4}=|\[\d{0,6}\][ \t]{0,4}=)[ \t]{0,20}/iy;
/** Terraform's `variable "db_password" { … default = `; the name stands in quotes before. */
const VARIABLE_DEFAULT = /"[ \t]*\{[^{}]{0,400}?\bdefault[ \t]*=[ \t]*/y;
/** `findElement(By.id("password")).sendKeys(`, `cy.get('input[name=password]').type(`. */
const TYPED_INTO =
  /["'\])\s]{1,4}\)\s{0,20}\.(?:clear\(\)\s{0,20}\.)?(?:type|fill|sendKeys|send_keys|setValue|val|value|enterText|replaceText|inputText)\(\s{0,8}/y;
/** ARM's `{"value": `, CloudFormation's `Default: ` below the name, the first of a list. */
const INNER_VALUE =
  /\{\s{0,40}(?:"type"\s?:\s?"\w{1,20}"\s?,\s{0,40})?"(?:value|defaultValue)"\s?:\s?(?=")|\r?\n[ \t]{2,12}(?:(?:Type|Description|NoEcho|MinLength|MaxLength|AllowedPattern|ConstraintDescription):[^\n]{0,120}\n[ \t]{2,12}){0,6}Default:[ \t]{1,4}|\r?\n[ \t]{0,12}-[ \t]{1,4}(?=[^\s:{]{8,200}(?:\s|$))|\[\s{0,4}(?=["'][^"'\n]{4,200}["']\s{0,4}[,\]])/y;
const CALL = /[ \t]?\([ \t]{0,10}/y;
const SPACE_THEN = /[ \t]{1,20}/y;
/** Perl's `$self->{name} = `, `$config{'name'} = `; the brace stands before the name. */
const HASH_MEMBER = /["']?\}[ \t]?=[ \t]{0,10}(?=["'])/y;
/** Gherkin's `"Password" with "…"`. */
const FILLED_WITH = /["'][ \t](?:with|as|to|is|equals)[ \t](?=["'])/y;

function readAssignment(scene: Scene, named: Named, reading: NameReading): void {
  const { from, to, name, covered } = named;
  const { text } = scene;
  const before = text.charCodeAt(from - 1);
  if (before === 60 || (before === 58 && /<\w{1,20}:$/.test(text.slice(Math.max(0, from - 22), from)))) {
    const value = matchAt(OPEN_TAG, text, to);
    if (value !== undefined) {
      judgeAt(scene, value, reading, { name, from, to, covered, separator: '>' });
      return;
    }
  }
  const next = text.charCodeAt(to);
  const isQuote = next === 34 || next === 39;
  const isBlank = next === 32 || (next >= 9 && next <= 13) || next > 127;
  // Only what may begin with that character is tried.
  const nextField = mayBeginField(next) ? matchAt(NEXT_VALUE_FIELD, text, to) : undefined;
  if (nextField !== undefined) {
    judgeAt(scene, nextField, reading, { name, from, to, covered, separator: '=' });
    return;
  }
  const member = next === 125 || isQuote ? matchAt(HASH_MEMBER, text, to) : undefined;
  if (member !== undefined && /[\w>]\{["']?$/.test(text.slice(Math.max(0, from - 3), from))) {
    judgeAt(scene, member, reading, { name, from, to, covered, separator: '=' });
    return;
  }
  const filled = isQuote ? matchAt(FILLED_WITH, text, to) : undefined;
  if (filled !== undefined) {
    judgeAt(scene, filled, reading, { name, from, to, covered, separator: '=' });
    return;
  }
  const plist = next === 60 ? matchAt(PLIST_NEXT, text, to) : undefined;
  if (plist !== undefined) {
    judgeAt(scene, plist, reading, { name, from, to, covered, separator: '>' });
    return;
  }
  const content =
    scene.file.style === 'code' || !isQuote ? undefined : matchAt(ATTRIBUTE_THEN_CONTENT, text, to);
  if (content !== undefined && /<[^<>]*$/.test(text.slice(Math.max(0, from - 60), from))) {
    judgeAt(scene, content, reading, { name, from, to, covered, separator: '>' });
    return;
  }
  const fallback =
    text.charCodeAt(from - 1) === 34 && text.endsWith('variable', from - 2)
      ? matchAt(VARIABLE_DEFAULT, text, to)
      : undefined;
  if (fallback !== undefined) {
    judgeAt(scene, fallback, reading, { name, from, to, covered, separator: '=' });
    return;
  }
  const typed = isQuote || isBlank || next === 93 || next === 41 ? matchAt(TYPED_INTO, text, to) : undefined;
  if (typed !== undefined) {
    if (isQuoteAt(text, typed)) judgeAt(scene, typed, reading, { name, from, to, covered, separator: '(' });
    return;
  }
  let at = matchAt(SEPARATOR, text, to);
  if (at !== undefined) {
    const separator = text.slice(to, at).replace(/[\s"'`\\\]*)?!]|&quot;|%22/g, '');
    if (separator.endsWith(':')) at = matchAt(TYPE_THEN_EQUALS, text, at) ?? at;
    // `key: >-` and `key: |` put the value on the next line.
    at = matchAt(/[|>][-+]?[ \t]*\r?\n[ \t]{1,20}/y, text, at) ?? at;
    at = matchAt(INNER_VALUE, text, at) ?? at;
    at = inTuple(text, from, at) ?? at;
    judgeAt(scene, at, reading, { name, from, to, covered, separator });
    return;
  }
  at = isBlank || next === 91 ? matchAt(DECLARED, text, to) : undefined;
  if (at !== undefined) {
    judgeAt(scene, at, reading, { name, from, to, covered, separator: '=' });
    return;
  }
  at = isBlank || next === 40 ? matchAt(CALL, text, to) : undefined;
  if (at !== undefined) {
    if (isQuoteAt(text, at)) judgeAt(scene, at, reading, { name, from, to, covered, separator: '(' });
    else if (isBlank && (scene.file.style === 'unknown' || scene.file.style === 'prose'))
      judgeAt(scene, at, reading, { name, from, to, covered, separator: 'prose' });
    return;
  }
  at = matchAt(SPACE_THEN, text, isQuote ? to + 1 : to);
  if (at !== undefined) judgeSpaced(scene, at, reading, { name, from, to, covered, separator: ' ' });
}

/** A backslash, a quote, white space, a comma, or the first letter of `value`, `content` or `default`. */
function mayBeginField(code: number): boolean {
  return (
    code === 92 ||
    code === 34 ||
    code === 39 ||
    code === 44 ||
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 118 ||
    code === 86 ||
    code === 99 ||
    code === 100
  );
}

/** `user, password = "a", "b"`: where the value of the name at `from` begins. */
function inTuple(text: string, from: number, at: number): number | undefined {
  let comma = from - 1;
  while (comma > from - 20 && (text.charCodeAt(comma) === 32 || text.charCodeAt(comma) === 9)) comma--;
  if (text.charCodeAt(comma) !== 44) return undefined;
  const lead = text.slice(Math.max(0, from - 120), from);
  const names = /(?:^|\n)[ \t]*(?:(?:var|let|const|my|local)[ \t(]+)?((?:[\w.$@]{1,40}[ \t]*,[ \t]*)+)$/.exec(
    lead,
  )?.[1];
  if (names === undefined) return undefined;
  const skipped = matchAt(/(?:(["'])(?:(?!\1)[^\n\\]){0,80}\1[ \t]*,[ \t]*){1,6}/y, text, at);
  if (skipped === undefined) return undefined;
  const values = text.slice(at, skipped).split(/["'][ \t]*,/).length - 1;
  return values === names.split(',').length - 1 ? skipped : undefined;
}

interface Named {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly covered: Covered;
}

/** What does a line of the audit log say? Read from its bytes: two million lines are counted while a person waits. */

import { ByteNames } from './byteNames.ts';
import { LineMiddles } from './lineMiddles.ts';
import {
  emptyLine,
  endOfMiddle,
  beforeMiddle,
  hostBit,
  members,
  middleBits,
  nameOf,
  required,
  type Member,
} from './scannedLine.ts';
import { amountBetween, amountEnd, blanks, byteOf, isWord, keyed, no, taken, textEnd } from './jsonBytes.ts';

const comma = byteOf(',');
const colon = byteOf(':');
const openBrace = byteOf('{');
const closeBrace = byteOf('}');
const openBracket = byteOf('[');
const closeBracket = byteOf(']');
const lineFeed = 10;
const spelled = (text: string): Uint8Array => new TextEncoder().encode(text);
const memberKeys: readonly Uint8Array[] = members.map((name) => spelled(`"${name}"`));
const words = { true: spelled('true'), false: spelled('false'), null: spelled('null') };
const keys = {
  name: spelled('"name"'),
  passed: spelled('"passed"'),
  kind: spelled('"kind"'),
  count: spelled('"count"'),
};

/** Methods take the place where they start and return where they ended, or `no`. */
export class LineScanner {
  readonly names = new ByteNames();
  /** What the line that was scanned last says. */
  readonly line = emptyLine();
  private bytes: Uint8Array = new Uint8Array();
  /** What was read last. */
  private name = 0;
  private number = 0;
  /** One bit for each member that the line has so far. */
  private present = 0;
  private readonly middles = new LineMiddles();
  private middleFrom = no;
  private presentBefore = 0;

  constructor() {
    for (const name of Object.keys(nameOf)) this.names.numberOfText(name);
  }

  /**
   * Reads the line that starts at `start` where it has the one form that needs no thought: an object of our members
   * without escapes. @returns the place of its line feed, or -1 where only JSON.parse can tell what it is
   */
  scan(bytes: Uint8Array, start: number): number {
    this.bytes = bytes;
    this.clear();
    let at = taken(bytes, start, openBrace);
    for (let member = 0; at !== no; member++) {
      at = blanks(bytes, at);
      member = this.member(at, member);
      if (member === no) return no;
      at = taken(bytes, at + (memberKeys[member]?.length ?? 0), colon);
      if (at === no) return no;
      at = this.value(member, blanks(bytes, at));
      if (at === no) return no;
      this.present |= 1 << member;
      if (member === beforeMiddle) at = this.skipMiddle(at);
      else if (member === endOfMiddle) this.rememberMiddle(at);
      const more = taken(bytes, at, comma);
      if (more === no) return this.lineEnd(at);
      at = more;
    }
    return no;
  }

  private lineEnd(start: number): number {
    const { bytes } = this;
    const closed = taken(bytes, start, closeBrace);
    const at = closed === no ? no : blanks(bytes, closed);
    return bytes[at] === lineFeed && (this.present & required) === required ? at : no;
  }

  /** Takes the middle of an earlier line where this one's is the same byte by byte. */
  private skipMiddle(at: number): number {
    this.middleFrom = at;
    this.presentBefore = this.present;
    const seen = this.middles.find(this.bytes, at);
    if (seen === undefined) return at;
    const { line } = this;
    line.task = seen.task;
    line.route = seen.route;
    line.model = seen.model;
    line.reason = seen.reason;
    line.failedChecks = seen.failedChecks;
    line.redactions = seen.redactions;
    this.present |= seen.present;
    this.middleFrom = no;
    return at + seen.length;
  }

  private rememberMiddle(end: number): void {
    const { middleFrom } = this;
    this.middleFrom = no;
    const present = this.present & ~this.presentBefore;
    if (middleFrom === no || (present & ~hostBit) !== middleBits) return;
    this.middles.add(this.bytes.slice(middleFrom, end), present, this.line);
  }

  private clear(): void {
    const { line } = this;
    line.outcome = no;
    line.language = no;
    line.firstTokenMs = no;
    line.isFollowUp = false;
    line.kept = undefined;
    this.present = 0;
    this.middleFrom = no;
  }

  /** Which member's name stands here? Tried from the one that usually follows on. */
  private member(at: number, expected: number): number {
    for (let member = expected; member < memberKeys.length; member++) {
      if (this.isMember(member, at)) return member;
    }
    for (let member = 0; member < expected; member++) if (this.isMember(member, at)) return member;
    return no;
  }

  private isMember(member: number, at: number): boolean {
    const key = memberKeys[member];
    return key !== undefined && isWord(this.bytes, at, key);
  }

  private value(member: number, at: number): number {
    const { line } = this;
    let end: number;
    switch (members[member] as Member) {
      case 'time':
      case 'id':
      case 'host':
        return textEnd(this.bytes, at);
      case 'task':
        end = this.named(at);
        line.task = this.name;
        return end;
      case 'route':
        end = this.named(at);
        line.route = this.name;
        return line.route === nameOf.local || line.route === nameOf.cloud ? end : no;
      case 'model':
        end = this.named(at);
        line.model = this.name;
        return end;
      case 'reason':
        end = this.named(at);
        line.reason = this.name;
        return end;
      case 'outcome':
        end = this.named(at);
        line.outcome = this.name;
        return end;
      case 'checks':
        return this.checks(at);
      case 'redactions':
        return this.redactions(at);
      case 'tokensIn':
        end = this.amount(at);
        line.tokensIn = this.number;
        return end;
      case 'tokensOut':
        end = this.amount(at);
        line.tokensOut = this.number;
        return end;
      case 'ms':
        end = this.amount(at);
        line.ms = this.number;
        return end;
      case 'costUsd':
        return this.cost(at);
      default:
        return this.optional(members[member] as Member, at);
    }
  }

  private cost(at: number): number {
    if (isWord(this.bytes, at, words.null)) {
      this.line.costUsd = no;
      return at + words.null.length;
    }
    const end = this.amount(at);
    this.line.costUsd = this.number;
    return end;
  }

  /** Null says as much as absence. */
  private optional(member: Member, at: number): number {
    const { bytes, line } = this;
    if (isWord(bytes, at, words.null)) return at + words.null.length;
    let end: number;
    switch (member) {
      case 'language':
        end = this.named(at);
        line.language = this.name;
        return end;
      case 'firstTokenMs':
        end = this.amount(at);
        line.firstTokenMs = this.number;
        return end;
      case 'followUp':
        line.isFollowUp = true;
        return isWord(bytes, at, words.true) ? at + words.true.length : no;
      case 'kept':
        line.kept = isWord(bytes, at, words.true);
        if (line.kept) return at + words.true.length;
        return isWord(bytes, at, words.false) ? at + words.false.length : no;
      default:
        return textEnd(this.bytes, at);
    }
  }

  /** [{"name":…,"passed":…},…] */
  private checks(start: number): number {
    const { bytes, line } = this;
    const failed: number[] = [];
    line.failedChecks = failed;
    let at = taken(bytes, start, openBracket);
    const end = at === no ? no : taken(bytes, at, closeBracket);
    if (at === no || end !== no) return end;
    for (;;) {
      at = this.named(keyed(bytes, taken(bytes, at, openBrace), keys.name));
      const check = this.name;
      at = keyed(bytes, taken(bytes, at, comma), keys.passed);
      if (isWord(bytes, at, words.true)) at += words.true.length;
      else if (isWord(bytes, at, words.false)) {
        failed.push(check);
        at += words.false.length;
      } else return no;
      at = taken(bytes, at, closeBrace);
      const more = taken(bytes, at, comma);
      if (more === no) return taken(bytes, at, closeBracket);
      at = more;
    }
  }

  /** [{"kind":…,"count":…},…] */
  private redactions(start: number): number {
    const { bytes, line } = this;
    const masked: number[] = [];
    line.redactions = masked;
    let at = taken(bytes, start, openBracket);
    const end = at === no ? no : taken(bytes, at, closeBracket);
    if (at === no || end !== no) return end;
    for (;;) {
      at = this.named(keyed(bytes, taken(bytes, at, openBrace), keys.kind));
      const kind = this.name;
      at = this.amount(keyed(bytes, taken(bytes, at, comma), keys.count));
      masked.push(kind, this.number);
      at = taken(bytes, at, closeBrace);
      const more = taken(bytes, at, comma);
      if (more === no) return taken(bytes, at, closeBracket);
      at = more;
    }
  }

  private named(start: number): number {
    const end = textEnd(this.bytes, start);
    if (end !== no) this.name = this.names.numberOf(this.bytes, start + 1, end - 1);
    return end;
  }

  private amount(start: number): number {
    const end = amountEnd(this.bytes, start);
    if (end !== no) this.number = amountBetween(this.bytes, start, end);
    return end;
  }
}

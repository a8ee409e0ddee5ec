/** How does text become Redacted? The only function that makes the brand is here. */

import type { Clock } from '../base/clock.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import type { Random } from '../base/ports.ts';
import { codedAfter, codedText } from './detect/codedText.ts';
import { CrowdValues } from './crowdValues.ts';
import { ScanTimedOut, type Range } from './detect/found.ts';
import { looksRandom } from './detect/randomness.ts';
import { isMadeOfStandIns } from './detect/placeholderValues.ts';
import { findSecrets, type Detectors, type ScanContext, type ScanScope } from './findSecrets.ts';
import { KnownValueIndex, type KnownValue } from './knownValues.ts';
import { holdsMoreThanPlaceholders } from './moreThanPlaceholders.ts';
import { PlaceholderBook, type RestoreFailure } from './placeholders.ts';
import type { Finding, Redacted } from './redacted.ts';
import { rangesToScan } from './rangesToScan.ts';
import { joinCrowds, mergeSpans, render, type Span } from './spans.ts';
import { FIRST_ROUND_OF_LINES, wholeLines } from './wholeLines.ts';
import { createStreamRestorer, type StreamRestorer } from './streamRestorer.ts';
import { compilePatterns, type RejectedPattern } from './userPatterns.ts';

/** Each means: do not send. */
export type RedactionFailure = 'redactionTimedOut' | 'stillSecret';

/** What restored text may be used for. Commands for a shell and further requests are not among them. */
export type RestorePurpose = 'localEdit' | 'searchBlock' | 'shownAnswer';

export interface RedactedText {
  readonly text: Redacted;
  /** Disjoint and sorted; offsets in the input. */
  readonly findings: readonly Finding[];
}

export interface RedactionOptions {
  /** Unpredictable: it draws the conversation's tag. */
  readonly random: Random;
  readonly clock: Clock;
  readonly knownValues?: readonly KnownValue[];
  /** `tandem.privacy.patterns`: name -> regular expression. */
  readonly patterns?: Readonly<Record<string, string>>;
  /** Longest time for one text; default 2,000 ms. More means: do not send. */
  readonly budgetMs?: number;
}

/** One conversation: the same value has the same placeholder throughout. Held in memory, never written. */
export interface RedactionSession {
  /** Every secret replaced, scanned again and clean; or the reason to send nothing. Idempotent. */
  redact(text: string, context?: ScanContext): Outcome<RedactedText, RedactionFailure>;
  /** Strings anywhere in a JSON value redacted (names of members too); for request bodies. */
  redactJson(
    value: unknown,
  ): Outcome<{ readonly value: unknown; readonly redactions: readonly Finding[] }, RedactionFailure>;
  /** What is secret in `text` now; this session's placeholders are not. */
  scan(text: string, context?: ScanContext): Outcome<readonly Finding[], 'redactionTimedOut'>;
  /** A finished request body (JSON text): the brand where it and each of its strings are clean, else the reason. */
  brandBody(body: string): Outcome<Redacted, RedactionFailure>;
  /** "Also mask this": the value is replaced from now on, wherever it stands. */
  mask(value: string): void;
  /** Further values that must not leave, from files or stores read meanwhile. */
  learn(values: readonly KnownValue[]): void;
  /** Placeholders in `text`, with their kinds. */
  placeholders(text: string): readonly Finding[];
  /** Exact placeholders become their values; a changed or unknown one is the reason to fail. */
  restore(text: string, purpose: RestorePurpose): Outcome<string, RestoreFailure>;
  /** True where `command` holds a placeholder or something like one: it must not run. */
  isForbiddenInCommand(command: string): boolean;
  streamRestorer(purpose: RestorePurpose): StreamRestorer;
  /** User patterns that were refused, and why. They protect nothing: tell the user. */
  readonly rejectedPatterns: readonly RejectedPattern[];
}

const MAX_ROUNDS = 8;

export function createRedactionSession(options: RedactionOptions): RedactionSession {
  const book = new PlaceholderBook(options.random);
  const known = new KnownValueIndex();
  for (const value of options.knownValues ?? []) known.add(value);
  const { accepted, rejected } = compilePatterns(options.patterns ?? {});
  const state: State = {
    book,
    known,
    masked: new Set(),
    crowds: new CrowdValues(),
    detectors: { clock: options.clock, known, patterns: accepted, budgetMs: options.budgetMs ?? 2000 },
  };
  return {
    redact: (text, context = {}) => failingClosed(() => redactText(state, text, context)),
    redactJson: (value) => failingClosed(() => redactValue(state, value)),
    scan: (text, context = {}) => failingClosed(() => some(remaining(state, text, context).left)),
    brandBody: (body) => failingClosed(() => brandBody(state, body)),
    mask: (value) => {
      if (value !== '') state.masked.add(value);
    },
    learn: (values) => {
      for (const value of values) known.add(value);
    },
    placeholders: (text) => book.places(text),
    restore: (text) => book.restore(text),
    isForbiddenInCommand: (command) =>
      book.places(command).length > 0 || book.problemIn(command) !== undefined,
    streamRestorer: () => createStreamRestorer(book),
    rejectedPatterns: rejected,
  };
}

interface State {
  readonly book: PlaceholderBook;
  readonly known: KnownValueIndex;
  readonly masked: Set<string>;
  readonly crowds: CrowdValues;
  readonly detectors: Detectors;
}

function failingClosed<T, Reason extends string>(
  work: () => Outcome<T, Reason>,
): Outcome<T, Reason | 'redactionTimedOut'> {
  try {
    return work();
  } catch (failure) {
    if (failure instanceof ScanTimedOut) return none('redactionTimedOut');
    throw failure;
  }
}

function redactText(
  state: State,
  text: string,
  context: ScanContext,
): Outcome<RedactedText, RedactionFailure> {
  const { book } = state;
  learnCrowds(state);
  // Until a book gives out words no text holds any: they are then where we put them.
  const knowsPlaces = book.isEmpty;
  book.noticeText(text);
  let spans: readonly Span[] = [];
  let rendered = render(text, spans, () => '');
  const coded = codedText(text);
  let scope: Pick<ScanScope, 'ranges' | 'coded'> = { coded };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const places = knowsPlaces ? placesOf(spans, rendered.words) : book.places(rendered.text);
    const { left, reaches } = remaining(state, rendered.text, context, { ...scope, places });
    if (left.length === 0) {
      state.crowds.note(text, context.path, spans);
      return some({
        text: brand(rendered.text),
        findings: spans.map(({ kind, start, end }) => ({ kind, start, end })),
      });
    }
    const found = left.map(({ kind, start, end }) => ({ kind, ...rendered.toOriginal(start, end) }));
    const fresh = round < FIRST_ROUND_OF_LINES ? found : wholeLines(text, [...spans, ...found], round);
    const farReaches = reaches.map(({ start, end }) => rendered.toOriginal(start, end));
    const before = new Map(spans.map((span) => [span.start, span.end]));
    spans = joinCrowds(mergeSpans([...spans, ...fresh]));
    const changed = spans.map((span) => before.get(span.start) !== span.end);
    rememberValues(
      state,
      text,
      spans.filter((_, index) => changed[index]),
    );
    rendered = render(text, spans, (span) => book.wordFor(text.slice(span.start, span.end), span.kind));
    scope = {
      coded: codedAfter(coded.codes, rendered.text, spans, rendered.words),
      ranges: rangesToScan(rendered, spans, changed, farReaches),
    };
  }
  return none('stillSecret');
}

function placesOf(spans: readonly Span[], words: readonly Range[]): Finding[] {
  return words.map(({ start, end }, index) => ({ kind: spans[index]?.kind ?? '', start, end }));
}

/** The one place where text becomes Redacted. Callers have scanned it and found nothing. */
function brand(clean: string): Redacted {
  return clean as Redacted;
}

/** A value that was found once is secret wherever else it stands, even where nothing speaks for it. */
function rememberValues(state: State, text: string, spans: readonly Span[]): void {
  for (const span of spans) {
    const length = span.end - span.start;
    if (length < 8 || length > 4096) continue;
    const value = text.slice(span.start, span.end);
    // Several things in one, whose frame stands elsewhere too.
    if (/[\s"'`{}<>\\]/.test(value)) continue;
    if (/\d/.test(value) ? !isMadeOfStandIns(value) : looksRandom(value))
      state.known.add({ value, kind: span.kind }, true);
  }
}

/** What was replaced by whole lines may stand by itself in the next text. Too much of it is left as it is. */
function learnCrowds(state: State): void {
  for (const { text, path } of state.crowds.take()) {
    try {
      const { found } = findSecrets(text, path === undefined ? {} : { path }, state.detectors);
      rememberValues(state, text, mergeSpans(found));
    } catch (failure) {
      if (!(failure instanceof ScanTimedOut)) throw failure;
    }
  }
}

/** Findings that are not this session's placeholders. */
function remaining(
  state: State,
  text: string,
  context: ScanContext,
  where: Pick<ScanScope, 'ranges' | 'coded'> & { readonly places?: readonly Finding[] } = {},
): { readonly left: Finding[]; readonly reaches: readonly Range[] } {
  const { places = state.book.places(text), ...scope } = where;
  const { found, reaches } = findSecrets(text, context, state.detectors, {
    ...scope,
    opaqueIn: (read: string) => (read === text ? places : state.book.places(read)),
    inCrowds: true,
  });
  const spans: Span[] = [...found];
  for (const value of state.masked) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
      spans.push({ kind: 'masked_by_hand', start: at, end: at + value.length });
  }
  const merged = mergeSpans(spans);
  const left =
    places.length === 0
      ? merged
      : merged.filter((finding) => holdsMoreThanPlaceholders(text, finding, places));
  return { left, reaches };
}

function brandBody(state: State, body: string): Outcome<Redacted, RedactionFailure> {
  learnCrowds(state);
  const certain = findSecrets(body, {}, state.detectors).found.filter(
    (found) => found.sureness === 'certain',
  );
  const places = state.book.places(body);
  if (mergeSpans(certain).some((finding) => holdsMoreThanPlaceholders(body, finding, places)))
    return none('stillSecret');
  for (const value of state.masked)
    if (body.includes(value) || body.includes(JSON.stringify(value).slice(1, -1))) return none('stillSecret');
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return remaining(state, body, {}).left.length === 0 ? some(brand(body)) : none('stillSecret');
  }
  for (const text of stringsIn(parsed))
    if (remaining(state, text, {}).left.length > 0) return none('stillSecret');
  return some(brand(body));
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      yield name;
      yield* stringsIn(item);
    }
  }
}

function redactValue(
  state: State,
  value: unknown,
): Outcome<{ value: unknown; redactions: readonly Finding[] }, RedactionFailure> {
  const redactions: Finding[] = [];
  let failure: RedactionFailure | undefined;
  const redactString = (text: string): string => {
    const result = redactText(state, text, {});
    if (!result.ok) {
      failure ??= result.reason;
      return '';
    }
    for (const finding of result.value.findings) redactions.push(finding);
    return result.value.text;
  };
  const walk = (item: unknown, name: string | undefined): unknown => {
    if (typeof item === 'string')
      return redactString(name === undefined ? item : underName(state, name, item));
    if (Array.isArray(item)) return item.map((each) => walk(each, undefined));
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, each]) => [redactString(key), walk(each, key)]),
    );
  };
  const redacted = walk(value, undefined);
  return failure === undefined ? some({ value: redacted, redactions }) : none(failure);
}

/** `{"password": "hunter2!"}`: the name beside a value speaks for it, though they are two strings. */
function underName(state: State, name: string, value: string): string {
  if (value.length < 4 || value.length > 4096 || /[\n"\\]/.test(value) || !/^[\w.-]{3,60}$/.test(name))
    return value;
  const lead = `"${name}": "`;
  const found = findSecrets(`${lead}${value}"`, {}, state.detectors).found.some(
    (each) => each.start >= lead.length,
  );
  return found && state.book.places(value).length === 0 ? state.book.wordFor(value, 'credential') : value;
}

/** What does a stand-in answer by default? It knows some whole files: it fills the middle only when the suffix really reached it. */

import type { Answerer, Asked } from './standIn.ts';

const knownFiles: readonly string[] = [
  'x = [1, 2, 3, 4, 5]\nassert x[2] == 3\n',
  'x = [1, 2, 37, 40, 50]\nassert x[2] == 37\n',
  'def add(a, b):\n    c = a + b\n    return c\n',
  'function add(a: number, b: number): number {\n  return a + b;\n}\n',
  'export function clamp(value: number, low: number, high: number): number {\n  return Math.min(Math.max(value, low), high);\n}\n',
];

/** Answers from `files` (and some of its own); text it does not know gets a fixed, harmless word. */
export function codeOracle(files: readonly string[] = []): Answerer {
  const known = [...files, ...knownFiles];
  return (asked) => {
    if (asked.task === 'chat') return inPieces(chatAnswer(asked));
    if (asked.task === 'fim') return inPieces(middle(known, asked.prefix, asked.suffix));
    return inPieces(continuation(known, asked.prefix));
  };
}

/** A text in pieces of a word each, so that it streams. */
export function inPieces(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? (text === '' ? [] : [text]);
}

function chatAnswer(asked: Asked): string {
  const question = asked.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  return `You asked: ${question.trim().split('\n').at(-1) ?? ''}\nThis is the stand-in for ${asked.model}.`;
}

function middle(known: readonly string[], prefix: string, suffix: string): string {
  const head = suffix.trimStart().split('\n')[0]?.slice(0, 40) ?? '';
  for (const { file, end } of places(known, prefix)) {
    const rest = file.slice(end);
    if (suffix.trim() === '') return rest;
    const wholeSuffix = rest.indexOf(suffix.slice(0, 60));
    if (wholeSuffix !== -1) return rest.slice(0, wholeSuffix);
    const start = rest.indexOf(head);
    if (start !== -1) return rest.slice(0, start).trimEnd();
  }
  return 'undefined';
}

function continuation(known: readonly string[], prefix: string): string {
  for (const { file, end } of places(known, prefix)) return file.slice(end);
  return '\n// and so on, left to right\n';
}

function* places(known: readonly string[], prefix: string): Generator<{ file: string; end: number }> {
  for (const length of [400, 120, 60, 30, 15, 8]) {
    const tail = prefix.slice(-length);
    if (tail.trim().length < 4) continue;
    for (const file of known) {
      const at = file.lastIndexOf(tail);
      if (at !== -1) yield { file, end: at + tail.length };
    }
  }
}

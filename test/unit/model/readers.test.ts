/** Frames, reasoning and stop texts, however the network cuts them. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readJsonLines, readServerSentEvents } from '../../../src/core/model/bodyFrames.ts';
import { breakControls, OutputFilter } from '../../../src/core/model/outputFilter.ts';
import { ThinkSplitter } from '../../../src/core/model/thinkSplitter.ts';

async function* inBytes(text: string, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort(
    (left, right) => left - right,
  );
  let start = 0;
  for (const place of [...places, bytes.length]) {
    yield bytes.slice(start, place);
    start = place;
    await Promise.resolve();
  }
}

async function all(frames: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const frame of frames) list.push(frame);
  return list;
}

function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((left, right) => left - right);
  return [...places, text.length].map((place, index) => text.slice(places[index - 1] ?? 0, place));
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('server-sent events', () => {
  const body =
    ': OPENROUTER PROCESSING\r\n\r\nevent: message\r\nid: 7\r\ndata: {"a":"ü✓𝄞"}\r\n\r\n' +
    'data:{"b":1}\n\n: ping\n\ndata: {"c":\ndata: 2}\n\ndata: [DONE]\n\n';

  it('are the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect(await all(readServerSentEvents(inBytes(body, places)))).toEqual([
          '{"a":"ü✓𝄞"}',
          '{"b":1}',
          '{"c":\n2}',
          '[DONE]',
        ]);
      }),
    );
  });

  it('are told apart where a server leaves out the blank lines', async () => {
    const crowded = 'data: {"a":1}\ndata: {"b":2}\ndata: [DONE]\n';
    expect(await all(readServerSentEvents(inBytes(crowded, [3, 9])))).toEqual([
      '{"a":1}',
      '{"b":2}',
      '[DONE]',
    ]);
  });

  it('count when the last one has no line ending', async () => {
    expect(await all(readServerSentEvents(inBytes('data: {"a":1}', [])))).toEqual(['{"a":1}']);
  });
});

describe('lines of JSON', () => {
  it('are the same however the bytes are cut', async () => {
    const body = '{"a":"é"}\n\r\n{"b":"日本"}\r\n{"c":3}';
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect(await all(readJsonLines(inBytes(body, places)))).toEqual([
          '{"a":"é"}',
          '{"b":"日本"}',
          '{"c":3}',
        ]);
      }),
    );
  });
});

describe('an answer with reasoning', () => {
  const split = (parts: readonly string[], alreadyOpen: boolean): { reasoning: string; text: string } => {
    const splitter = new ThinkSplitter(alreadyOpen);
    const found = { reasoning: '', text: '' };
    for (const part of [...parts.flatMap((piece) => splitter.push(piece)), ...splitter.flush()])
      found[part.type] += part.text;
    return found;
  };

  it('is split at its tags, however it is cut', () => {
    fc.assert(
      fc.property(cuts, (places) => {
        const answer = '\n<think>\nhm, a < b\n</think>\n\nThe answer is <b>.';
        expect(split(pieces(answer, places), false)).toEqual({
          reasoning: '\nhm, a < b\n',
          text: 'The answer is <b>.',
        });
      }),
    );
  });

  it('starts inside the block where the template opened it', () => {
    fc.assert(
      fc.property(cuts, (places) => {
        const answer = 'let me see</think>\n\n42';
        expect(split(pieces(answer, places), true)).toEqual({ reasoning: 'let me see', text: '42' });
      }),
    );
  });

  it('that never closes an assumed block is given as the answer', () => {
    expect(split(['Just ', 'the answer.'], true).text).toBe('Just the answer.');
  });

  it('without tags is text, tags in the middle included', () => {
    expect(split(['Use `<think>` ', 'tags.'], false)).toEqual({ reasoning: '', text: 'Use `<think>` tags.' });
  });
});

describe('text that goes on', () => {
  const run = (
    parts: readonly string[],
    stops: readonly string[],
    broken: ReadonlyMap<string, string>,
  ): string => {
    const filter = new OutputFilter(stops, broken);
    let text = '';
    for (const part of parts) {
      const filtered = filter.push(part);
      text += filtered.text;
      if (filtered.stopped) return text;
    }
    return text + filter.flush();
  };

  it('ends before a stop text, however it is cut', () => {
    fc.assert(
      fc.property(cuts, (places) => {
        expect(run(pieces('a [b] <|file_sep|> more', places), ['<|file_sep|>', '[PREFIX]'], new Map())).toBe(
          'a [b] ',
        );
      }),
    );
  });

  it('keeps what only looks like the beginning of a stop text', () => {
    expect(run(['x = [', 'PRE', 'FIX_A]'], ['[PREFIX]'], new Map())).toBe('x = [PREFIX_A]');
  });

  it('gives broken control strings back whole, however it is cut', () => {
    const controls = ['[PREFIX]', '[SUFFIX]', '<s>', '</s>'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...controls, 'a', ' ', '[', '\n')), cuts, (words, places) => {
        const original = words.join('');
        const safe = breakControls(original, controls);
        for (const control of controls) expect(safe.text).not.toContain(control);
        expect(run(pieces(safe.text, places), ['<|stop|>'], safe.broken)).toBe(original);
      }),
    );
  });
});

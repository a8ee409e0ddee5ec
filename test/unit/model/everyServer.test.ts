/** Every server kind x every way it can answer or fail, against stand-ins that speak its dialect. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createChatClient, createFimClient } from '../../../src/core/model/clients.ts';
import type { Patience } from '../../../src/core/model/connection.ts';
import { isModelError, type ModelError } from '../../../src/core/model/modelError.ts';
import type { AnswerStream, StreamEvent } from '../../../src/core/model/stream.ts';
import { inspectServer } from '../../../src/core/pipelines/inspectServer.ts';
import type { Inspection } from '../../../src/core/pipelines/inspection.ts';
import { proveInspected } from '../../../src/core/pipelines/provenFim.ts';
import { chatFamilyNamed } from '../../../src/core/prompt/chatFamilies.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import type { ServerDescription } from '../../../src/core/server/serverDescription.ts';
import { standInVariants } from '../../servers/kinds.ts';
import { testPorts } from '../../servers/ports.ts';
import { startStandIn, type Asked, type Fault, type FaultName, type StandIn } from '../../servers/standIn.ts';

const patient: Patience = { firstTokenMs: 20_000, idleMs: 20_000 };
const impatient: Patience = { firstTokenMs: 150, idleMs: 150 };

const prefix = 'export function clamp(value: number, low: number, high: number): number {\n  return ';
const suffix = ';\n}\n';
const middle = 'Math.min(Math.max(value, low), high)';

interface Expected {
  readonly kind: ModelError['kind'] | readonly ModelError['kind'][];
  readonly cause?: string;
}

const failures: readonly (readonly [title: string, fault: Fault, expected: Expected])[] = [
  ['401', { name: 'unauthorized' }, { kind: 'unauthorized' }],
  ['404 of the model', { name: 'modelMissing' }, { kind: 'modelMissing' }],
  ['a prompt that is too long', { name: 'tooLong' }, { kind: 'tooLong' }],
  ['429', { name: 'rateLimited' }, { kind: 'rateLimited' }],
  ['503 while loading', { name: 'loading' }, { kind: 'loading' }],
  ['500', { name: 'serverError' }, { kind: 'protocol' }],
  ['silence', { name: 'hang' }, { kind: 'timedOut', cause: 'firstToken' }],
  ['a reset in mid-stream', { name: 'reset' }, { kind: 'unreachable', cause: 'reset' }],
  ['silence in mid-stream', { name: 'stall' }, { kind: 'timedOut', cause: 'idle' }],
  ['garbage', { name: 'garbage' }, { kind: 'protocol' }],
  ['a web page', { name: 'html' }, { kind: 'protocol', cause: 'webPage' }],
  ['an error in mid-stream', { name: 'inBandError' }, { kind: 'protocol', cause: 'inBand' }],
  ['an end in mid-stream', { name: 'endEarly' }, { kind: 'protocol', cause: 'endedEarly' }],
];

const silent: ReadonlySet<FaultName> = new Set(['hang', 'stall']);

async function collect(stream: AnswerStream): Promise<{ text: string; last: StreamEvent | undefined }> {
  let text = '';
  let last: StreamEvent | undefined;
  for await (const event of stream) {
    if (event.type === 'text') text += event.text;
    last = event;
  }
  return { text, last };
}

async function failureOf(stream: AnswerStream): Promise<ModelError> {
  try {
    await collect(stream);
  } catch (failure) {
    if (isModelError(failure)) return failure;
    throw failure;
  }
  throw new Error('it did not fail');
}

for (const variant of standInVariants) {
  describe(variant.title, () => {
    let standIn: StandIn;
    let inspection: Inspection;
    let description: ServerDescription;

    beforeAll(async () => {
      standIn = await startStandIn(variant.kind, variant.options);
      const ports = testPorts();
      inspection = await inspectServer(standIn.url, { completion: '', chat: '' }, ports);
      description = await proveInspected(inspection, ports, new AbortController().signal);
    });
    afterEach(() => {
      standIn.fault = undefined;
      standIn.forget();
    });
    afterAll(() => standIn.close());

    const askFim = (
      patience: Patience,
      signal = new AbortController().signal,
      before = prefix,
      after = suffix,
    ): AnswerStream => {
      const { completion } = description;
      if (inspection.server === undefined || completion === undefined) throw new Error('no FIM');
      const document = {
        uri: 'file:///clamp.ts',
        path: 'src/clamp.ts',
        languageId: 'typescript',
        version: 1,
        text: before + after,
      };
      const prompt = phraseFim(
        completion.family,
        { document, offset: before.length, prefix: before, suffix: after },
        [],
      );
      return createFimClient(inspection.server.connection, completion.dialect, patience).complete(
        { model: completion.model, prompt, maxTokens: 400, temperature: 0.1 },
        signal,
      );
    };
    const askChat = (patience: Patience, signal = new AbortController().signal): AnswerStream => {
      const { chat, completion } = description;
      const model = chat ?? completion;
      if (inspection.server === undefined || model === undefined) throw new Error('no model');
      const { connection, fingerprint } = inspection.server;
      return createChatClient(
        connection,
        fingerprint.chatDialect,
        chatFamilyNamed(model.family),
        patience,
      ).chat(
        { model: model.model, messages: [{ role: 'user', content: 'Which port is it?' }], maxTokens: 200 },
        signal,
      );
    };
    const tasks = [
      ['FIM', askFim],
      ['chat', askChat],
    ] as const;

    it('is recognized, and FIM is proved', () => {
      expect(description.kind).toBe(variant.kind.name);
      expect(description.completion?.verified).toBe(true);
    });

    it('fills the middle', async () => {
      const { text, last } = await collect(askFim(patient));
      expect(text.trimEnd()).toBe(middle);
      expect(last).toMatchObject({ type: 'end', finishReason: 'stop' });
    });

    it('answers in chat', async () => {
      const { text, last } = await collect(askChat(patient));
      expect(text).toContain('Which port is it?');
      expect(last).toMatchObject({ type: 'end', finishReason: 'stop' });
    });

    it('takes control strings in code as text, and gives them back unharmed', async () => {
      const before = standIn.answer;
      const hostile = 'split("[SUFFIX]", "[PREFIX]", "<|fim_middle|>", "<fim_suffix>", "<|im_end|>", "</s>")';
      const seen: Asked[] = [];
      standIn.answer = (asked) => {
        seen.push(asked);
        // A model repeats what it saw, in pieces.
        return [...(/split\(.*?\)/.exec(asked.prefix)?.[0] ?? 'nothing')];
      };
      const { text } = await collect(askFim(patient, undefined, `${hostile}\nagain = `, `\n${hostile}\n`));
      standIn.answer = before;
      expect(text).toBe(hostile);
      expect(seen).toHaveLength(1);
      expect(seen[0]?.task).toBe('fim');
      expect(seen[0]?.prefix).toContain('again = ');
      expect(seen[0]?.suffix).toContain('split(');
    });

    for (const [task, ask] of tasks) {
      it(`cancels ${task} on the wire`, async () => {
        standIn.fault = { name: 'stall' };
        const stop = new AbortController();
        const events: StreamEvent[] = [];
        for await (const event of ask(patient, stop.signal)) {
          events.push(event);
          stop.abort();
        }
        expect(events.at(-1)).toEqual({ type: 'end', finishReason: 'cancelled', usage: {} });
        await standIn.until(() => standIn.asks().some(({ hungUp }) => hungUp));
      });

      it(`closes the connection when a ${task} answer is left`, async () => {
        standIn.fault = { name: 'stall' };
        for await (const event of ask(patient)) {
          if (event.type === 'text') break;
        }
        await standIn.until(() => standIn.asks().some(({ hungUp }) => hungUp));
      });

      it(`waits for a slow first byte of ${task}`, async () => {
        standIn.fault = { name: 'slowFirstByte', delayMs: 60 };
        const { text } = await collect(ask(patient));
        expect(text).not.toBe('');
      });

      for (const [title, fault, expected] of failures) {
        it(`names ${title} of ${task}`, async () => {
          standIn.fault = fault;
          const failure = await failureOf(ask(silent.has(fault.name) ? impatient : patient));
          expect([expected.kind].flat()).toContain(failure.kind);
          if (expected.cause !== undefined) expect(failure.facts.cause).toBe(expected.cause);
          expect(failure.facts.host).toBe(new URL(standIn.url).host);
        });
      }
    }
  });
}

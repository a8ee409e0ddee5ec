import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isModelError } from '../../../src/core/model/modelError.ts';
import { anthropicCloud } from '../../servers/anthropicCloud.ts';
import { azureCloud } from '../../servers/azureCloud.ts';
import { bedrockCloud } from '../../servers/bedrockCloud.ts';
import { googleCloud } from '../../servers/googleCloud.ts';
import { mistralCloud } from '../../servers/mistralCloud.ts';
import { openaiCloud } from '../../servers/openaiCloud.ts';
import { openrouterCloud } from '../../servers/openrouterCloud.ts';
import {
  startStandIn,
  type FaultName,
  type StandInKind,
  type StandInOptions,
} from '../../servers/standIn.ts';
import { vllm } from '../../servers/vllm.ts';
import type { CloudPolicy } from '../../../src/core/cloud/cloudPorts.ts';
import { ask, collect, makeRig, previewed, requestOf, workingKey, type Rig } from './doorRig.ts';

interface ProviderCase {
  readonly provider: CloudPolicy['provider'];
  readonly kind: StandInKind;
  readonly model: string;
  /** Where asks arrive. */
  readonly path: string;
}

const cases: readonly ProviderCase[] = [
  { provider: 'openai', kind: openaiCloud, model: 'gpt-6-sol', path: '/v1/chat/completions' },
  { provider: 'openai', kind: openaiCloud, model: 'gpt-4.1', path: '/v1/chat/completions' },
  { provider: 'anthropic', kind: anthropicCloud, model: 'claude-sonnet-5-5', path: '/v1/messages' },
  { provider: 'mistral', kind: mistralCloud, model: 'mistral-medium-3-5', path: '/v1/chat/completions' },
  {
    provider: 'google',
    kind: googleCloud,
    model: 'models/gemini-3.8-flash',
    path: '/v1beta/openai/chat/completions',
  },
  { provider: 'azure', kind: azureCloud, model: 'team-deployment', path: '/openai/v1/chat/completions' },
  { provider: 'bedrock', kind: bedrockCloud, model: 'openai.gpt-oss-120b', path: '/v1/chat/completions' },
  {
    provider: 'bedrock',
    kind: bedrockCloud,
    model: 'anthropic.claude-sonnet-5-5',
    path: '/anthropic/v1/messages',
  },
  {
    provider: 'openrouter',
    kind: openrouterCloud,
    model: 'anthropic/claude-sonnet-5.5',
    path: '/api/v1/chat/completions',
  },
  { provider: 'custom', kind: vllm, model: 'devstral-small', path: '/v1/chat/completions' },
];

async function started(
  one: ProviderCase,
  options: StandInOptions = {},
): Promise<{ rig: Rig; server: Awaited<ReturnType<typeof startStandIn>> } & AsyncDisposable> {
  const server = await startStandIn(one.kind, {
    apiKey: workingKey,
    models: [{ id: one.model }],
    answer: () => ['The ', 'answer ', 'is 42.'],
    ...options,
  });
  const rig = makeRig({ provider: one.provider, url: server.url, model: one.model });
  return { rig, server, [Symbol.asyncDispose]: () => server.close() };
}

async function failureOf(run: () => Promise<unknown>): Promise<Error> {
  try {
    await run();
  } catch (failure) {
    if (failure instanceof Error) return failure;
  }
  throw new Error('it did not fail');
}

describe.each(cases)('$provider with $model', (one) => {
  it('streams the answer, counts its tokens and writes one audit line', async () => {
    await using at = await started(one);
    const answer = await ask(at.rig);
    expect(answer.text).toBe('The answer is 42.');
    expect(answer.end?.finishReason).toBe('stop');
    expect(answer.end?.usage.tokensOut).toBeGreaterThan(0);
    expect(at.server.asks().map(({ path }) => path)).toEqual([one.path]);
    expect(at.rig.audit).toHaveLength(1);
    expect(at.rig.audit[0]).toMatchObject({ route: 'cloud', outcome: 'shown', model: one.model });
    expect(at.rig.audit[0]?.costUsd).toBeGreaterThan(0);
    expect(at.rig.audit[0]?.host).toBe(new URL(at.server.url).host);
  });

  it('sends the previewed body byte for byte and writes its hash down', async () => {
    await using at = await started(one);
    const preview = await previewed(at.rig, requestOf('Mask s3cret-abc "quoted" \u2028 äöü 😀\r\n\tend'));
    const sent = await at.rig.door.send(preview, new AbortController().signal);
    if (!sent.ok) throw new Error(sent.reason);
    await collect(sent.value);
    const received = at.server.asks()[0];
    expect(received?.text).toBe(preview.body);
    expect(at.rig.audit[0]?.sentSha256).toBe(createHash('sha256').update(preview.body, 'utf8').digest('hex'));
    expect(received?.text).not.toContain('s3cret-abc');
    expect(preview.masked.map(({ start, end }) => preview.body.slice(start, end))).toEqual([
      'SECRET_TOY_1_x7',
    ]);
    expect(preview.redactions).toEqual([{ kind: 'toy', count: 1 }]);
  });

  it('sends no header but its own, and the key in one place only', async () => {
    await using at = await started(one);
    await ask(at.rig);
    const headers = at.server.asks()[0]?.headers ?? {};
    const allowed =
      /^(host|connection|content-type|content-length|accept|accept-encoding|accept-language|sec-fetch-mode|user-agent|authorization|x-api-key|api-key|anthropic-version|x-openrouter-title)$/;
    expect(Object.keys(headers).filter((name) => !allowed.test(name))).toEqual([]);
    expect(Object.values(headers).filter((value) => value.includes(workingKey))).toHaveLength(1);
    expect(at.server.asks()[0]?.text).not.toContain(workingKey);
  });

  it('asks for a bounded answer', async () => {
    await using at = await started(one);
    await ask(at.rig, requestOf('x', { maxTokens: Number.POSITIVE_INFINITY }));
    const body = at.server.asks()[0]?.body ?? {};
    const bound = Number(body['max_tokens'] ?? body['max_completion_tokens']);
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThanOrEqual(16_384 + 8192);
  });

  it.each<[FaultName, string]>([
    ['unauthorized', 'unauthorized'],
    ['modelMissing', 'modelMissing'],
    ['tooLong', 'tooLong'],
    ['rateLimited', 'rateLimited'],
    ['serverError', 'protocol'],
    ['garbage', 'protocol|unreachable'],
    ['html', 'protocol'],
    ['reset', 'unreachable'],
    ['endEarly', 'unreachable'],
  ])('names the failure %s by its kind and asks only once', async (fault, kind) => {
    await using at = await started(one, { fault });
    const failure = await failureOf(() => ask(at.rig));
    expect(isModelError(failure) ? failure.kind : failure.message).toMatch(new RegExp(`^(?:${kind})$`));
    expect(failure.message).not.toContain(workingKey);
    expect(failure.message).not.toContain('Rename foo');
    expect(at.server.asks()).toHaveLength(1);
    expect(at.rig.audit.map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('tells when to come back after a rate limit', async () => {
    await using at = await started(one, { fault: { name: 'rateLimited', retryAfterSeconds: 7 } });
    const failure = await failureOf(() => ask(at.rig));
    expect(isModelError(failure) && failure.facts.retryAfterMs).toBe(7000);
  });

  it('calls an overloaded provider rate limited', async () => {
    await using at = await started(one, { fault: 'loading' });
    const failure = await failureOf(() => ask(at.rig));
    expect(isModelError(failure) && failure.kind).toMatch(/rateLimited|loading/);
  });

  it('fails on an error in the middle of the stream', async () => {
    await using at = await started(one, { fault: 'inBandError' });
    const failure = await failureOf(() => ask(at.rig));
    expect(isModelError(failure) && failure.kind).toMatch(/protocol|rateLimited/);
    expect(at.rig.audit.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(at.rig.audit[0]?.tokensIn).toBeGreaterThan(0);
  });

  it('gives up on a provider that never answers, and closes the connection', async () => {
    await using at = await started(one, { fault: 'hang' });
    const failing = failureOf(() => ask(at.rig));
    await at.server.until((requests) => requests.length === 1);
    at.rig.clock.advance(120_000);
    const failure = await failing;
    expect(isModelError(failure) && failure.kind).toBe('timedOut');
    await at.server.until((requests) => requests[0]?.hungUp === true);
    expect(at.rig.audit[0]?.tokensIn).toBeGreaterThan(0);
  });

  it('gives up on a stream that stands still', async () => {
    await using at = await started(one, { fault: { name: 'stall', afterChunks: 2 } });
    const preview = await previewed(at.rig);
    const sent = await at.rig.door.send(preview, new AbortController().signal);
    if (!sent.ok) throw new Error(sent.reason);
    const failing = failureOf(async () => {
      let seen = '';
      for await (const event of sent.value) {
        if (event.type !== 'text') continue;
        seen += event.text;
        if (seen.includes('The')) setTimeout(() => at.rig.clock.advance(60_000), 0);
      }
    });
    const failure = await failing;
    expect(isModelError(failure) && failure.kind).toBe('timedOut');
    await at.server.until((requests) => requests[0]?.hungUp === true);
  });

  it('closes the connection when it is cancelled, and ends as cancelled', async () => {
    await using at = await started(one, { fault: { name: 'stall', afterChunks: 2 } });
    const cancel = new AbortController();
    const sent = await at.rig.door.send(await previewed(at.rig), cancel.signal);
    if (!sent.ok) throw new Error(sent.reason);
    let finish: string | undefined;
    for await (const event of sent.value) {
      if (event.type === 'text') cancel.abort();
      if (event.type === 'end') finish = event.finishReason;
    }
    expect(finish).toBe('cancelled');
    await at.server.until((requests) => requests[0]?.hungUp === true);
    expect(at.rig.audit.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });

  it('closes the connection when the loop is left', async () => {
    await using at = await started(one, { fault: { name: 'stall', afterChunks: 2 } });
    const sent = await at.rig.door.send(await previewed(at.rig), new AbortController().signal);
    if (!sent.ok) throw new Error(sent.reason);
    for await (const event of sent.value) if (event.type === 'text') break;
    await at.server.until((requests) => requests[0]?.hungUp === true);
    expect(at.rig.audit.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });
});

const filtering = cases.filter(({ provider }) => provider !== 'custom');

describe.each(filtering)('$provider with $model, when it will not answer', (one) => {
  it('ends with contentFilter where the answer is filtered', async () => {
    await using at = await started(one, { traits: { ending: 'contentFilter' } });
    expect((await ask(at.rig)).end?.finishReason).toBe('contentFilter');
  });

  it('hands a refusal on as text, for the gate to see', async () => {
    await using at = await started(one, { traits: { ending: 'refusal' }, answer: () => ["I can't help."] });
    expect((await ask(at.rig)).text).toBe("I can't help.");
  });
});

describe.each([400, 401, 403, 404, 422, 429, 500, 503])('a failure with status %d that quotes', (status) => {
  const prompt = 'a sentence that only the prompt holds';

  it.each(cases.filter(({ kind }) => kind !== vllm))(
    'the key and the prompt: neither is in what $provider leaves behind with $model',
    async ({ provider, kind, model, path }) => {
      const quoting: StandInKind = {
        ...kind,
        routes: {
          ...kind.routes,
          [`POST ${path}`]: {
            run: (exchange) =>
              exchange.json(status, {
                error: {
                  message: `Incorrect API key provided: ${workingKey}. Unsupported parameter: '${prompt}'`,
                  type: 'invalid_request_error',
                  param: exchange.request.text,
                },
                detail: `Bearer ${workingKey}`,
              }),
          },
        },
      };
      await using server = await startStandIn(quoting, { models: [{ id: model }] });
      const lines: string[] = [];
      const note = (line: string): void => void lines.push(line);
      const log = { trace: note, debug: note, info: note, warn: note, error: note };
      const rig = makeRig({ provider, url: server.url, model }, { parts: { log } });
      const failure = await failureOf(async () => ask(rig, requestOf(prompt)));
      const left = [
        failure.message,
        failure.stack,
        JSON.stringify(failure),
        JSON.stringify(rig.audit),
        lines,
      ].join('\n');
      expect(isModelError(failure)).toBe(true);
      expect(left).not.toContain(workingKey);
      expect(left).not.toContain(prompt);
    },
  );
});

it('says so when Azure filters the prompt', async () => {
  const azure = cases.find(({ provider }) => provider === 'azure');
  if (azure === undefined) throw new Error('no case');
  await using at = await started(azure, { traits: { ending: 'promptFilter' } });
  const failure = await failureOf(() => ask(at.rig));
  expect(failure.message).toContain('content filter');
});

it('takes the bill from OpenRouter itself', async () => {
  const openrouter = cases.find(({ provider }) => provider === 'openrouter');
  if (openrouter === undefined) throw new Error('no case');
  await using at = await started(openrouter);
  await ask(at.rig);
  const entry = at.rig.audit[0];
  expect(entry?.costUsd).toBeCloseTo(((entry?.tokensIn ?? 0) + (entry?.tokensOut ?? 0)) / 1e6, 12);
});

it("counts Anthropic's cached tokens into those that went in, at their own price", async () => {
  const anthropic = cases.find(({ provider }) => provider === 'anthropic');
  if (anthropic === undefined) throw new Error('no case');
  await using at = await started(anthropic);
  const answer = await ask(at.rig);
  expect(answer.end?.usage).toMatchObject({ tokensIn: 111, tokensCached: 60 });
  const out = answer.end?.usage.tokensOut ?? 0;
  expect(at.rig.audit[0]?.costUsd).toBeCloseTo((51 * 2 + 60 * 0.2 + 40 * 2 * 0.25 + out * 10) / 1e6, 12);
});

it('leaves a field out that the endpoint refused, from the next preview on', async () => {
  await using at = await started({
    provider: 'custom',
    kind: mistralCloud,
    model: 'mistral-medium-3-5',
    path: '',
  });
  const failure = await failureOf(() => ask(at.rig));
  expect(isModelError(failure) && failure.kind).toBe('protocol');
  expect((await ask(at.rig)).text).toBe('The answer is 42.');
  expect(at.server.asks().map(({ body }) => 'stream_options' in body)).toEqual([true, false]);
});

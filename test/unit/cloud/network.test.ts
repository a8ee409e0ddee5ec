import { describe, expect, it } from 'vitest';

import type { Fetch } from '../../../src/core/base/ports.ts';
import type { CloudRequest } from '../../../src/core/cloud/cloudDoor.ts';
import type { CloudProviderName } from '../../../src/core/cloud/provider.ts';
import { askCloud } from '../../../src/core/pipelines/askCloud.ts';
import { redactionForDoor } from '../../../src/core/pipelines/redactionForDoor.ts';
import { carriers } from '../../fixtures/redaction/carriers.ts';
import { chanceFrom } from '../../fixtures/redaction/chance.ts';
import { tokenKinds } from '../../fixtures/redaction/secretKinds.ts';
import { anthropicCloud } from '../../servers/anthropicCloud.ts';
import { azureCloud } from '../../servers/azureCloud.ts';
import { bedrockCloud } from '../../servers/bedrockCloud.ts';
import { googleCloud } from '../../servers/googleCloud.ts';
import { mistralCloud } from '../../servers/mistralCloud.ts';
import { openaiCloud } from '../../servers/openaiCloud.ts';
import { openrouterCloud } from '../../servers/openrouterCloud.ts';
import { startStandIn, type ReceivedRequest, type StandInKind } from '../../servers/standIn.ts';
import { collect, makeRig, ManualClock, workingKey, type Rig } from './doorRig.ts';

const kinds = tokenKinds.filter(({ telling }) => telling).slice(0, 24);
const carrierNames = ['chat', 'typescript', 'terminal', 'diff', 'jsonInString'];
const chosen = carriers.filter(({ name }) => carrierNames.includes(name));

interface Planted {
  readonly kind: string;
  readonly carrier: string;
  readonly value: string;
  readonly text: string;
}

function plant(seed: number): Planted[] {
  const chance = chanceFrom(seed);
  return kinds.flatMap((kind) =>
    chosen.map((carrier) => {
      const value = kind.make(chance);
      return { kind: kind.name, carrier: carrier.name, value, text: carrier.carry(value, kind, chance).text };
    }),
  );
}

/** The value itself, and any part of it that is long enough to be of use. */
function tracesOf(value: string): string[] {
  const parts = [value, Buffer.from(value).toString('base64').replace(/=+$/, ''), encodeURIComponent(value)];
  for (let at = 0; at + 16 <= value.length; at += 4) parts.push(value.slice(at, at + 16));
  return parts.filter((part) => !/^[a-zA-Z]+[_-]?$/.test(part));
}

function everythingIn(requests: readonly ReceivedRequest[]): string {
  return requests
    .map(
      ({ path, query, headers, text }) => `${path}?${query.toString()}\n${JSON.stringify(headers)}\n${text}`,
    )
    .join('\n');
}

it('plants what the search for leaks would see', () => {
  const unseen = plant(3).filter(({ value, text }) => !tracesOf(value).some((trace) => text.includes(trace)));
  expect(unseen.map(({ kind, carrier }) => `${kind} in ${carrier}`)).toEqual([]);
});

/** A real session, and a network that writes down every address. */
function realRig(
  provider: CloudProviderName | 'none',
  url: string,
  model: string,
): { rig: Rig; asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = (input, init) => {
    asked.push(new URL(input).host);
    return globalThis.fetch(input, init);
  };
  const redaction = redactionForDoor({
    random: Math.random,
    clock: new ManualClock(),
    patterns: () => ({ ticket: 'TICKET-[0-9]{6}' }),
    knownValues: () => [{ value: 'correct-horse-battery-9', kind: 'known_env' }],
  });
  return {
    rig: makeRig(
      { provider, url, model, dailyUsd: 1e6, monthlyUsd: 1e6 },
      { fetch, parts: { redaction, ceilings: { escalationsPerHour: 1e6, conversationTokens: 1e9 } } },
    ),
    asked,
  };
}

async function send(rig: Rig, request: CloudRequest): Promise<string> {
  const answer = await askCloud(rig.door, request, { agree: async () => true }, new AbortController().signal);
  if (!answer.ok) throw new Error(`refused: ${answer.reason} ${answer.detail ?? ''}`);
  return (await collect(answer.value.stream)).text;
}

function requestWith(messages: CloudRequest['messages'], conversationId: string): CloudRequest {
  return {
    task: 'chat',
    reason: 'truncated',
    checks: [],
    messages,
    paths: [],
    maxTokens: 1024,
    conversationId,
  };
}

const providers: readonly (readonly [CloudProviderName, StandInKind, string])[] = [
  ['openai', openaiCloud, 'gpt-6-sol'],
  ['anthropic', anthropicCloud, 'claude-sonnet-5-5'],
  ['mistral', mistralCloud, 'mistral-medium-3-5'],
  ['google', googleCloud, 'models/gemini-3.8-flash'],
  ['azure', azureCloud, 'team-deployment'],
  ['bedrock', bedrockCloud, 'openai.gpt-oss-120b'],
  ['openrouter', openrouterCloud, 'anthropic/claude-sonnet-5.5'],
  ['custom', openaiCloud, 'gpt-4.1'],
];

describe.each(providers)('what %s sees', (provider, kind, model) => {
  it('is not one part of a secret, whatever its kind and wherever it lies', async () => {
    await using server = await startStandIn(kind, {
      apiKey: workingKey,
      models: [{ id: model }],
      answer: () => ['understood'],
    });
    const { rig, asked } = realRig(provider, server.url, model);
    const planted = plant(providers.findIndex(([name]) => name === provider) + 1);
    for (const [turn, { text }] of planted.entries()) {
      const earlier = planted[turn - 1]?.text ?? 'hello';
      const messages = [
        { role: 'system', content: 'You edit code. Known: correct-horse-battery-9' },
        { role: 'user', content: earlier },
        { role: 'assistant', content: 'noted' },
        {
          role: 'user',
          content: `On branch fix/TICKET-123456, remote https://me:hunter2pass@git.example.com/x\n${text}`,
        },
      ] as const;
      await send(rig, requestWith(messages, `c${turn % 7}`));
    }
    const seen = everythingIn(server.requests);
    expect(server.requests).toHaveLength(kinds.length * chosen.length);
    const leaked = planted.filter(({ value }) => tracesOf(value).some((trace) => seen.includes(trace)));
    expect(leaked.map(({ kind: of, carrier }) => `${of} in ${carrier}`)).toEqual([]);
    for (const word of ['correct-horse-battery-9', 'hunter2pass', 'TICKET-123456'])
      expect(seen).not.toContain(word);
    expect(new Set(asked)).toEqual(new Set([new URL(server.url).host]));
    expect(JSON.stringify(rig.audit)).not.toContain('SECRET_');
  });
});

it('comes back whole: an answer that repeats the request has every value in its place', async () => {
  await using server = await startStandIn(openaiCloud, {
    apiKey: workingKey,
    answer: ({ messages }) => (messages.at(-1)?.content ?? '').match(/[\s\S]{1,7}/g) ?? [],
  });
  const { rig } = realRig('openai', server.url, 'gpt-4.1');
  const plants = plant(99).filter(({ carrier }) => carrier === 'typescript');
  for (const { text } of plants) {
    const answer = await send(rig, {
      ...requestWith([{ role: 'user', content: text }], 'c'),
      maxTokens: 4096,
    });
    expect(answer).toBe(text);
  }
});

it('sees nothing at all under provider none: not one connection, whatever is asked', async () => {
  await using server = await startStandIn(openaiCloud, { apiKey: workingKey });
  const { rig, asked } = realRig('none', server.url, 'gpt-6-sol');
  for (const { text } of plant(7).slice(0, 20)) {
    const request = requestWith([{ role: 'user', content: text }], 'c');
    expect(await rig.door.preview(request)).toMatchObject({ ok: false, reason: 'noCloud' });
    const answer = await askCloud(
      rig.door,
      request,
      { agree: async () => true },
      new AbortController().signal,
    );
    expect(answer).toMatchObject({ ok: false, reason: 'noCloud' });
  }
  expect(await rig.door.availability()).toBe('none');
  expect(asked).toEqual([]);
  expect(server.requests).toHaveLength(0);
});

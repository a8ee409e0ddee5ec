import { describe, expect, it } from 'vitest';

import { cloudModels } from '../../../src/core/cloud/cloudModels.ts';
import { cloudAddress } from '../../../src/core/cloud/cloudTarget.ts';
import type { CloudProviderName } from '../../../src/core/cloud/provider.ts';
import { isModelError } from '../../../src/core/model/modelError.ts';
import { anthropicCloud } from '../../servers/anthropicCloud.ts';
import { azureCloud } from '../../servers/azureCloud.ts';
import { bedrockCloud } from '../../servers/bedrockCloud.ts';
import { googleCloud } from '../../servers/googleCloud.ts';
import { mistralCloud } from '../../servers/mistralCloud.ts';
import { openaiCloud } from '../../servers/openaiCloud.ts';
import { openrouterCloud } from '../../servers/openrouterCloud.ts';
import { startStandIn, type StandInKind } from '../../servers/standIn.ts';
import { ManualClock } from './doorRig.ts';

const kinds: readonly (readonly [CloudProviderName, StandInKind])[] = [
  ['openai', openaiCloud],
  ['anthropic', anthropicCloud],
  ['mistral', mistralCloud],
  ['google', googleCloud],
  ['azure', azureCloud],
  ['bedrock', bedrockCloud],
  ['openrouter', openrouterCloud],
  ['custom', openaiCloud],
];

const parts = {
  fetch: (input: string, init?: object) => globalThis.fetch(input, init),
  clock: new ManualClock(),
};
const never = new AbortController().signal;

describe.each(kinds)("%s's models", (provider, kind) => {
  it('come from the provider itself, with the right key', async () => {
    await using server = await startStandIn(kind, { apiKey: 'right' });
    const address = cloudAddress({ provider, url: server.url });
    if (!address.ok) throw new Error(address.reason);
    const models = await cloudModels(address.value, 'right', parts, never);
    expect(models.map(({ id }) => id).sort()).toEqual(kind.models.map(({ id }) => id).sort());
  });

  it('tell a wrong key', async () => {
    await using server = await startStandIn(kind, { apiKey: 'right' });
    const address = cloudAddress({ provider, url: server.url });
    if (!address.ok) throw new Error(address.reason);
    const failure: unknown = await cloudModels(address.value, 'wrong', parts, never).catch(
      (thrown: unknown) => thrown,
    );
    expect(isModelError(failure) && failure.kind).toBe('unauthorized');
  });

  it('tell a host that nobody reaches from a wrong key', async () => {
    const server = await startStandIn(kind, { apiKey: 'right' });
    const { url } = server;
    await server.close();
    const address = cloudAddress({ provider, url });
    if (!address.ok) throw new Error(address.reason);
    const failure: unknown = await cloudModels(address.value, 'right', parts, never).catch(
      (thrown: unknown) => thrown,
    );
    expect(isModelError(failure) && failure.kind).toBe('unreachable');
  });
});

describe('an address', () => {
  it.each([
    ['openai', '', 'https://api.openai.com/v1'],
    ['anthropic', '', 'https://api.anthropic.com/v1'],
    ['mistral', '', 'https://api.eu.mistral.ai/v1'],
    ['mistral', 'https://api.us.mistral.ai', 'https://api.us.mistral.ai/v1'],
    ['google', '', 'https://generativelanguage.googleapis.com/v1beta/openai'],
    ['openrouter', '', 'https://openrouter.ai/api/v1'],
    ['azure', 'https://team.openai.azure.com', 'https://team.openai.azure.com/openai/v1'],
    ['azure', 'https://team.openai.azure.com/openai/v1/', 'https://team.openai.azure.com/openai/v1'],
    ['bedrock', 'eu-central-1', 'https://bedrock-mantle.eu-central-1.api.aws/v1'],
    [
      'bedrock',
      'https://bedrock-runtime.us-east-1.amazonaws.com',
      'https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1',
    ],
    ['custom', 'http://localhost:4000', 'http://localhost:4000/v1'],
    ['custom', 'https://gateway.example.com/llm/', 'https://gateway.example.com/llm'],
  ] as const)('of %s given as "%s" is %s', (provider, url, base) => {
    const address = cloudAddress({ provider, url });
    expect(address.ok && address.value.base).toBe(base);
  });

  it.each([
    ['none', 'https://api.openai.com', 'noCloud'],
    ['azure', '', 'badUrl'],
    ['custom', '', 'badUrl'],
    ['bedrock', '', 'badUrl'],
    ['custom', 'http://gateway.example.com', 'badUrl'],
    ['custom', 'http://127.0.0.1.example.com', 'badUrl'],
    ['custom', 'javascript:alert(1)', 'badUrl'],
  ] as const)('of %s given as "%s" is refused as %s', (provider, url, reason) => {
    expect(cloudAddress({ provider, url })).toMatchObject({ ok: false, reason });
  });
});

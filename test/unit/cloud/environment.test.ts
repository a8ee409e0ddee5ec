import { afterEach, describe, expect, it, vi } from 'vitest';

import { anthropicCloud } from '../../servers/anthropicCloud.ts';
import { azureCloud } from '../../servers/azureCloud.ts';
import { openaiCloud } from '../../servers/openaiCloud.ts';
import { startStandIn, type StandInKind } from '../../servers/standIn.ts';
import { ask, makeRig, requestOf, workingKey } from './doorRig.ts';

/** What the SDKs of the providers read on their own. */
const variables: readonly (readonly [string, string])[] = [
  ['OPENAI_API_KEY', 'env-planted-key'],
  ['OPENAI_ADMIN_KEY', 'env-planted-admin'],
  ['OPENAI_ORG_ID', 'env-planted-organization'],
  ['OPENAI_PROJECT_ID', 'env-planted-project'],
  ['OPENAI_WEBHOOK_SECRET', 'env-planted-webhook'],
  ['OPENAI_BASE_URL', 'http://127.0.0.1:9/env-planted'],
  ['OPENAI_LOG', 'debug'],
  ['OPENAI_LOG', 'no such level'],
  ['OPENAI_CUSTOM_HEADERS', 'X-Planted: env-planted-header\nAuthorization: Bearer env-planted-bearer'],
  ['OPENAI_CUSTOM_HEADERS', 'not a header name: env-planted-header'],
  ['OPENAI_API_VERSION', 'env-planted-version'],
  ['AZURE_OPENAI_API_KEY', 'env-planted-key'],
  ['AZURE_OPENAI_ENDPOINT', 'http://127.0.0.1:9'],
  ['ANTHROPIC_API_KEY', 'env-planted-key'],
  ['ANTHROPIC_AUTH_TOKEN', 'env-planted-token'],
  ['ANTHROPIC_BASE_URL', 'http://127.0.0.1:9'],
  ['AWS_BEARER_TOKEN_BEDROCK', 'env-planted-token'],
  ['AWS_REGION', 'nowhere'],
];

const kinds: readonly (readonly ['openai' | 'anthropic' | 'azure', StandInKind, string])[] = [
  ['openai', openaiCloud, 'gpt-6-sol'],
  ['anthropic', anthropicCloud, 'claude-sonnet-5-5'],
  ['azure', azureCloud, 'team-deployment'],
];

interface Seen {
  readonly requests: readonly { readonly path: string; readonly text: string; readonly headers: unknown }[];
  readonly text: string;
}

async function seen(provider: (typeof kinds)[number][0], kind: StandInKind, model: string): Promise<Seen> {
  await using server = await startStandIn(kind, {
    apiKey: workingKey,
    models: [{ id: model }],
    answer: () => ['fine'],
  });
  const rig = makeRig({ provider, url: server.url, model });
  const { text } = await ask(rig, requestOf());
  const requests = server.requests.map((request) => {
    const { host: _host, ...headers } = request.headers;
    return { path: request.path, text: request.text, headers };
  });
  return { requests, text };
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe.each(kinds)('a request to %s', (provider, kind, model) => {
  it.each(variables)('is the same with %s=%s, and nothing is printed', async (name, value) => {
    const without = await seen(provider, kind, model);
    vi.stubEnv(name, value);
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation(() => undefined),
    );
    const withIt = await seen(provider, kind, model);
    expect(withIt).toEqual(without);
    expect(JSON.stringify(withIt.requests)).not.toContain('env-planted');
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});

it('never borrows a key from the environment of an SDK', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'env-planted-key');
  await using server = await startStandIn(openaiCloud, { answer: () => ['fine'] });
  const rig = makeRig({ provider: 'openai', url: server.url });
  rig.keys.clear();
  const preview = await rig.door.preview(requestOf());
  if (!preview.ok) throw new Error(preview.reason);
  expect(await rig.door.send(preview.value, new AbortController().signal)).toMatchObject({ reason: 'noKey' });
  expect(server.requests).toHaveLength(0);
});

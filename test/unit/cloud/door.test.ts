import { describe, expect, it } from 'vitest';

import type { Fetch } from '../../../src/core/base/ports.ts';
import type { CloudRequest } from '../../../src/core/cloud/cloudDoor.ts';
import { isModelError } from '../../../src/core/model/modelError.ts';
import { askCloud } from '../../../src/core/pipelines/askCloud.ts';
import { openaiCloud } from '../../servers/openaiCloud.ts';
import { startStandIn, type StandIn } from '../../servers/standIn.ts';
import { ask, collect, makeRig, memoryFiles, previewed, requestOf, workingKey, type Rig } from './doorRig.ts';

async function withServer(answer = ['ok']): Promise<StandIn> {
  return startStandIn(openaiCloud, { apiKey: workingKey, answer: () => answer });
}

/** A network that a test fails on when anything touches it. */
const noNetwork: Fetch = (input) => {
  throw new Error(`a connection was opened to ${input}`);
};

const never = new AbortController().signal;

async function refusal(rig: Rig, request: CloudRequest = requestOf()): Promise<string> {
  const outcome = await rig.door.preview(request);
  return outcome.ok ? 'previewed' : outcome.reason;
}

describe('what turns a request back before anything leaves', () => {
  type Closed = readonly [reason: string, arrange: (rig: Rig) => void, further?: Partial<CloudRequest>];
  const closed: readonly Closed[] = [
    ['noCloud', (rig) => void (rig.policy = { ...rig.policy, provider: 'none' })],
    ['noModel', (rig) => void (rig.policy = { ...rig.policy, model: ' ' })],
    ['badUrl', (rig) => void (rig.policy = { ...rig.policy, url: 'http://api.example.com' })],
    ['badUrl', (rig) => void (rig.policy = { ...rig.policy, url: 'https://u:p@api.example.com' })],
    ['badUrl', (rig) => void (rig.policy = { ...rig.policy, provider: 'azure', url: '' })],
    ['badUrl', (rig) => void (rig.policy = { ...rig.policy, url: 'file:///etc/passwd' })],
    ['untrustedWorkspace', (rig) => void (rig.trusted = false)],
    [
      'policyNever',
      (rig) => void (rig.policy = { ...rig.policy, escalation: 'never' }),
      { reason: 'truncated' },
    ],
    [
      'policyNever',
      (rig) => void (rig.policy = { ...rig.policy, escalation: 'never', escalationLocked: true }),
    ],
    ['localOnlyFile', (rig) => void (rig.localOnly = ['.env']), { paths: ['a.ts', '.env'] }],
    ['localOnlyFile', (rig) => void (rig.quoted = ['.env'])],
    ['redactionTimedOut', (rig) => void (rig.redaction.redactFails = 'redactionTimedOut')],
    ['redactionTimedOut', (rig) => void (rig.redaction.brandFails = 'redactionTimedOut')],
    ['redactionFailed', (rig) => void (rig.redaction.throws = true)],
    ['stillSecret', (rig) => void (rig.redaction.brandFails = 'stillSecret')],
    ['dailyBudget', (rig) => void (rig.policy = { ...rig.policy, dailyUsd: 0 })],
    ['monthlyBudget', (rig) => void (rig.policy = { ...rig.policy, monthlyUsd: 0 })],
    ['dailyBudget', (rig) => void (rig.ledger = { today: 4.999, month: 4.999 })],
    ['monthlyBudget', (rig) => void (rig.ledger = { today: 0, month: 49.999 })],
  ];

  it.each(closed.map(([reason, arrange, further]) => ({ reason, arrange, further: further ?? {} })))(
    '$reason',
    async ({ reason, arrange, further }) => {
      const rig = makeRig({ url: 'https://api.openai.com' }, { fetch: noNetwork });
      arrange(rig);
      expect(await refusal(rig, requestOf('hello s3cret-a1', further))).toBe(reason);
      expect(rig.door.pending()).toEqual([]);
      expect(rig.audit).toEqual([]);
    },
  );

  it('a secret that redaction misses but the second scan sees', async () => {
    const rig = makeRig({ url: 'https://api.openai.com' }, { fetch: noNetwork });
    rig.redaction.leaky = true;
    expect(await refusal(rig, requestOf('token s3cret-a1'))).toBe('stillSecret');
  });

  it('a list of private files that can not be read', async () => {
    const rig = makeRig(
      { url: 'https://api.openai.com' },
      {
        fetch: noNetwork,
        parts: {
          localOnly: {
            among: () => Promise.reject(new Error('disk')),
            quotedIn: () => [],
          },
        },
      },
    );
    expect(await refusal(rig)).toBe('localOnlyFile');
  });

  it("the person's own command passes a policy of never that nobody locked", async () => {
    const rig = makeRig({ url: 'https://api.openai.com', escalation: 'never' }, { fetch: noNetwork });
    expect(await refusal(rig)).toBe('previewed');
  });
});

describe('sending', () => {
  it('needs the key of this very origin', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const preview = await previewed(rig);
    rig.keys.clear();
    rig.keys.set('https://api.openai.com', 'k-other');
    expect(await rig.door.send(preview, never)).toMatchObject({ ok: false, reason: 'noKey' });
    expect(server.requests).toHaveLength(0);
  });

  it('follows no redirect, so that a key never reaches another address', async () => {
    await using elsewhere = await withServer();
    const { createServer } = await import('node:http');
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` }).end();
    });
    await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
    const { port } = redirecting.address() as { port: number };
    const rig = makeRig({ url: `http://127.0.0.1:${port}` });
    const failure: unknown = await ask(rig).catch((thrown: unknown) => thrown);
    redirecting.close();
    expect(isModelError(failure) && failure.facts.detail).toContain('redirects');
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('happens once for a preview', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const preview = await previewed(rig);
    const [one, two] = await Promise.all([rig.door.send(preview, never), rig.door.send(preview, never)]);
    for (const sent of [one, two]) if (sent.ok) await collect(sent.value);
    expect([one.ok, two.ok]).toEqual([true, false]);
    expect(server.asks()).toHaveLength(1);
  });

  it('takes no preview that this door did not make, or whose settings changed since', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const preview = await previewed(rig);
    expect(await rig.door.send({ ...preview, id: 'forged' }, never)).toMatchObject({
      reason: 'stalePreview',
    });
    rig.policy = { ...rig.policy, model: 'gpt-4.1' };
    expect(await rig.door.send(preview, never)).toMatchObject({ reason: 'stalePreview' });
    expect(server.requests).toHaveLength(0);
  });

  it('ignores a body that was changed after the preview was made', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const preview = await previewed(rig, requestOf('token s3cret-a1'));
    const forged = { ...preview, body: JSON.stringify({ leak: 's3cret-a1' }) as typeof preview.body };
    const sent = await rig.door.send(forged, never);
    if (sent.ok) await collect(sent.value);
    expect(server.asks()[0]?.text).toBe(preview.body);
  });

  it('sends nothing when the provider was set to none meanwhile', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const preview = await previewed(rig);
    rig.policy = { ...rig.policy, provider: 'none' };
    expect(await rig.door.send(preview, never)).toMatchObject({ reason: 'noCloud' });
    expect(server.requests).toHaveLength(0);
  });

  it('sends nothing that it can not account for', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const preview = await previewed(rig);
    rig.files.append = () => Promise.reject(new Error('disk full'));
    expect(await rig.door.send(preview, never)).toMatchObject({ reason: 'auditUnavailable' });
    expect(server.requests).toHaveLength(0);
  });

  it('restores placeholders that come split over chunks', async () => {
    await using server = await withServer(['use SEC', 'RET_TO', 'Y_1_x', '7 and ', 'SECRET_TOY_1_x7']);
    const rig = makeRig({ url: server.url });
    const answer = await ask(rig, requestOf('token s3cret-a1'));
    expect(answer.text).toBe('use s3cret-a1 and s3cret-a1');
  });

  it('fails an answer that holds a placeholder nobody issued', async () => {
    await using server = await withServer(['use SECRET_TOY_9_x7 here']);
    const rig = makeRig({ url: server.url });
    const failure: unknown = await ask(rig).catch((thrown: unknown) => thrown);
    expect(isModelError(failure) && failure.kind).toBe('protocol');
    expect(rig.audit.map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('writes down how the answer was judged', async () => {
    await using server = await withServer(['half an answ']);
    const rig = makeRig({ url: server.url });
    const sent = await rig.door.send(await previewed(rig), never, ({ text, finishReason }) =>
      text === 'half an answ' && finishReason === 'stop' ? 'withheld' : 'shown',
    );
    if (sent.ok) await collect(sent.value);
    expect(rig.audit.map(({ outcome }) => outcome)).toEqual(['withheld']);
  });

  it('writes nothing of the text into the audit line or the accounts', async () => {
    await using server = await withServer(['the answer text']);
    const rig = makeRig({ url: server.url });
    await ask(rig, requestOf('the question text s3cret-a1', { reason: 'truncated', paths: ['src/a.ts'] }));
    const written = JSON.stringify(rig.audit) + [...rig.files.held.values()].join('\n');
    for (const word of ['question', 'answer text', 's3cret', 'SECRET_TOY', workingKey]) {
      expect(written).not.toContain(word);
    }
    expect(rig.audit[0]).toMatchObject({ reason: 'truncated', redactions: [{ kind: 'toy', count: 1 }] });
  });
});

describe('a preview', () => {
  it('masks more by hand, everywhere and for the rest of the conversation', async () => {
    await using server = await withServer(['done with SECRET_BYHAND_1_x7']);
    const rig = makeRig({ url: server.url });
    const first = await previewed(rig, requestOf('project Zephyr, really Zephyr'));
    const second = await rig.door.remask(first.id, ['Zephyr']);
    if (!second.ok) throw new Error(second.reason);
    expect(second.value.id).toBe(first.id);
    expect(second.value.body).not.toContain('Zephyr');
    expect(second.value.masked).toHaveLength(2);
    const sent = await rig.door.send(first, never);
    if (!sent.ok) throw new Error(sent.reason);
    expect((await collect(sent.value)).text).toBe('done with Zephyr');
    expect(server.asks()[0]?.text).toBe(second.value.body);
    expect((await previewed(rig, requestOf('and Zephyr again'))).body).not.toContain('Zephyr');
  });

  it('shows what is behind a placeholder on this machine only', async () => {
    const rig = makeRig({ url: 'https://api.openai.com' }, { fetch: noNetwork });
    const preview = await previewed(rig, requestOf('token s3cret-a1'));
    expect(rig.door.original(preview.id, 'SECRET_TOY_1_x7')).toBe('s3cret-a1');
    expect(rig.door.original(preview.id, 'SECRET_TOY_2_x7')).toBeUndefined();
    rig.door.drop(preview.id);
    expect(rig.door.original(preview.id, 'SECRET_TOY_1_x7')).toBeUndefined();
  });

  it("never holds a picture's data", async () => {
    const rig = makeRig({ url: 'https://api.openai.com' }, { fetch: noNetwork });
    const data = `data:image/png;base64,${'iVBORw0KGgo'.repeat(20)}`;
    const preview = await previewed(rig, requestOf(`look: ${data}`));
    expect(preview.body).not.toContain('iVBORw0KGgo');
  });

  it('tells cost and tokens, and no cost where the price is unknown', async () => {
    const known = await previewed(makeRig({ url: 'https://api.openai.com' }));
    expect(known.tokensIn).toBeGreaterThan(0);
    expect(known.costUsd).toBeGreaterThan(0);
    const unknown = await previewed(makeRig({ url: 'https://api.openai.com' }, { price: null }));
    expect(unknown.costUsd).toBeNull();
  });

  it('knows the check that the local answer failed, and keeps it out of what is sent', async () => {
    const evidence = { message: 'a brace is missing on line nine', line: 8 };
    const checks = [
      { name: 'empty', passed: true, ms: 0 },
      { name: 'brackets', passed: false, evidence, ms: 0 },
    ];
    const rig = makeRig({ url: 'https://api.openai.com' });
    const asked = await rig.door.preview({ ...requestOf(), checks });
    if (!asked.ok) throw new Error(asked.reason);
    expect(asked.value.failedCheck).toMatchObject({ name: 'brackets', evidence });
    expect(asked.value.body).not.toContain('line nine');
  });
});

describe('asking the cloud', () => {
  it('sends after consent and hands the stream on', async () => {
    await using server = await withServer(['fine']);
    const rig = makeRig({ url: server.url });
    const asked = await askCloud(rig.door, requestOf(), { agree: async () => true }, never);
    if (!asked.ok) throw new Error(asked.reason);
    expect((await collect(asked.value.stream)).text).toBe('fine');
  });

  it('sends nothing without consent, and forgets the preview', async () => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    const asked = await askCloud(rig.door, requestOf(), { agree: async () => false }, never);
    expect(asked).toMatchObject({ ok: false, reason: 'declined' });
    expect(rig.door.pending()).toEqual([]);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['send', true],
    ['cancel', false],
  ] as const)('hears %s from the open preview, and calls the other question off', async (decision, ok) => {
    await using server = await withServer();
    const rig = makeRig({ url: server.url });
    let calledOff = false;
    const asked = await askCloud(
      rig.door,
      requestOf(),
      {
        agree: (preview, signal) => {
          signal.addEventListener('abort', () => (calledOff = true));
          queueMicrotask(() => rig.door.decide(preview.id, decision));
          return new Promise<boolean>(() => undefined);
        },
      },
      never,
    );
    expect(asked.ok).toBe(ok);
    expect(calledOff).toBe(true);
    if (asked.ok) await collect(asked.value.stream);
    expect(server.asks()).toHaveLength(ok ? 1 : 0);
  });

  it('is cancelled while the question is open', async () => {
    const rig = makeRig({ url: 'https://api.openai.com' }, { fetch: noNetwork });
    const cancel = new AbortController();
    const asking = askCloud(
      rig.door,
      requestOf(),
      { agree: () => new Promise<boolean>(() => undefined) },
      cancel.signal,
    );
    await new Promise((resolve) => setImmediate(resolve));
    cancel.abort();
    expect(await asking).toMatchObject({ ok: false, reason: 'cancelled' });
    expect(rig.door.pending()).toEqual([]);
  });
});

describe('what the router asks', () => {
  it('knows whether there is a cloud and a key', async () => {
    const rig = makeRig({ url: 'https://api.openai.com' });
    expect(await rig.door.availability()).toBe('available');
    rig.keys.clear();
    expect(await rig.door.availability()).toBe('noKey');
    rig.policy = { ...rig.policy, provider: 'none' };
    expect(await rig.door.availability()).toBe('none');
  });
});

it('opens no connection and constructs no client under provider none, whatever is asked', async () => {
  const rig = makeRig(
    { provider: 'none', url: 'https://api.openai.com' },
    { fetch: noNetwork, files: memoryFiles() },
  );
  const asked = await askCloud(rig.door, requestOf(), { agree: async () => true }, never);
  expect(asked).toMatchObject({ ok: false, reason: 'noCloud' });
});

describe('an answer that is no stream', () => {
  it.each([
    ['{"error":{"message":"quota","code":"insufficient_quota"}}', 'unauthorized'],
    ['{"choices":[{"message":{"content":"whole"}}]}', 'protocol'],
  ])('is named: %s', async (body, kind) => {
    const whole: Fetch = async () => new Response(body, { headers: { 'content-type': 'application/json' } });
    const failure: unknown = await ask(makeRig({ url: 'https://api.openai.com' }, { fetch: whole })).catch(
      (thrown: unknown) => thrown,
    );
    expect(isModelError(failure) && failure.kind).toBe(kind);
  });
});

it('charges nothing for a request that was cancelled before it left', async () => {
  const rig = makeRig({ url: 'https://api.openai.com' }, { fetch: noNetwork });
  const cancel = new AbortController();
  const sent = await rig.door.send(await previewed(rig), cancel.signal);
  cancel.abort();
  if (!sent.ok) throw new Error(sent.reason);
  expect((await collect(sent.value)).end?.finishReason).toBe('cancelled');
  expect(rig.audit[0]).toMatchObject({ outcome: 'cancelled', costUsd: 0, tokensIn: 0 });
});

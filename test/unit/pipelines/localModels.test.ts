/** What stands between tasks and the team's server: health, loading, failover, keys, the order of requests. */

import { afterEach, describe, expect, it } from 'vitest';

import { Emitter } from '../../../src/core/base/emitter.ts';
import { isModelError } from '../../../src/core/model/modelError.ts';
import type { StreamEvent } from '../../../src/core/model/stream.ts';
import {
  createLocalModels,
  type ManagedLocalModels,
  type ModelSettings,
} from '../../../src/core/pipelines/localModels.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import type { FimModel } from '../../../src/core/server/localModels.ts';
import type { ServerState } from '../../../src/core/server/serverDescription.ts';
import { llamacpp } from '../../servers/llamacpp.ts';
import { ollama } from '../../servers/ollama.ts';
import { openaiCompatible } from '../../servers/openaiCompatible.ts';
import { testPorts } from '../../servers/ports.ts';
import { startStandIn, type StandIn, type StandInKind, type StandInOptions } from '../../servers/standIn.ts';
import { vllm } from '../../servers/vllm.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serve(kind: StandInKind, options: StandInOptions = {}): Promise<StandIn> {
  const standIn = await startStandIn(kind, options);
  open.push(standIn);
  return standIn;
}

const noSettings: ModelSettings = {
  'server.url': '',
  'completion.url': '',
  'completion.model': '',
  'chat.url': '',
  'chat.model': '',
};

interface Setup {
  readonly models: ManagedLocalModels;
  readonly states: ServerState[];
  readonly keys: Record<string, string>;
  set(settings: Partial<ModelSettings>): void;
}

function setUp(settings: Partial<ModelSettings>): Setup {
  let current = { ...noSettings, ...settings };
  const changed = new Emitter<void>();
  const keys: Record<string, string> = {};
  const models = createLocalModels({
    ...testPorts(keys),
    settings: () => current,
    onDidChangeSettings: changed.event,
  });
  const states: ServerState[] = [];
  models.onDidChangeState((state) => states.push(state));
  open.push({ close: () => models.dispose() });
  return {
    models,
    states,
    keys,
    set: (more) => {
      current = { ...current, ...more };
      changed.fire();
    },
  };
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never came true');
}

async function fimOf(models: ManagedLocalModels): Promise<FimModel> {
  let found: FimModel | undefined;
  await eventually(async () => {
    const model = await models.fim();
    found = model.ok ? model.value : undefined;
    return model.ok;
  });
  if (found === undefined) throw new Error('no model');
  return found;
}

async function suggest(model: FimModel, signal = new AbortController().signal): Promise<string> {
  const [prefix, suffix] = ['def add(a, b):\n    c = ', '\n    return c\n'];
  const document = {
    uri: 'file:///a.py',
    path: 'a.py',
    languageId: 'python',
    version: 1,
    text: prefix + suffix,
  };
  const prompt = phraseFim(model.family, { document, offset: prefix.length, prefix, suffix }, []);
  let text = '';
  for await (const event of model.client.complete(
    { model: model.model, prompt, maxTokens: 64, temperature: 0 },
    signal,
  )) {
    if (event.type === 'text') text += event.text;
  }
  return text;
}

describe('the server of the settings', () => {
  it('suggests and chats', async () => {
    const server = await serve(ollama);
    const { models, states } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    expect(model).toMatchObject({
      model: 'codestral:22b',
      family: 'codestral',
      contextTokens: 4096,
      isDemo: false,
    });
    expect(await suggest(model)).toBe('a + b');
    const chat = await models.chat();
    expect(chat).toMatchObject({ ok: true, value: { model: 'devstral:24b', family: 'devstral' } });
    expect(models.state).toBe('ready');
    expect(states).toContain('working');
  });

  it('is asked from memory after the first time', async () => {
    const server = await serve(ollama);
    const { models } = setUp({ 'server.url': server.url });
    await fimOf(models);
    await eventually(() => server.requests.every(({ finished }) => finished));
    const before = server.requests.length;
    await models.fim();
    await models.fim();
    expect(server.requests).toHaveLength(before);
  });

  it('may be another for chat than for suggestions', async () => {
    const one = await serve(llamacpp);
    const other = await serve(ollama);
    const { models } = setUp({ 'completion.url': one.url, 'chat.url': other.url });
    expect((await fimOf(models)).host).toBe(new URL(one.url).host);
    expect(await models.chat()).toMatchObject({ ok: true, value: { host: new URL(other.url).host } });
    expect(models.describe()).toHaveLength(2);
  });

  it('changes with the settings, without a restart', async () => {
    const one = await serve(llamacpp);
    const other = await serve(vllm);
    const { models, set } = setUp({ 'server.url': one.url });
    await fimOf(models);
    set({ 'server.url': other.url });
    await eventually(async () => (await fimOf(models)).host === new URL(other.url).host);
  });

  it('is not asked while paused', async () => {
    const server = await serve(ollama);
    const { models } = setUp({ 'server.url': server.url });
    await fimOf(models);
    models.setPaused(true);
    expect(await models.fim()).toMatchObject({ ok: false, reason: 'paused' });
    expect(models.state).toBe('paused');
  });
});

describe('a server in trouble', () => {
  it('that is down is told, and is back without a keystroke', async () => {
    const server = await serve(llamacpp);
    const { models, states } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    await server.close();
    await suggest(model).catch((failure: unknown) => expect(isModelError(failure)).toBe(true));
    expect(models.state).toBe('unreachable');
    expect(await models.fim()).toMatchObject({ ok: false, reason: 'unreachable' });
    await server.reopen();
    await eventually(() => models.state === 'ready');
    expect(await suggest(await fimOf(models))).toBe('a + b');
    expect(states).toContain('unreachable');
  });

  it('that was down from the start is found when it comes', async () => {
    const server = await serve(vllm);
    await server.close();
    const { models } = setUp({ 'server.url': server.url });
    models.start();
    await eventually(() => models.state === 'unreachable');
    await server.reopen();
    await eventually(() => models.state === 'ready');
  });

  it('that loads its model is not down', async () => {
    const server = await serve(llamacpp, { fault: { name: 'loading', everywhere: true } });
    const { models, states } = setUp({ 'server.url': server.url });
    models.start();
    await eventually(() => models.state === 'loading model');
    expect(await models.fim()).toMatchObject({ ok: false, reason: 'loadingModel' });
    server.fault = undefined;
    await eventually(() => models.state === 'ready');
    expect(states).not.toContain('unreachable');
  });

  it('that wants a key says so, and works as soon as it has one', async () => {
    const server = await serve(vllm, { apiKey: 'sk-team' });
    const { models, keys } = setUp({ 'server.url': server.url });
    models.start();
    await eventually(() => models.state === 'unauthorized');
    expect(await models.fim()).toMatchObject({ ok: false, reason: 'unauthorized' });
    keys[server.url] = 'sk-team';
    await models.refresh();
    expect(await suggest(await fimOf(models))).toBe('a + b');
  });

  it('that asks to wait is left alone for that long', async () => {
    const server = await serve(vllm);
    const { models } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    server.fault = { name: 'rateLimited', retryAfterSeconds: 60 };
    await suggest(model).catch(() => undefined);
    server.forget();
    expect(await models.fim()).toMatchObject({ ok: false });
    expect(server.asks()).toHaveLength(0);
  });

  it('that breaks one answer off is not called down', async () => {
    const server = await serve(vllm);
    const { models } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    server.fault = { name: 'garbage', times: 1 };
    await suggest(model).catch(() => undefined);
    expect(models.state).toBe('ready');
    expect(await suggest(await fimOf(models))).toBe('a + b');
  });
});

describe('a cold model', () => {
  it('is warmed up by one request that keeps it, and typing does not cancel', async () => {
    const slow: StandInKind = {
      ...ollama,
      routes: {
        ...ollama.routes,
        'POST /api/generate': {
          asks: true,
          run: async (exchange) => {
            if (exchange.body['prompt'] === undefined)
              await new Promise((resolve) => setTimeout(resolve, 300));
            await ollama.routes['POST /api/generate']?.run(exchange);
          },
        },
      },
    };
    const server = await serve(slow, { traits: { loaded: 'no' } });
    const { models } = setUp({ 'server.url': server.url });
    models.start();
    await eventually(() => models.state === 'loading model');
    await models.fim();
    await models.fim();
    await fimOf(models);
    const warmUps = server.asks().filter(({ body }) => body['prompt'] === undefined);
    expect(warmUps).toHaveLength(1);
    expect(warmUps[0]).toMatchObject({ hungUp: false, body: { keep_alive: '30m' } });
    expect(models.state).toBe('ready');
  });

  it('tells its real context only once it is loaded, and prompts are fitted to that', async () => {
    const server = await serve(ollama, { traits: { loaded: 'no', contextTokens: '16384' } });
    const { models } = setUp({ 'server.url': server.url });
    expect((await fimOf(models)).contextTokens).toBe(16384);
    const chat = await models.chat();
    if (!chat.ok) throw new Error(chat.reason);
    expect(chat.value.contextTokens).toBe(4096);
    const request = {
      model: chat.value.model,
      messages: [{ role: 'user' as const, content: 'hi' }],
      maxTokens: 9,
    };
    for await (const event of chat.value.client.chat(request, new AbortController().signal)) void event;
    await eventually(async () => {
      const again = await models.chat();
      return again.ok && again.value.contextTokens === 16384;
    });
  });

  it('learns a smaller context from a refusal', async () => {
    const small: StandInKind = {
      ...vllm,
      refusals: {
        ...vllm.refusals,
        tooLong: (exchange) =>
          exchange.json(400, {
            error: { message: "the model's context length is only 2048 tokens, resulting in" },
          }),
      },
    };
    const server = await serve(small);
    const { models } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    server.fault = { name: 'tooLong', times: 1 };
    await suggest(model).catch(() => undefined);
    expect((await fimOf(models)).contextTokens).toBe(2048);
    expect(models.state).toBe('ready');
  });

  it('is never loaded anew by a parameter of ours', async () => {
    const server = await serve(ollama);
    const { models } = setUp({ 'server.url': server.url });
    await suggest(await fimOf(models));
    for (const { text } of server.requests) {
      expect(text).not.toMatch(/num_ctx|num_batch|num_gpu|num_thread/);
    }
  });
});

describe('several addresses', () => {
  it('are tried in order, and the one that worked is kept', async () => {
    const first = await serve(vllm);
    const second = await serve(vllm);
    const { models } = setUp({ 'server.url': `${first.url}, ${second.url}` });
    const model = await fimOf(models);
    expect(model.host).toBe(new URL(first.url).host);
    await first.close();
    await suggest(model).catch(() => undefined);
    await eventually(async () => (await fimOf(models)).host === new URL(second.url).host);
    await first.reopen();
    await models.refresh();
    expect((await fimOf(models)).host).toBe(new URL(second.url).host);
  });
});

describe('the order of requests', () => {
  it('on one slot: a suggestion waits for the chat that runs, and goes before the chat that waits', async () => {
    const models1 = [{ id: 'qwen2.5-coder-7b.gguf', fim: 'qwenCoder', contextTokens: 16384 }];
    const server = await serve(llamacpp, { models: models1, chunkDelayMs: 30 });
    const { models } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    const chat = await models.chat();
    if (!chat.ok) throw new Error(chat.reason);
    server.forget();
    const ask = async (content: string): Promise<StreamEvent[]> => {
      const events: StreamEvent[] = [];
      const request = {
        model: chat.value.model,
        messages: [{ role: 'user' as const, content }],
        maxTokens: 50,
      };
      for await (const event of chat.value.client.chat(request, new AbortController().signal))
        events.push(event);
      return events;
    };
    const running = ask('one');
    await server.until((requests) => requests.length === 1);
    const waiting = ask('two');
    const suggestion = suggest(model);
    await Promise.all([running, waiting, suggestion]);
    expect(server.asks().map(({ path }) => path)).toEqual([
      '/v1/chat/completions',
      '/infill',
      '/v1/chat/completions',
    ]);
  });

  it('a cancelled suggestion closes the connection and frees its place', async () => {
    const server = await serve(llamacpp);
    const { models } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    server.forget();
    server.fault = { name: 'stall', times: 1 };
    const stop = new AbortController();
    const first = suggest(model, stop.signal);
    await server.until(() => server.asks().length === 1);
    stop.abort();
    await first;
    await server.until(() => server.asks()[0]?.hungUp === true);
    expect(await suggest(model)).toBe('a + b');
  });
});

describe('a dialect that stops working', () => {
  it('is proved again, and the next one is taken', async () => {
    const traits = { suffix: 'honored' };
    const modelsThere: { id: string; fim?: string }[] = [{ id: 'qwen2.5-coder-7b' }];
    const server = await serve(openaiCompatible, { models: modelsThere, traits });
    const { models } = setUp({ 'server.url': server.url });
    const model = await fimOf(models);
    expect(models.describe()[0]?.completion).toMatchObject({ dialect: 'completionsSuffix', verified: true });
    traits.suffix = 'refused';
    modelsThere[0] = { id: 'qwen2.5-coder-7b', fim: 'qwenCoder' };
    await suggest(model).catch(() => undefined);
    await eventually(() => models.describe()[0]?.completion?.dialect === 'completionsText');
    expect(await suggest(await fimOf(models))).toBe('a + b');
  });

  it('needs proof where nothing is known of the model the person set', async () => {
    const settings = { 'completion.model': 'some-model' };
    const modelsThere = [{ id: 'some-model', contextTokens: 8192 }];
    const honest = await serve(openaiCompatible, { models: modelsThere, traits: { suffix: 'honored' } });
    const silent = await serve(openaiCompatible, { models: modelsThere, traits: { suffix: 'dropped' } });
    const good = setUp({ ...settings, 'server.url': honest.url });
    expect((await fimOf(good.models)).family).toBe('unknown');
    const bad = setUp({ ...settings, 'server.url': silent.url });
    await eventually(async () => {
      const model = await bad.models.fim();
      return !model.ok && model.reason === 'noFimModel';
    });
    expect(bad.models.describe()[0]?.problems.join()).toContain("can't fill in the middle");
  });
});

describe('tokens', () => {
  it('are estimated rather too many than too few, and learned from what the server counted', async () => {
    const server = await serve(vllm);
    const { models } = setUp({ 'server.url': server.url });
    const text = 'const value = compute(first, second);\n'.repeat(20);
    expect(models.estimateTokens(text)).toBeGreaterThan(text.length / 4);
  });

  it('are counted by the server where it is close, and a prompt that is too long is not sent', async () => {
    const models = [{ id: 'devstral', contextTokens: 4000 }];
    const server = await serve(vllm, { models, answer: () => [{ text: 'read whole' }] });
    const { models: local } = setUp({ 'server.url': server.url });
    const chat = await local.chat();
    if (!chat.ok) throw new Error(chat.reason);
    const { client, model } = chat.value;
    const ask = async (characters: number): Promise<string> => {
      const messages = [{ role: 'user', content: 'x'.repeat(characters) } as const];
      let text = '';
      for await (const event of client.chat(
        { model, messages, maxTokens: 1000 },
        AbortSignal.timeout(20_000),
      )) {
        if (event.type === 'text') text += event.text;
      }
      return text;
    };
    const asked = (): number =>
      server.requests.filter(({ path }) => path.endsWith('/chat/completions')).length;
    // The stand-in's tokenizer makes a token of each character, three times what the estimate thinks.
    const failure: unknown = await ask(6000).catch((reason: unknown) => reason);
    expect(isModelError(failure) && failure.kind).toBe('tooLong');
    expect(isModelError(failure) && failure.facts.contextTokens).toBe(4000);
    expect(asked()).toBe(0);
    expect(await ask(2900)).toBe('read whole');
    expect(asked()).toBe(1);
    expect(local.state).toBe('ready');
  });
});

/** Addresses, models, health and sentences. */

import { describe, expect, it } from 'vitest';

import { sayInEnglish } from '../../../src/core/base/say.ts';
import { ModelError, type ModelErrorKind } from '../../../src/core/model/modelError.ts';
import { classifyNetworkFailure } from '../../../src/core/model/classifyNetworkFailure.ts';
import { classifyResponse } from '../../../src/core/model/classifyFailure.ts';
import { familyKnowledge } from '../../../src/core/pipelines/describeServer.ts';
import { chatFamilyOf } from '../../../src/core/prompt/chatFamilies.ts';
import { fimFamilyOf } from '../../../src/core/prompt/fim/dialects.ts';
import { chooseChat, chooseCompletion } from '../../../src/core/server/chooseModels.ts';
import { diagnosticsText } from '../../../src/core/server/diagnosticsText.ts';
import { normalizeUrl, splitUrls } from '../../../src/core/server/normalizeUrl.ts';
import { problemSentence } from '../../../src/core/server/problemSentence.ts';
import { ServerHealth } from '../../../src/core/server/serverHealth.ts';

describe('an address', () => {
  for (const [typed, base] of [
    ['http://gpu:8000', 'http://gpu:8000'],
    [' http://gpu:8000/ ', 'http://gpu:8000'],
    ['http://gpu:8000/v1', 'http://gpu:8000'],
    ['http://gpu:8000/v1/chat/completions', 'http://gpu:8000'],
    ['https://codestral.mistral.ai/v1/fim/completions', 'https://codestral.mistral.ai'],
    ['https://gate.example.com/team/llm/openai/v1/', 'https://gate.example.com/team/llm'],
    ['http://me:secret@gpu:8000/v1?x=1#y', 'http://gpu:8000'],
    ['http://[::1]:11434/api', 'http://[::1]:11434'],
  ] as const) {
    it(`${typed} is ${base}`, () => {
      expect(normalizeUrl(typed)).toEqual({ candidates: [base] });
    });
  }

  it('without scheme is http first where it is near, https first elsewhere', () => {
    expect(normalizeUrl('localhost:11434').candidates[0]).toBe('http://localhost:11434');
    expect(normalizeUrl('192.168.1.20:8000').candidates[0]).toBe('http://192.168.1.20:8000');
    expect(normalizeUrl('gpu-box:8000').candidates[0]).toBe('http://gpu-box:8000');
    expect(normalizeUrl('llm.example.com').candidates).toEqual([
      'https://llm.example.com',
      'http://llm.example.com',
    ]);
  });

  it('that is none says so, without repeating a login', () => {
    expect(normalizeUrl('ftp://x').problem).toContain('ftp:');
    expect(normalizeUrl('http://me:secret@').problem).not.toContain('secret');
    expect(normalizeUrl('  ').problem).toBeDefined();
  });

  it('may be a list', () => {
    expect(splitUrls('http://a:1, http://b:2')).toEqual(['http://a:1', 'http://b:2']);
  });
});

describe('a model name', () => {
  for (const [id, family] of [
    ['codestral:22b', 'codestral'],
    ['mistralai/Codestral-22B-v0.1', 'codestral'],
    ['codestral-2508', 'codestralApi'],
    ['codestral-latest', 'codestralApi'],
    ['mamba-codestral-7B-v0.1', undefined],
    ['codestral-embed-2505', undefined],
    ['devstral:24b', undefined],
    ['qwen2.5-coder:7b', 'qwenCoder'],
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct', 'qwenCoder'],
    ['qwen3:8b', undefined],
    ['deepseek-coder-v2:16b', 'deepseekCoder'],
    ['deepseek-ai/deepseek-coder-6.7b-base', 'deepseekCoder'],
    ['deepseek-r1:14b', undefined],
    ['starcoder2:7b', 'starcoder2'],
    ['codellama:7b-code', 'codeLlama'],
    ['codellama:7b', undefined],
    ['codellama/CodeLlama-13b-hf', 'codeLlama'],
    ['codellama/CodeLlama-34b-hf', undefined],
    ['codellama/CodeLlama-7b-Python-hf', undefined],
    ['codegemma:2b', 'codeGemma'],
    ['google/codegemma-7b-it', undefined],
    ['granite3.3:8b', 'granite'],
    ['granite3.2:8b', undefined],
    ['granite-code:3b', 'granite'],
    ['stable-code:3b', 'stableCode'],
    ['ByteDance-Seed/Seed-Coder-8B-Base', 'seedCoder'],
    ['ByteDance-Seed/Seed-Coder-8B-Instruct', undefined],
    ['JetBrains/Mellum-4b-base', 'mellum'],
    ['JetBrains/Mellum2-12B', undefined],
  ] as const) {
    it(`${id} is ${family ?? 'no FIM model'}`, () => {
      expect(fimFamilyOf(id)?.name).toBe(family);
    });
  }

  it('tells the chat family, and an owner is no family', () => {
    expect(chatFamilyOf('devstral-small-2:24b')).toMatchObject({ name: 'devstral', temperature: 0.15 });
    expect(chatFamilyOf('deepseek-r1:32b')).toMatchObject({ name: 'deepseekR1', thinks: 'openTag' });
    expect(chatFamilyOf('DeepSeek-R1-Distill-Qwen-14B').name).toBe('deepseekR1');
    expect(chatFamilyOf('mistral-medium-3-5').name).toBe('mistral');
    expect(chatFamilyOf('qwen3:8b').name).toBe('qwen');
    expect(chatFamilyOf('llama3.3:70b').name).toBe('generic');
  });
});

describe('the choice of models', () => {
  const served = (...ids: string[]): { id: string }[] => ids.map((id) => ({ id }));

  it('prefers the better family, then the bigger model', () => {
    const models = served(
      'starcoder2:3b',
      'qwen2.5-coder:1.5b',
      'qwen2.5-coder:14b',
      'devstral:24b',
      'nomic-embed-text',
    );
    expect(chooseCompletion(models, '', familyKnowledge, sayInEnglish)).toMatchObject({
      ok: true,
      value: {
        model: { id: 'qwen2.5-coder:14b' },
        why: 'qwen2.5-coder:14b is the best of 3 FIM models there.',
      },
    });
    expect(chooseChat(models, '', familyKnowledge, sayInEnglish)).toMatchObject({
      ok: true,
      value: { model: { id: 'devstral:24b' } },
    });
  });

  it('says that there is none rather than take one that only chats', () => {
    expect(
      chooseCompletion(served('devstral:24b', 'llama3.1:8b'), '', familyKnowledge, sayInEnglish),
    ).toMatchObject({
      reason: 'noFim',
    });
    expect(
      chooseCompletion(
        served('codestral:22b', 'devstral:24b'),
        'devstral:24b',
        familyKnowledge,
        sayInEnglish,
      ),
    ).toMatchObject({
      reason: 'noFim',
    });
  });

  it('does not chat with a base model or an embedding model', () => {
    expect(
      chooseChat(served('starcoder2:7b', 'nomic-embed-text'), '', familyKnowledge, sayInEnglish),
    ).toMatchObject({
      reason: 'noChat',
    });
  });

  it("takes what the person set, with Ollama's tags", () => {
    const models = served('codestral:latest', 'qwen2.5-coder:7b');
    expect(chooseCompletion(models, 'codestral', familyKnowledge, sayInEnglish)).toMatchObject({
      value: { model: { id: 'codestral:latest' } },
    });
    expect(chooseCompletion(models, 'gone', familyKnowledge, sayInEnglish)).toMatchObject({
      reason: 'modelMissing',
    });
  });
});

describe('health', () => {
  it('backs off longer after each outage and is well at once after an answer', () => {
    const health = new ServerHealth();
    const down = new ModelError('unreachable', { host: 'h' });
    health.failed(down, 0);
    expect(health.mayAsk(1999)).toBe(false);
    expect(health.mayAsk(2000)).toBe(true);
    health.failed(down, 2000);
    expect(health.mayAsk(5999)).toBe(false);
    for (let round = 0; round < 20; round++) health.failed(down, 6000);
    expect(health.mayAsk(66_000)).toBe(true);
    health.succeeded();
    expect(health.state).toBe('ready');
    expect(health.mayAsk(0)).toBe(true);
  });

  it('waits as long as the server asked', () => {
    const health = new ServerHealth();
    health.failed(new ModelError('rateLimited', { host: 'h', retryAfterMs: 30_000 }), 0);
    expect(health.mayAsk(29_999)).toBe(false);
    expect(health.mayAsk(30_000)).toBe(true);
    expect(health.state).toBe('ready');
  });

  it('takes a refusal of one request for no outage', () => {
    const health = new ServerHealth();
    health.failed(new ModelError('tooLong', { host: 'h' }), 0);
    expect(health.mayAsk(0)).toBe(true);
    expect(health.state).toBe('ready');
  });
});

describe('a failure of the network', () => {
  for (const [code, cause] of [
    ['ECONNREFUSED', 'refused'],
    ['ENOTFOUND', 'noSuchHost'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['ECONNRESET', 'reset'],
    ['UND_ERR_CONNECT_TIMEOUT', 'noRoute'],
  ] as const) {
    it(`${code} is ${cause}`, () => {
      const failure = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
      expect(classifyNetworkFailure('h', failure).facts.cause).toBe(cause);
    });
  }
});

describe('a refusal', () => {
  const refused = (status: number, body: string, headers: Record<string, string> = {}): ModelError =>
    classifyResponse({ host: 'h', status, body, headers: new Headers(headers), nowMs: 1_700_000_000_000 });

  it('tells the context length where the server told it', () => {
    expect(
      refused(400, '{"error":{"message":"the model\'s context length is only 4096 tokens, resulting"}}').facts
        .contextTokens,
    ).toBe(4096);
    expect(
      refused(400, '{"error":{"code":400,"type":"exceed_context_size_error","message":"x","n_ctx":2048}}'),
    ).toMatchObject({
      kind: 'tooLong',
      facts: { contextTokens: 2048 },
    });
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(refused(429, '', { 'retry-after': '3' }).facts.retryAfterMs).toBe(3000);
    expect(refused(429, '', { 'retry-after-ms': '250' }).facts.retryAfterMs).toBe(250);
    const date = new Date(1_700_000_000_000 + 5000).toUTCString();
    expect(refused(429, '', { 'retry-after': date }).facts.retryAfterMs).toBe(5000);
  });

  it('names the field that a strict server refuses', () => {
    const body =
      '{"message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}}';
    expect(refused(422, body).facts).toMatchObject({ cause: 'fieldRejected', fields: ['stream_options'] });
  });

  it("is a gateway's where a page comes with 502", () => {
    expect(refused(502, '<html>Bad Gateway</html>')).toMatchObject({
      kind: 'unreachable',
      facts: { cause: 'proxy' },
    });
  });

  it('with 403 and nothing else is about the host name', () => {
    expect(refused(403, '').facts.cause).toBe('hostHeader');
    expect(refused(403, '{"error":"no"}').facts.cause).toBe('forbidden');
  });
});

describe('sentences', () => {
  const kinds: readonly ModelErrorKind[] = [
    'unreachable',
    'unauthorized',
    'rateLimited',
    'timedOut',
    'tooLong',
    'modelMissing',
    'loading',
    'protocol',
  ];

  for (const kind of kinds) {
    it(`for ${kind} name the host and end as one`, () => {
      const url = 'http://gpu:8000';
      const sentence = problemSentence(new ModelError(kind, { host: 'gpu:8000' }), {
        url,
        whereabouts: 'here',
        say: sayInEnglish,
      });
      expect(sentence).toContain('gpu:8000');
      expect(sentence).toMatch(/\.$/);
    });
  }

  it('for certificates name the setting and never advise to switch the check off', () => {
    const failure = new ModelError('unreachable', {
      host: 'gpu',
      cause: 'certificate',
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    const sentence = problemSentence(failure, { url: 'https://gpu', whereabouts: 'here', say: sayInEnglish });
    expect(sentence).toContain('http.systemCertificates');
    expect(sentence).not.toMatch(/strictSSL|REJECT_UNAUTHORIZED/i);
  });
});

describe('diagnostics', () => {
  it('hold no login and no key of an address', () => {
    const text = diagnosticsText({
      versions: { Tandem: '1.0.0' },
      state: 'ready',
      servers: [],
      settings: { 'server.url': 'https://me:hunter2@gpu/v1?api_key=abcdef' },
      remote: 'ssh-remote',
    });
    expect(text).not.toMatch(/hunter2|abcdef/);
    expect(text).toContain('gpu');
  });
});

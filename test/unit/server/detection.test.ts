/** Which server is behind a URL, how FIM is asked there, and what is said where something is wrong. */

import { describe, expect, it } from 'vitest';

import { inspectServer } from '../../../src/core/pipelines/inspectServer.ts';
import { proveInspected } from '../../../src/core/pipelines/provenFim.ts';
import { fingerprints } from '../../../src/core/server/fingerprints.ts';
import type { ServerDescription } from '../../../src/core/server/serverDescription.ts';
import { standInVariants } from '../../servers/kinds.ts';
import { litellm } from '../../servers/litellm.ts';
import { llamacpp } from '../../servers/llamacpp.ts';
import { lmstudio } from '../../servers/lmstudio.ts';
import { localai } from '../../servers/localai.ts';
import { ollama } from '../../servers/ollama.ts';
import { openaiCompatible } from '../../servers/openaiCompatible.ts';
import { testPorts } from '../../servers/ports.ts';
import { rayserve } from '../../servers/rayserve.ts';
import {
  startStandIn,
  type Answerer,
  type StandIn,
  type StandInKind,
  type StandInOptions,
} from '../../servers/standIn.ts';
import { tabbyapi } from '../../servers/tabbyapi.ts';
import { vllm } from '../../servers/vllm.ts';

const any = { completion: '', chat: '' };

interface Seen {
  readonly description: ServerDescription;
  readonly standIn: StandIn;
}

async function detect(kind: StandInKind, options: StandInOptions = {}, wanted = any): Promise<Seen> {
  await using standIn = await startStandIn(kind, options);
  const ports = testPorts();
  const inspection = await inspectServer(standIn.url, wanted, ports);
  const description = await proveInspected(inspection, ports, new AbortController().signal);
  return { description, standIn };
}

const dialects: Readonly<Record<string, string>> = {
  Ollama: 'ollamaRaw',
  'vLLM with the HF tokenizer': 'completionsText',
  'vLLM with the Mistral tokenizer': 'completionsTokenIds',
  'llama.cpp with Qwen': 'llamacppInfill',
  'llama.cpp with Codestral': 'llamacppCompletion',
  'llama.cpp in router mode': 'llamacppInfill',
  TGI: 'tgiGenerate',
  LocalAI: 'completionsText',
  'LM Studio': 'completionsText',
  'LM Studio before 0.4': 'completionsText',
  'LiteLLM before vLLM': 'completionsText',
  'LiteLLM before Codestral': 'completionsSuffix',
  'Ray Serve LLM': 'completionsText',
  TabbyAPI: 'completionsText',
  'Mistral API': 'mistralFim',
  'DeepSeek API': 'completionsSuffix',
  'an unknown OpenAI-compatible server': 'completionsText',
};

const contexts: Readonly<Record<string, number>> = {
  // What the running instance really has, not what the model was trained for.
  Ollama: 4096,
  'vLLM with the HF tokenizer': 32768,
  'llama.cpp with Qwen': 16384,
  TGI: 8192,
  'LM Studio': 16384,
  'LM Studio before 0.4': 16384,
  'LiteLLM before Codestral': 32768,
  TabbyAPI: 16384,
  'Mistral API': 131072,
};

describe('detection', () => {
  for (const variant of standInVariants) {
    it(`finds ${variant.title}, its dialect and its context`, async () => {
      const { description, standIn } = await detect(variant.kind, variant.options);
      expect(description.kind).toBe(variant.kind.name);
      expect(description.completion?.dialect).toBe(dialects[variant.title]);
      const context = contexts[variant.title];
      if (context !== undefined) expect(description.completion?.contextTokens).toBe(context);
      const rounds = standIn.requests.filter(({ method }) => method === 'GET');
      expect(rounds.length).toBeGreaterThan(0);
    });
  }

  it('asks no model and nothing that costs money while it detects', async () => {
    for (const { kind, options } of standInVariants) {
      await using standIn = await startStandIn(kind, options);
      await inspectServer(standIn.url, any, testPorts());
      expect(standIn.asks().map(({ path }) => path)).toEqual([]);
    }
    expect(fingerprints.flatMap(({ paths }) => paths)).not.toContain('/health');
  });

  it('finds a server under a path of a reverse proxy', async () => {
    const prefixed: StandInKind = {
      ...openaiCompatible,
      routes: Object.fromEntries(
        Object.entries(openaiCompatible.routes).map(([route, run]) => [
          route.replace(' /', ' /team/llm/'),
          run,
        ]),
      ),
    };
    await using standIn = await startStandIn(prefixed);
    const { description } = await inspectServer(`${standIn.url}/team/llm/v1/`, any, testPorts());
    expect(description.url).toBe(`${standIn.url}/team/llm`);
    expect(description.models).toHaveLength(1);
  });

  it('takes an address without scheme', async () => {
    await using standIn = await startStandIn(ollama);
    const { description } = await inspectServer(`127.0.0.1:${standIn.port}`, any, testPorts());
    expect(description.kind).toBe('ollama');
  });

  it('sends a key to the origin it was given for and to no other', async () => {
    await using mine = await startStandIn(vllm, { apiKey: 'sk-mine' });
    await using other = await startStandIn(vllm, { apiKey: 'sk-mine' });
    const ports = testPorts({ [mine.url]: 'sk-mine' });
    expect((await inspectServer(mine.url, any, ports)).failure).toBeUndefined();
    const refused = await inspectServer(other.url, any, ports);
    expect(refused.failure?.kind).toBe('unauthorized');
    expect(refused.description.kind).toBe('vllm');
    expect(other.requests.every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
  });
});

/** Goes on where the prefix ends, as a server does that dropped the suffix. */
const leftToRight =
  (text: string): Answerer =>
  () => [text];

describe('the proof of FIM', () => {
  for (const [title, text] of [
    ['counts on', '3, 4, 5, 6, 7, 8'],
    ['closes the list the same way', '3, 4, 5]\nassert x[2] == 3\n'],
    ['explains', 'Here is the completed code:\n```python\nx = [1, 2, 3'],
    ['says nothing', ''],
    ['writes a longer number', '31'],
  ] as const) {
    it(`fails where a server that drops the suffix ${title}`, async () => {
      const { description } = await detect(tabbyapi, { answer: leftToRight(text) });
      expect(description.completion?.verified).toBe(false);
      expect(description.problems.join()).toContain('did not fill in the middle');
    });
  }

  it('passes where the model goes on into the suffix it saw', async () => {
    const answer: Answerer = (asked) => [asked.suffix.includes('37') ? '37, 40, 50]' : '3, 4, 5]'];
    const { description } = await detect(vllm, { answer });
    expect(description.completion?.verified).toBe(true);
  });

  it('finds the dialect that an unknown server understands', async () => {
    const models = [{ id: 'qwen2.5-coder-7b', contextTokens: 8192 }];
    const { description } = await detect(openaiCompatible, { models, traits: { suffix: 'honored' } });
    expect(description.completion).toMatchObject({ dialect: 'completionsSuffix', verified: true });
  });

  it('never trusts a suffix that is silently dropped', async () => {
    const models = [{ id: 'some-model', contextTokens: 8192 }];
    const { description } = await detect(openaiCompatible, { models });
    expect(description.completion).toBeUndefined();
  });

  it('tells that a completion template spoils raw prompts of LocalAI', async () => {
    const { description } = await detect(localai, { traits: { completionTemplate: 'yes' } });
    expect(description.completion?.verified).toBe(false);
  });

  it('tells what to do where a vLLM with the Mistral tokenizer hides behind Ray Serve', async () => {
    const { description } = await detect(rayserve, { traits: { tokenizer: 'mistral' } });
    expect(description.completion?.verified).toBe(false);
    expect(description.problems.join()).toContain('--tokenizer-mode hf');
  });

  it('is asked once per server, version and model', async () => {
    await using standIn = await startStandIn(ollama);
    const ports = testPorts();
    const prove = async (): Promise<void> => {
      const inspection = await inspectServer(standIn.url, any, ports);
      await proveInspected(inspection, ports, new AbortController().signal);
    };
    await prove();
    const asked = standIn.asks().length;
    await prove();
    expect(standIn.asks()).toHaveLength(asked);
    await using newer = await startStandIn(ollama, { traits: { version: '0.34.0' } });
    const inspection = await inspectServer(newer.url, any, ports);
    await proveInspected(inspection, ports, new AbortController().signal);
    expect(newer.asks().length).toBeGreaterThan(0);
  });
});

describe('what is said', () => {
  it('where nothing listens: the address, and what to change', async () => {
    const gone = await startStandIn(ollama);
    await gone.close();
    const { description, failure } = await inspectServer(gone.url, any, testPorts());
    expect(failure).toMatchObject({ kind: 'unreachable', facts: { cause: 'refused' } });
    expect(description.problems[0]).toContain(gone.url);
    expect(description.problems[0]).toContain('tandem.server.url');
  });

  it('where localhost means the container', async () => {
    const gone = await startStandIn(ollama);
    await gone.close();
    const ports = { ...testPorts(), whereabouts: 'dev-container' as const };
    const { description } = await inspectServer(gone.url, any, ports);
    expect(description.problems[0]).toContain('host.docker.internal');
  });

  it('where a wanted model is missing: which are there', async () => {
    const { description } = await detect(ollama, {}, { completion: 'starcoder2:3b', chat: '' });
    expect(description.completion).toBeUndefined();
    expect(description.problems[0]).toMatch(/starcoder2:3b.*codestral:22b/);
  });

  it('where the wanted model only chats', async () => {
    const { description, standIn } = await detect(ollama, {}, { completion: 'devstral:24b', chat: '' });
    expect(description.completion).toBeUndefined();
    expect(description.problems[0]).toContain("can't fill in the middle");
    expect(standIn.asks()).toHaveLength(0);
  });

  it('where a login page answers instead', async () => {
    const page: StandInKind = {
      ...openaiCompatible,
      routes: {},
      notFound: (exchange) => exchange.text(200, '<!DOCTYPE html><title>Sign in</title>', 'text/html'),
    };
    await using standIn = await startStandIn(page);
    const { description, failure } = await inspectServer(standIn.url, any, testPorts());
    expect(failure?.facts.cause).toBe('webPage');
    expect(description.problems[0]).toContain('http.proxy');
  });

  it('where Ollama refuses a foreign host name', async () => {
    const strict: StandInKind = { ...ollama, routes: {}, notFound: (exchange) => exchange.text(403, '') };
    await using standIn = await startStandIn(strict);
    const { description } = await inspectServer(standIn.url, any, testPorts());
    expect(description.problems[0]).toContain('OLLAMA_HOST');
  });

  it('where llama.cpp still loads', async () => {
    await using standIn = await startStandIn(llamacpp, { fault: { name: 'loading', everywhere: true } });
    const { description, failure } = await inspectServer(standIn.url, any, testPorts());
    expect(description.kind).toBe('llamacpp');
    expect(failure?.kind).toBe('loading');
  });

  it('where there is no model at all', async () => {
    const { description } = await detect(ollama, { models: [] });
    expect(description.problems.join()).toContain('pull one');
  });

  it('without the address of a server that hides its backend being guessed', async () => {
    const { description } = await detect(litellm, { traits: { backend: 'hidden' } });
    expect(description.kind).toBe('litellm');
    expect(description.completion?.verified).toBe(true);
  });

  it('and an LM Studio model that is not loaded is not taken for loaded', async () => {
    const { description } = await detect(lmstudio, { traits: { loaded: 'no' } });
    expect(description.completion?.model).toBe('qwen2.5-coder-14b');
  });
});

describe('a slow gateway', () => {
  it('is given more time for its list of models once it is recognized', async () => {
    const slow: StandInKind = {
      ...litellm,
      routes: {
        ...litellm.routes,
        'GET /v1/models': {
          run: async (exchange) => {
            await new Promise((resolve) => setTimeout(resolve, 2300));
            await litellm.routes['GET /v1/models']?.run(exchange);
          },
        },
      },
    };
    await using standIn = await startStandIn(slow);
    const { description, failure } = await inspectServer(standIn.url, any, testPorts());
    expect(failure).toBeUndefined();
    expect(description.models).toHaveLength(1);
  });
});

describe('a server that fails on its list of models', () => {
  const failing = (kind: StandInKind): StandInKind => ({
    ...kind,
    routes: {
      ...kind.routes,
      'GET /v1/models': { run: (exchange) => exchange.text(500, 'Internal Server Error') },
    },
  });

  it('wants a key where it is a LiteLLM and none was sent', async () => {
    await using standIn = await startStandIn(failing(litellm));
    const { failure } = await inspectServer(standIn.url, any, testPorts());
    expect(failure?.kind).toBe('unauthorized');
  });

  it('has failed where a key was sent', async () => {
    await using standIn = await startStandIn(failing(litellm));
    const { failure } = await inspectServer(standIn.url, any, testPorts({ [standIn.url]: 'sk-x' }));
    expect(failure).toMatchObject({ kind: 'protocol', facts: { cause: 'serverFault' } });
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Emitter } from '../../../src/core/base/emitter.ts';
import {
  embedCodebase,
  embedQuestion,
  type EmbedStages,
  type PieceSource,
} from '../../../src/core/pipelines/embedCodebase.ts';
import { createLocalModels } from '../../../src/core/pipelines/localModels.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';
import { FolderIndex } from '../../../src/editor/folderIndex.ts';
import { ollama } from '../../servers/ollama.ts';
import { testPorts } from '../../servers/ports.ts';
import { startStandIn, type StandIn, type StandInKind } from '../../servers/standIn.ts';
import { vllm } from '../../servers/vllm.ts';

const question = 'why is a shipment so expensive';
const models = [{ id: 'codestral', fim: 'codestral' }, { id: 'nomic-embed-text' }];

let folder = '';
let audited: AuditEntry[] = [];
let isBusy = false;
const open: { dispose?(): unknown; close?(): unknown }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-vectors-'));
  audited = [];
  isBusy = false;
  await put('src/rates.ts', 'export function parcelFee(grams: number) {\n  return grams * 3;\n}\n');
  await put('src/login.ts', 'export function openSession(name: string) {\n  return name;\n}\n');
  await put('src/text.ts', 'export function trimmed(line: string) {\n  return line.trim();\n}\n');
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await (one.close ?? one.dispose)?.call(one);
  await rm(folder, { recursive: true, force: true });
});

async function put(name: string, text: string): Promise<void> {
  const file = path.join(folder, 'repository', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function built(): Promise<FolderIndex> {
  const root = path.join(folder, 'repository');
  const index = new FolderIndex({ root, exclusions: [], savedAs: path.join(folder, 'saved', 'index.json') });
  await index.build();
  return index;
}

function sourceOf(index: FolderIndex): PieceSource {
  return {
    begin: (model) => index.beginVectors(model),
    next: () => index.nextToEmbed(),
    put: (file, vectors) => void index.putVectors(file, vectors),
  };
}

async function stagesFor(server: StandIn): Promise<EmbedStages> {
  const ports = testPorts({});
  const local = createLocalModels({
    ...ports,
    settings: () => ({
      'server.url': server.url,
      'completion.url': '',
      'completion.model': '',
      'chat.url': '',
      'chat.model': '',
    }),
    onDidChangeSettings: new Emitter<void>().event,
  });
  open.push(local);
  await local.chat();
  return {
    embedding: async () => local.embedding(),
    isBusy: () => isBusy,
    estimateTokens: (text) => text.length / 4,
    audit: { record: async (entry) => void audited.push(entry) },
    clock: ports.clock,
    newId: () => `id-${audited.length}`,
  };
}

async function serve(kind: StandInKind, served = models): Promise<StandIn> {
  const server = await startStandIn(kind, { models: served });
  open.push(server);
  return server;
}

const textsAsked = (server: StandIn): string[] =>
  server.requests
    .filter(({ path: where }) => /embed/.test(where))
    .flatMap(({ body }) => (Array.isArray(body['input']) ? (body['input'] as string[]) : []));

const never = new AbortController().signal;

describe.each([
  ['ollama', ollama, '/api/embed'],
  ['vLLM', vllm, '/v1/embeddings'],
] as const)('with an embedding model on %s', (_name, kind, where) => {
  test('a question finds what it means, in other words', async () => {
    const server = await serve(kind);
    const stages = await stagesFor(server);
    const index = await built();
    expect(await index.search(question, 3)).toEqual([]);
    expect(await embedCodebase(stages, sourceOf(index), never)).toBe('done');
    const vector = await embedQuestion(stages, question, never);
    expect((await index.search(question, 3, vector))[0]).toMatchObject({
      path: 'src/rates.ts',
      startLine: 0,
    });
    expect(server.requests.some(({ path: asked }) => asked === where)).toBe(true);
    expect(audited.at(-1)).toMatchObject({
      task: 'embedding',
      route: 'local',
      model: 'nomic-embed-text',
      outcome: 'shown',
    });
    expect(audited.at(-1)?.tokensIn).toBeGreaterThan(0);
  });
});

describe('vectors', () => {
  test('say what a text is, as the model wants it', async () => {
    const server = await serve(ollama);
    const stages = await stagesFor(server);
    await embedCodebase(stages, sourceOf(await built()), never);
    await embedQuestion(stages, question, never);
    expect(textsAsked(server)[0]).toMatch(/^search_document: src\//);
    expect(textsAsked(server).at(-1)).toBe(`search_query: ${question}`);
  });

  test('are on the disk: a new window asks only for what has changed', async () => {
    const server = await serve(ollama);
    const stages = await stagesFor(server);
    await embedCodebase(stages, sourceOf(await built()), never);
    server.forget();
    await put('src/text.ts', 'export function persisted(line: string) {\n  return line;\n}\n// changed\n');
    const again = await built();
    await embedCodebase(stages, sourceOf(again), never);
    expect(textsAsked(server).map((text) => text.split('\n')[0])).toEqual(['search_document: src/text.ts']);
    const vector = await embedQuestion(stages, question, never);
    expect((await again.search(question, 3, vector))[0]?.path).toBe('src/rates.ts');
  });

  test('wait while a person waits', async () => {
    const server = await serve(ollama);
    const stages = await stagesFor(server);
    isBusy = true;
    const working = embedCodebase(stages, sourceOf(await built()), never);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(textsAsked(server)).toEqual([]);
    isBusy = false;
    expect(await working).toBe('done');
    expect(textsAsked(server)).toHaveLength(3);
  });

  test('are not asked for where there is no such model', async () => {
    const server = await serve(ollama, [{ id: 'codestral', fim: 'codestral' }, { id: 'bge-reranker-v2' }]);
    const stages = await stagesFor(server);
    expect(await embedCodebase(stages, sourceOf(await built()), never)).toBe('noModel');
    expect(textsAsked(server)).toEqual([]);
    expect(audited).toEqual([]);
  });

  test('that fail leave the words, and a line in the audit log', async () => {
    const server = await serve(ollama);
    const stages = await stagesFor(server);
    const index = await built();
    await server.close();
    expect(await embedCodebase(stages, sourceOf(index), never)).toBe('failed');
    expect(audited.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(await embedQuestion(stages, question, never)).toBeUndefined();
    expect((await index.search('parcel fee', 3))[0]?.path).toBe('src/rates.ts');
  });

  test('of another model or another length are not mixed', async () => {
    const index = await built();
    await index.beginVectors('one');
    const [file] = await index.nextToEmbed();
    if (file === undefined) throw new Error('no file');
    await index.putVectors(file, [[1, 0]]);
    expect(await index.search('zebra', 3, [1, 0, 0])).toEqual([]);
    expect(await index.search('zebra', 3, [1, 0])).toHaveLength(1);
    await index.beginVectors('other');
    expect(await index.search('zebra', 3, [1, 0])).toEqual([]);
  });
});

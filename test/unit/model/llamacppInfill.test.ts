/** What does llama.cpp's `/infill` get while a line is being written? */

import { afterEach, expect, it } from 'vitest';

import { silentLog } from '../../../src/core/base/log.ts';
import { createFimClient } from '../../../src/core/model/clients.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';
import { llamacpp } from '../../servers/llamacpp.ts';
import { startStandIn, type StandIn } from '../../servers/standIn.ts';

let server: StandIn | undefined;

afterEach(() => server?.close());

it('reads the line behind the middle token, so that prefix and suffix stay what it has read', async () => {
  server = await startStandIn(llamacpp, { answer: () => [] });
  const connection = {
    baseUrl: server.url,
    host: new URL(server.url).host,
    fetch: hostFetch,
    clock: systemClock,
    log: silentLog,
    headers: () => Promise.resolve({}),
    traits: {},
    refusedFields: new Map<string, Set<string>>(),
  };
  const client = createFimClient(connection, 'llamacppInfill');
  const head = 'function area() {\n';
  for (const written of ['  ', '  return ', '  return width']) {
    const prefix = head + written;
    const suffix = '\n}\n';
    const document = {
      uri: 'file:///a.js',
      path: 'a.js',
      languageId: 'javascript',
      version: 1,
      text: prefix,
    };
    const window = { document, offset: prefix.length, prefix, suffix, writtenLength: written.length };
    const request = {
      model: 'm',
      prompt: phraseFim('qwenCoder', window, []),
      maxTokens: 8,
      temperature: 0,
    };
    for await (const event of client.complete(request, new AbortController().signal)) void event;
    const body = server.asks().at(-1)?.body as Record<string, unknown>;
    expect([body['input_prefix'], body['input_suffix'], body['prompt']]).toEqual([head, suffix, written]);
  }
});

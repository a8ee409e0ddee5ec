/** What stands in for the team's models until they are read: a state, no description, and the first question reads them. */

import { afterEach, expect, it } from 'vitest';

import { Emitter } from '../../../src/core/base/emitter.ts';
import { lazyLocalModels } from '../../../src/core/pipelines/lazyLocalModels.ts';
import type { ManagedLocalModels } from '../../../src/core/pipelines/localModels.ts';
import type { ServerState } from '../../../src/core/server/serverDescription.ts';
import { llamacpp } from '../../servers/llamacpp.ts';
import { testPorts } from '../../servers/ports.ts';
import { startStandIn } from '../../servers/standIn.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

function modelsAt(url: string): { models: ManagedLocalModels; states: ServerState[] } {
  const models = lazyLocalModels({
    ...testPorts({}),
    settings: () => ({
      'server.url': url,
      'completion.url': '',
      'completion.model': '',
      'chat.url': '',
      'chat.model': '',
    }),
    onDidChangeSettings: new Emitter<void>().event,
  });
  open.push({ close: () => models.dispose() });
  const states: ServerState[] = [];
  models.onDidChangeState((state) => states.push(state));
  return { models, states };
}

it('is offline and describes nothing before anyone asks, and asks no server', async () => {
  const server = await startStandIn(llamacpp, {});
  open.push(server);
  const { models } = modelsAt(server.url);
  expect(models.state).toBe('offline');
  expect(models.describe()).toEqual([]);
  expect(models.embedding()).toBeUndefined();
  expect(models.estimateTokens('four words and more')).toBeGreaterThan(0);
  expect(server.requests).toEqual([]);
});

it('reads, detects and answers at the first question, and tells the states from then on', async () => {
  const server = await startStandIn(llamacpp, {});
  open.push(server);
  const { models, states } = modelsAt(server.url);
  const chat = await models.chat();
  expect(chat.ok).toBe(true);
  expect(models.describe().map(({ kind }) => kind)).toEqual(['llamacpp']);
  expect(states).toContain('ready');
});

it('keeps a pause that came before anything was read', async () => {
  const server = await startStandIn(llamacpp, {});
  open.push(server);
  const { models, states } = modelsAt(server.url);
  models.setPaused(true);
  expect(models.state).toBe('paused');
  expect(states).toEqual(['paused']);
  expect(await models.fim()).toMatchObject({ ok: false, reason: 'paused' });
  models.setPaused(false);
  expect((await models.chat()).ok).toBe(true);
});

it('leaves nothing running where it is disposed while being read', async () => {
  const server = await startStandIn(llamacpp, {});
  open.push(server);
  const { models } = modelsAt(server.url);
  models.start();
  models.dispose();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(server.requests).toEqual([]);
});

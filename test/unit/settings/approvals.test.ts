import { expect, it } from 'vitest';

import type { KeyValueStore } from '../../../src/core/base/ports.ts';
import { createApprovals } from '../../../src/core/settings/approvals.ts';
import type { Proposal } from '../../../src/core/settings/resolve.ts';

function memory(): KeyValueStore {
  const kept = new Map<string, unknown>();
  return {
    get: (key) => structuredClone(kept.get(key)),
    set: async (key, value) => {
      kept.set(key, structuredClone(value));
    },
  };
}

const proposal = (url: string): Proposal => ({
  group: 'server',
  origin: '.tandem/team.json',
  values: { 'server.url': url, 'chat.model': 'devstral' },
});

it('remembers a yes for this workspace and these values only', async () => {
  const approvals = createApprovals(memory());
  await approvals.remember('file:///a', proposal('http://one'), 'approved');
  expect(approvals.answer('file:///a', proposal('http://one'))).toBe('approved');
  expect(approvals.answer('file:///a', proposal('http://two'))).toBeUndefined();
  expect(approvals.answer('file:///b', proposal('http://one'))).toBeUndefined();
  expect(approvals.answer('file:///a', { ...proposal('http://one'), group: 'cloud' })).toBeUndefined();
});

it('does not depend on the order in which a profile writes its keys', async () => {
  const approvals = createApprovals(memory());
  await approvals.remember('w', proposal('http://one'), 'approved');
  const turned: Proposal = {
    ...proposal(''),
    values: { 'chat.model': 'devstral', 'server.url': 'http://one' },
  };
  expect(approvals.answer('w', turned)).toBe('approved');
});

it('asks again about a value that was approved before another took its place', async () => {
  const approvals = createApprovals(memory());
  await approvals.remember('w', proposal('http://one'), 'approved');
  await approvals.remember('w', proposal('http://two'), 'declined');
  expect(approvals.answer('w', proposal('http://one'))).toBeUndefined();
  expect(approvals.answer('w', proposal('http://two'))).toBe('declined');
});

it('forgets a workspace, and survives a store that holds something else', async () => {
  const store = memory();
  await store.set('tandem.approvals', 'nonsense');
  const approvals = createApprovals(store);
  await approvals.remember('w', proposal('http://one'), 'approved');
  await approvals.forget('w');
  expect(approvals.answer('w', proposal('http://one'))).toBeUndefined();
});

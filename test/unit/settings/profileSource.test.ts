import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { KeyValueStore } from '../../../src/core/base/ports.ts';
import { createProfileSource, type ProfilePorts } from '../../../src/core/settings/profileSource.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';

interface Answer {
  readonly status?: number;
  readonly body?: string;
  readonly etag?: string;
  readonly location?: string;
}

let server: Server;
let url: string;
let answers: Record<string, Answer>;
let seen: IncomingMessage[];

beforeEach(async () => {
  answers = {};
  seen = [];
  server = createServer((request, response) => {
    seen.push(request);
    const answer = answers[request.url ?? ''] ?? { status: 404 };
    if (answer.etag !== undefined && request.headers['if-none-match'] === answer.etag) {
      response.writeHead(304).end();
      return;
    }
    const headers: Record<string, string> = {};
    if (answer.etag !== undefined) headers['etag'] = answer.etag;
    if (answer.location !== undefined) headers['location'] = answer.location;
    response.writeHead(answer.status ?? 200, headers).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/team.json`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function memory(): KeyValueStore {
  const kept = new Map<string, unknown>();
  return {
    get: (key) => kept.get(key),
    set: async (key, value) => {
      kept.set(key, value);
    },
  };
}

function ports(overrides: Partial<ProfilePorts> = {}): ProfilePorts {
  return {
    fetch: hostFetch,
    clock: systemClock,
    store: memory(),
    readFile: async () => undefined,
    ...overrides,
  };
}

const profile = (name: string): string => JSON.stringify({ version: 1, name });

describe('a profile by URL', () => {
  it('appears, and is asked for again only if it changed', async () => {
    answers['/team.json'] = { body: profile('A'), etag: '"1"' };
    const source = await createProfileSource(url, ports());
    expect((await source.refresh()).profile?.name).toBe('A');
    await source.refresh();
    expect(seen[1]?.headers['if-none-match']).toBe('"1"');
    expect(source.state.profile?.name).toBe('A');
  });

  it('tells of a change once, and of no change not at all', async () => {
    answers['/team.json'] = { body: profile('A') };
    const source = await createProfileSource(url, ports());
    const told: (string | undefined)[] = [];
    source.onDidChange(({ profile: now }) => told.push(now?.name));
    await source.refresh();
    await source.refresh();
    answers['/team.json'] = { body: profile('B') };
    await source.refresh();
    expect(told).toEqual(['A', 'B']);
  });

  it.each<[string, Answer, string]>([
    ['is broken', { body: '{' }, 'notJson'],
    ['is of another version', { body: '{"version":2,"name":"x"}' }, 'notAProfile'],
    ['is gone', { status: 404 }, 'notFound'],
    ['is refused', { status: 401 }, 'refused'],
    ['leads elsewhere', { status: 302, location: 'http://127.0.0.1:1/' }, 'unreachable'],
  ])('keeps its last good version when the new one %s, and comes back', async (_what, broken, kind) => {
    answers['/team.json'] = { body: profile('A'), etag: '"1"' };
    const source = await createProfileSource(url, ports());
    await source.refresh();
    answers['/team.json'] = broken;
    const state = await source.refresh();
    expect(state.profile?.name).toBe('A');
    expect(state.problem?.kind).toBe(kind);
    answers['/team.json'] = { body: profile('B'), etag: '"3"' };
    const back = await source.refresh();
    expect(back.profile?.name).toBe('B');
    expect(back.problem).toBeUndefined();
  });

  it('is there at the next start though the server is not', async () => {
    const store = memory();
    answers['/team.json'] = { body: profile('A') };
    await (await createProfileSource(url, ports({ store }))).refresh();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const source = await createProfileSource(url, ports({ store }));
    expect(source.state.profile?.name).toBe('A');
    expect((await source.refresh()).problem?.kind).toBe('unreachable');
    expect(source.state.profile?.name).toBe('A');
  });

  it('gives up on a server that never answers', async () => {
    server.removeAllListeners('request');
    let abort: (() => void) | undefined;
    const clock = {
      ...systemClock,
      after: (_delayMs: number, callback: () => void) => {
        abort = callback;
        return { dispose() {} };
      },
    };
    const arrived = new Promise<void>((resolve) => server.on('request', () => resolve()));
    const source = await createProfileSource(url, ports({ clock }));
    const refreshed = source.refresh();
    await arrived;
    abort?.();
    expect((await refreshed).problem?.kind).toBe('timedOut');
  });
});

describe('a profile that has to be signed', () => {
  const verifySignature: ProfilePorts['verifySignature'] = async (text, signature) =>
    signature === `signed:${text.length}`;

  it('counts when the key has signed exactly this text', async () => {
    answers['/team.json'] = { body: profile('A') };
    answers['/team.json.sig'] = { body: `signed:${profile('A').length}\n` };
    const source = await createProfileSource(url, ports({ verifySignature }));
    expect((await source.refresh()).profile?.name).toBe('A');
  });

  it.each<[string, Answer, string]>([
    ['there is no signature', { status: 404 }, 'unsigned'],
    ['the signature is of another text', { body: 'signed:1' }, 'badSignature'],
  ])('is not applied when %s', async (_what, signature, kind) => {
    answers['/team.json'] = { body: profile('A') };
    answers['/team.json.sig'] = signature;
    const source = await createProfileSource(url, ports({ verifySignature }));
    const state = await source.refresh();
    expect(state.profile).toBeUndefined();
    expect(state.problem?.kind).toBe(kind);
  });

  it('does not come from a copy that was kept before signing was demanded', async () => {
    const store = memory();
    answers['/team.json'] = { body: profile('A') };
    await (await createProfileSource(url, ports({ store }))).refresh();
    const source = await createProfileSource(url, ports({ store, verifySignature }));
    expect(source.state.profile).toBeUndefined();
  });
});

describe('a profile by path', () => {
  it('is read, and tells when it is not there', async () => {
    let text: string | undefined = profile('A');
    const source = await createProfileSource('/srv/team.json', ports({ readFile: async () => text }));
    expect((await source.refresh()).profile?.name).toBe('A');
    text = undefined;
    expect(await source.refresh()).toMatchObject({ profile: { name: 'A' }, problem: { kind: 'notFound' } });
  });
});

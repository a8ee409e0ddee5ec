/** A team's server behind HTTPS with a certificate of the organization's own authority. */

import { afterEach, describe, expect, it } from 'vitest';

import { inspectServer } from '../../../src/core/pipelines/inspectServer.ts';
import { projectRoot, runProgram } from '../../scripts/project.ts';
import { testPorts } from '../../servers/ports.ts';
import { startStandIn, type StandIn } from '../../servers/standIn.ts';
import { privateAuthority, startTlsFront, type TlsFront } from '../../servers/tlsFront.ts';
import { vllm } from '../../servers/vllm.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function behindTls(): Promise<{ server: StandIn; front: TlsFront; url: string }> {
  const server = await startStandIn(vllm);
  const front = await startTlsFront(server.url);
  open.push(server, front);
  return { server, front, url: `https://localhost:${front.port}` };
}

async function detected(url: string, environment: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const { output } = await runProgram(process.execPath, ['test/scripts/tandem.ts', 'detect', url], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
  });
  return JSON.parse(output.slice(output.indexOf('{'))) as Record<string, unknown>;
}

describe('a private certificate authority', () => {
  it('that is not trusted keeps every request from the server, and the sentence names the setting', async () => {
    const { server, front, url } = await behindTls();
    const { failure, description } = await inspectServer(url, { completion: '', chat: '' }, testPorts());
    expect(failure?.kind).toBe('unreachable');
    expect(failure?.facts.cause).toBe('certificate');
    expect(failure?.facts.code).toMatch(/UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/);
    expect(description.problems[0]).toContain('http.systemCertificates');
    expect(description.problems[0]).toContain(`localhost:${front.port}`);
    expect(server.requests).toEqual([]);
  });

  it('that is trusted works as any other', async () => {
    const { front, url } = await behindTls();
    const answer = await detected(url, { NODE_EXTRA_CA_CERTS: privateAuthority });
    expect(answer).toMatchObject({ kind: 'vllm', completion: { model: 'codestral', verified: true } });
    expect(answer['problems']).toEqual([]);
    expect(front.secured()).toBeGreaterThan(0);
  });

  it('for another name is refused although its authority is trusted', async () => {
    const { front } = await behindTls();
    const answer = await detected(`https://127.0.0.2:${front.port}`, {
      NODE_EXTRA_CA_CERTS: privateAuthority,
    });
    expect(answer['kind']).toBeNull();
    expect(String(answer['problems'])).toMatch(/127\.0\.0\.2/);
  });
});

/** How is a detected server reached: by which address, with which key, and what do its refusals mean? */

import { classifyNetworkFailure } from '../model/classifyNetworkFailure.ts';
import type { Connection } from '../model/connection.ts';
import { ModelError } from '../model/modelError.ts';
import type { DetectedServer, DetectPorts } from '../server/detect.ts';
import { hostAndPort, originOf } from '../server/normalizeUrl.ts';
import type { InspectPorts } from './inspection.ts';

export function connectServer({ baseUrl, fingerprint }: DetectedServer, ports: InspectPorts): Connection {
  return {
    baseUrl,
    host: hostAndPort(baseUrl),
    fetch: ports.fetch,
    clock: ports.clock,
    log: ports.log,
    headers: () => keyHeaders(originOf(baseUrl), ports),
    traits: fingerprint.traits,
    refusedFields: new Map(),
  };
}

async function keyHeaders(origin: string, ports: InspectPorts): Promise<Record<string, string>> {
  const key = await ports.serverKey(origin);
  return key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` };
}

export function detectPorts(ports: InspectPorts): DetectPorts {
  return {
    fetch: ports.fetch,
    clock: ports.clock,
    headersFor: (origin) => keyHeaders(origin, ports),
    classify: classifyNetworkFailure,
    refused: (host, kind) => {
      switch (kind) {
        case 'unauthorized':
          return new ModelError('unauthorized', { host, status: 401 });
        case 'hostHeader':
          return new ModelError('unauthorized', { host, status: 403, cause: 'hostHeader' });
        case 'timedOut':
          return new ModelError('timedOut', { host, cause: 'firstToken' });
        case 'loading':
          return new ModelError('loading', { host, status: 503 });
        case 'webPage':
          return new ModelError('protocol', { host, cause: 'webPage' });
        case 'serverFault':
          return new ModelError('protocol', { host, status: 500, cause: 'serverFault' });
        case 'notAServer':
          return new ModelError('protocol', { host, detail: 'none of the known model servers' });
      }
    },
  };
}

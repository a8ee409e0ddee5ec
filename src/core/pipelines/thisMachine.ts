/** Which model servers run on this machine? */

import { wellKnownPorts } from '../server/fingerprints.ts';
import { inspectServer } from './inspectServer.ts';
import type { InspectPorts, Inspection, WantedModels } from './inspection.ts';

/** Looks at the well-known ports of loopback, all at the same time. Never rejects. */
export async function serversHere(ports: InspectPorts): Promise<readonly Inspection[]> {
  const wanted = { completion: '', chat: '' };
  const inspections = await Promise.all(
    wellKnownPorts.map((port) => inspectServer(`http://127.0.0.1:${port}`, wanted, ports)),
  );
  return inspections.filter(({ server }) => server !== undefined);
}

/** The best of them for somebody who configured none; without one, an inspection that says so. */
export async function inspectThisMachine(wanted: WantedModels, ports: InspectPorts): Promise<Inspection> {
  const found = await serversHere(ports);
  const usable = found.filter(({ failure }) => failure === undefined);
  const best =
    usable.find(({ description }) => description.completion !== undefined) ?? usable[0] ?? found[0];
  if (best !== undefined) return inspectServer(best.description.url, wanted, ports);
  const problem = ports.say(
    'No model server was found on this machine; set "tandem.server.url" or run "Tandem: Connect to a Server".',
  );
  return {
    description: {
      url: '',
      host: ports.say('this machine'),
      kind: 'openaiCompatible',
      version: '',
      models: [],
      problems: [problem],
    },
    failure: undefined,
    server: undefined,
  };
}

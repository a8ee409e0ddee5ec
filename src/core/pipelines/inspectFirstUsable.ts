/** Which of several addresses serves a session? The first that answers, the one in use before the others. */

import type { Inspection, InspectPorts, WantedModels } from './inspection.ts';
import { inspectServer } from './inspectServer.ts';
import { inspectThisMachine } from './thisMachine.ts';

export interface Addresses {
  /** In order of preference; empty: look on this machine. */
  readonly urls: readonly string[];
  readonly wanted: WantedModels;
}

/** Where none answers, what the first of them said. Never rejects. */
export async function inspectFirstUsable(
  { urls, wanted }: Addresses,
  inUse: string | undefined,
  ports: InspectPorts,
): Promise<Inspection> {
  const order = [...urls].sort((left, right) => Number(isAt(right, inUse)) - Number(isAt(left, inUse)));
  let first: Inspection | undefined;
  for (const url of order) {
    const inspection = await inspectServer(url, wanted, ports);
    if (inspection.failure === undefined) return inspection;
    first ??= inspection;
  }
  return first ?? inspectThisMachine(wanted, ports);
}

/** Does the address that was typed lead to this base URL? */
export function isAt(url: string, baseUrl: string | undefined): boolean {
  return baseUrl !== undefined && url.replace(/\/+$/, '').startsWith(baseUrl);
}

/** Same address, version and models: clients of the one serve the other. */
export function sameServer(left: Inspection, right: Inspection): boolean {
  const one = left.server;
  const other = right.server;
  return (
    one !== undefined &&
    other !== undefined &&
    one.baseUrl === other.baseUrl &&
    one.version === other.version &&
    one.completionModel?.id === other.completionModel?.id &&
    one.chatModel?.id === other.chatModel?.id
  );
}

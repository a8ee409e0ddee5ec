/** How is a model brought into memory, so that the first keystroke does not wait for it? */

import type { InspectedServer, InspectPorts } from './inspection.ts';

/** Asks once and waits as long as it takes; the model stays loaded as the kind allows. False: this kind has no such request. Never rejects. */
export async function loadModel(
  server: InspectedServer,
  modelId: string,
  ports: InspectPorts,
  signal: AbortSignal,
): Promise<boolean> {
  const warmUp = server.fingerprint.warmUp?.(modelId);
  if (warmUp === undefined) return false;
  const { connection } = server;
  ports.log.info(`${connection.host}: loading ${modelId}`);
  try {
    const response = await ports.fetch(connection.baseUrl + warmUp.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await connection.headers()) },
      body: JSON.stringify(warmUp.body),
      signal,
    });
    await response.text();
  } catch {
    // Whoever asks the model next meets the same trouble and names it.
  }
  return true;
}

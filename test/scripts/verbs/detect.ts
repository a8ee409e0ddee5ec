/** `detect URL`: which server is this, what does it serve, and is FIM proved? */

import { silentLog } from '../../../src/core/base/log.ts';
import { sayInEnglish } from '../../../src/core/base/say.ts';
import { inspectServer } from '../../../src/core/pipelines/inspectServer.ts';
import type { InspectPorts } from '../../../src/core/pipelines/inspection.ts';
import { proveInspected } from '../../../src/core/pipelines/provenFim.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';
import { UsageError } from '../usageError.ts';

export async function run(
  args: string[],
  _input: AsyncIterable<Buffer> | NodeJS.ReadStream,
  print: (value: unknown) => void,
): Promise<void> {
  const [url, ...rest] = args;
  if (url === undefined || rest.length > 0) throw new UsageError('detect takes one URL.');
  const ports = scriptPorts();
  const inspection = await inspectServer(url, { completion: '', chat: '' }, ports);
  let { description } = inspection;
  const problems: string[] = [];
  if (inspection.failure === undefined) {
    try {
      description = await proveInspected(inspection, ports, new AbortController().signal);
    } catch (failure) {
      problems.push(
        `FIM could not be tried: ${failure instanceof Error ? failure.message : String(failure)}.`,
      );
    }
  }
  const { completion, chat } = description;
  print({
    kind: inspection.server === undefined ? null : description.kind,
    version: description.version,
    models: description.models,
    completion:
      completion === undefined
        ? null
        : {
            model: completion.model,
            family: completion.family,
            dialect: completion.dialect,
            verified: completion.verified,
            why: completion.why,
          },
    chat: chat === undefined ? null : { model: chat.model, family: chat.family, why: chat.why },
    contextTokens: completion?.contextTokens ?? chat?.contextTokens ?? null,
    problems: [...description.problems, ...problems],
  });
}

/** The extension's ports without an editor: nothing is remembered, the key comes from the environment. */
export function scriptPorts(): InspectPorts {
  const kept = new Map<string, unknown>();
  return {
    fetch: hostFetch,
    clock: systemClock,
    log: silentLog,
    store: {
      get: (key) => kept.get(key),
      set: (key, value) => {
        kept.set(key, value);
        return Promise.resolve();
      },
    },
    serverKey: () => Promise.resolve(process.env['TANDEM_SERVER_API_KEY']),
    whereabouts: 'here',
    say: sayInEnglish,
  };
}

/** Does this model really fill in the middle? Asked once, and remembered by server, version and model. */

import type { Say } from '../base/say.ts';
import { createFimClient } from '../model/clients.ts';
import type { Patience } from '../model/connection.ts';
import { isModelError } from '../model/modelError.ts';
import { phraseFim } from '../prompt/fim/phraseFim.ts';
import { proveFim, type FimProof, type ProbePrompt } from '../server/probeFim.ts';
import type { ServerDescription } from '../server/serverDescription.ts';
import { trialAdvice } from './choiceSentences.ts';
import type { InspectedServer, Inspection, InspectPorts } from './inspection.ts';

/** While a model is loaded the first answer may take minutes. */
export const probePatience: Patience = { firstTokenMs: 300_000, idleMs: 30_000 };

/** Proves FIM by asking the model, and remembers the result. Resolves with the description that says so. Rejects with ModelError where the model can't answer now. */
export async function proveInspected(
  inspection: Inspection,
  ports: InspectPorts,
  signal: AbortSignal,
): Promise<ServerDescription> {
  const { server, description } = inspection;
  if (server?.completionModel === undefined || description.completion === undefined) return description;
  if (server.fingerprint.isDemo === true) return description;
  const known = recallProof(server, ports);
  const proof =
    known ??
    (await proveFim(
      server.dialects,
      { model: server.completionModel.id, family: server.completionFamily },
      {
        client: (dialect) => createFimClient(server.connection, dialect, probePatience),
        phrase: phraseProbe,
        isModelError,
      },
      signal,
    ));
  if (proof === undefined) return withoutCompletion(description, server, ports.say);
  if (known === undefined) await ports.store.set(proofKey(server), { ...proof, atMs: ports.clock.now() });
  const { completion } = description;
  const sentence = ports.say(
    '{0} did not fill in the middle in a trial with {1}; suggestions may ignore what follows the cursor.',
    description.host,
    completion.model,
  );
  const advice = trialAdvice(server.completionFamily, server.fingerprint.kind, ports.say);
  return {
    ...description,
    completion: {
      ...completion,
      dialect: proof.dialect,
      verified: proof.verified,
    },
    problems: proof.verified
      ? description.problems
      : [...description.problems, [sentence, ...advice].join(' ')],
  };
}

function withoutCompletion(
  description: ServerDescription,
  server: InspectedServer,
  say: Say,
): ServerDescription {
  const { completion: _dropped, ...rest } = description;
  const sentence = say(
    '{0} can\'t fill in the middle with {1}; set a FIM model in "tandem.completion.model".',
    description.host,
    server.completionModel?.id ?? '',
  );
  return { ...rest, problems: [...description.problems, sentence] };
}

function phraseProbe(family: string, probe: ProbePrompt): ReturnType<typeof phraseFim> {
  const document = {
    uri: 'probe:/probe.py',
    path: 'probe.py',
    languageId: 'python',
    version: 1,
    text: probe.prefix + probe.suffix,
  };
  return phraseFim(family, { document, offset: probe.prefix.length, ...probe }, []);
}

const proofLifeMs = { verified: 30 * 24 * 3_600_000, unverified: 3_600_000 };

function proofKey(server: InspectedServer): string {
  const { baseUrl, fingerprint, version, completionModel, completionFamily } = server;
  return `fimProof:${baseUrl}|${fingerprint.kind}|${version}|${completionModel?.id ?? ''}|${completionFamily}|${server.dialects.join('+')}`;
}

/** What was proved for this server, version, model and these dialects; undefined: nothing, or long ago. */
export function recallProof(server: InspectedServer, ports: InspectPorts): FimProof | undefined {
  const kept = ports.store.get(proofKey(server)) as (FimProof & { readonly atMs: number }) | undefined;
  if (kept === undefined || !server.dialects.includes(kept.dialect) || typeof kept.atMs !== 'number')
    return undefined;
  const lifeMs = kept.verified ? proofLifeMs.verified : proofLifeMs.unverified;
  return ports.clock.now() - kept.atMs > lifeMs ? undefined : kept;
}

/** A dialect that worked once was refused: prove again at the next chance. */
export async function forgetProof(server: InspectedServer, ports: InspectPorts): Promise<void> {
  await ports.store.set(proofKey(server), undefined);
}

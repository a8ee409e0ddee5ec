/** What can the server at this URL do for us? Detects it, chooses its models, proves FIM, and says what is wrong. */

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Fetch, KeyValueStore } from '../base/ports.ts';
import type { Say } from '../base/say.ts';
import { createFimClient } from '../model/clients.ts';
import { classifyNetworkFailure } from '../model/classifyNetworkFailure.ts';
import type { Connection, Patience } from '../model/connection.ts';
import type { FimDialect } from '../model/fimDialect.ts';
import { isModelError, ModelError } from '../model/modelError.ts';
import { chatFamilyOf } from '../prompt/chatFamilies.ts';
import { fimFamilyOf as fimFamilyByName } from '../prompt/fim/dialects.ts';
import { phraseFim } from '../prompt/fim/phraseFim.ts';
import { canChat, canFim, chooseChat, chooseCompletion, fimFamilyOf } from '../server/chooseModels.ts';
import type { ChosenModel, FamilyKnowledge } from '../server/chooseModels.ts';
import { detectServer, type DetectedServer, type DetectPorts } from '../server/detect.ts';
import { cautiousContextTokens, type ServedModel } from '../server/fingerprint.ts';
import { hostAndPort, originOf } from '../server/normalizeUrl.ts';
import { problemSentence, type Whereabouts } from '../server/problemSentence.ts';
import { proveFim, type FimProof, type ProbePrompt } from '../server/probeFim.ts';
import type { ModelDescription, ServerDescription, ServerKind } from '../server/serverDescription.ts';
import { noChoiceSentence, trialAdvice } from './choiceSentences.ts';

export interface InspectPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** Remembers what was proved, by origin, version and model. */
  readonly store: KeyValueStore;
  /** The key given for this origin; a key is never sent to another. */
  serverKey(origin: string): Promise<string | undefined>;
  readonly whereabouts: Whereabouts;
  /** For the sentences of the description. */
  readonly say: Say;
}

export interface WantedModels {
  /** Empty: the best there is. */
  readonly completion: string;
  readonly chat: string;
}

/** What inspection found, with the means to use it. */
export interface Inspection {
  readonly description: ServerDescription;
  readonly failure: ModelError | undefined;
  readonly server: InspectedServer | undefined;
}

export interface InspectedServer extends DetectedServer {
  readonly connection: Connection;
  readonly completionModel: ServedModel | undefined;
  readonly completionFamily: string;
  readonly chatModel: ServedModel | undefined;
  readonly dialects: readonly FimDialect[];
}

/** While a model is loaded the first answer may take minutes. */
export const probePatience: Patience = { firstTokenMs: 300_000, idleMs: 30_000 };

export const familyKnowledge: FamilyKnowledge = { fim: fimFamilyByName, chat: chatFamilyOf };

/** Detects and chooses; what was proved before is remembered, nothing is asked of a model. Never rejects. */
export async function inspectServer(
  typed: string,
  wanted: WantedModels,
  ports: InspectPorts,
): Promise<Inspection> {
  const detection = await detectServer(typed, detectPorts(ports));
  if (!detection.found) {
    const sentence = problemSentence(detection.failure, {
      url: detection.url,
      whereabouts: ports.whereabouts,
      say: ports.say,
    });
    return {
      description: { ...emptyDescription(detection.url), problems: [sentence] },
      failure: detection.failure,
      server: undefined,
    };
  }
  return describe(detection.server, wanted, ports);
}

async function describe(
  detected: DetectedServer,
  wanted: WantedModels,
  ports: InspectPorts,
): Promise<Inspection> {
  const { fingerprint, baseUrl } = detected;
  const host = hostAndPort(baseUrl);
  const connection = connect(detected, ports);
  const problems: string[] = [];
  const context = { url: baseUrl, whereabouts: ports.whereabouts, say: ports.say, kind: fingerprint.kind };
  if (detected.hindrance !== undefined) problems.push(problemSentence(detected.hindrance, context));
  const completion = chooseCompletion(detected.models, wanted.completion, familyKnowledge, ports.say);
  const chat = chooseChat(detected.models, wanted.chat, familyKnowledge, ports.say);
  const available = detected.models.map(({ id }) => id);
  if (detected.hindrance === undefined) {
    if (!completion.ok)
      problems.push(noChoiceSentence(completion.reason, host, wanted.completion, { ...context, available }));
    if (!chat.ok && !(chat.reason === 'noModels'))
      problems.push(noChoiceSentence(chat.reason, host, wanted.chat, { ...context, available }));
  }
  const examined = await examine(
    detected,
    completion.ok ? completion.value : undefined,
    chat.ok ? chat.value : undefined,
  );
  const dialects =
    examined.completion === undefined
      ? []
      : await fingerprint.dialects({
          family: examined.completion.family === 'unknown' ? undefined : examined.completion.family,
          model: examined.completion.model,
          ask: detected.ask,
        });
  if (examined.completion !== undefined && dialects.length === 0) {
    problems.push(
      ports.say(
        '{0} can\'t fill in the middle with {1}; set a FIM model in "tandem.completion.model".',
        host,
        examined.completion.model.id,
      ),
    );
  }
  const server: InspectedServer = {
    ...detected,
    connection,
    completionModel: dialects.length === 0 ? undefined : examined.completion?.model,
    completionFamily: examined.completion?.family ?? 'unknown',
    chatModel: examined.chat?.model,
    dialects,
  };
  const proof = recallProof(server, ports);
  return {
    description: descriptionOf(server, examined, problems, proof),
    failure: detected.hindrance,
    server,
  };
}

interface Examined {
  readonly completion: ChosenModel | undefined;
  readonly chat: ChosenModel | undefined;
}

async function examine(
  { fingerprint, ask }: DetectedServer,
  completion: ChosenModel | undefined,
  chat: ChosenModel | undefined,
): Promise<Examined> {
  const look = async (chosen: ChosenModel | undefined): Promise<ChosenModel | undefined> =>
    chosen === undefined || fingerprint.examine === undefined
      ? chosen
      : { ...chosen, model: await fingerprint.examine(chosen.model, ask) };
  const completionLook = look(completion);
  const isSame = chat !== undefined && chat.model.id === completion?.model.id;
  const chatModel = isSame ? (await completionLook)?.model : undefined;
  return {
    completion: await completionLook,
    chat: chatModel !== undefined && chat !== undefined ? { ...chat, model: chatModel } : await look(chat),
  };
}

function descriptionOf(
  server: InspectedServer,
  examined: Examined,
  problems: readonly string[],
  proof: FimProof | undefined,
): ServerDescription {
  const { completion, chat } = examined;
  const dialect = proof?.dialect ?? server.dialects[0];
  return {
    url: server.baseUrl,
    host: hostAndPort(server.baseUrl),
    kind: server.fingerprint.kind as ServerKind,
    title: server.fingerprint.title,
    version: server.version,
    models: server.models.map((model) => modelDescription(model, examined)),
    ...(completion === undefined || dialect === undefined
      ? {}
      : {
          completion: {
            model: completion.model.id,
            family: completion.family,
            dialect,
            verified: proof?.verified === true,
            contextTokens: completion.model.contextTokens ?? cautiousContextTokens,
            why: completion.why,
          },
        }),
    ...(chat === undefined
      ? {}
      : {
          chat: {
            model: chat.model.id,
            family: chat.family,
            contextTokens: chat.model.contextTokens ?? cautiousContextTokens,
            why: chat.why,
          },
        }),
    problems,
  };
}

function modelDescription(model: ServedModel, examined: Examined): ModelDescription {
  const known =
    [examined.completion?.model, examined.chat?.model].find((one) => one?.id === model.id) ?? model;
  const family = fimFamilyOf(model, familyKnowledge)?.name ?? chatFamilyOf(model.id).name;
  return {
    id: model.id,
    ...(family === 'generic' ? {} : { family }),
    canFim: canFim(known, familyKnowledge),
    canChat: canChat(known),
    ...(known.contextTokens === undefined ? {} : { contextTokens: known.contextTokens }),
    ...(known.callsTools === undefined ? {} : { callsTools: known.callsTools }),
  };
}

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
function recallProof(server: InspectedServer, ports: InspectPorts): FimProof | undefined {
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

function connect({ baseUrl, fingerprint }: DetectedServer, ports: InspectPorts): Connection {
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

function detectPorts(ports: InspectPorts): DetectPorts {
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

function emptyDescription(url: string): ServerDescription {
  return { url, host: hostAndPort(url), kind: 'openaiCompatible', version: '', models: [], problems: [] };
}

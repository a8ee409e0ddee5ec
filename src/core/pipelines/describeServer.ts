/** How is what was found at an address told: models, choices, dialects, contexts? */

import { chatFamilyOf } from '../prompt/chatFamilies.ts';
import { fimFamilyOf as fimFamilyByName } from '../prompt/fim/dialects.ts';
import { canChat, canFim, fimFamilyOf } from '../server/chooseModels.ts';
import type { ChosenModel, FamilyKnowledge } from '../server/chooseModels.ts';
import { cautiousContextTokens, type ServedModel } from '../server/fingerprint.ts';
import { hostAndPort } from '../server/normalizeUrl.ts';
import type { FimProof } from '../server/probeFim.ts';
import type { ModelDescription, ServerDescription, ServerKind } from '../server/serverDescription.ts';
import type { InspectedServer } from './inspection.ts';

export const familyKnowledge: FamilyKnowledge = { fim: fimFamilyByName, chat: chatFamilyOf };

/** The chosen models, with what the server told of each. */
export interface Examined {
  readonly completion: ChosenModel | undefined;
  readonly chat: ChosenModel | undefined;
}

export function descriptionOf(
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

/** Of an address where nothing was found. */
export function emptyDescription(url: string): ServerDescription {
  return { url, host: hostAndPort(url), kind: 'openaiCompatible', version: '', models: [], problems: [] };
}

/** Which models does a session hand out, and how much may be said to them? */

import { createChatClient, createFimClient } from '../model/clients.ts';
import { chatFamilyNamed } from '../prompt/chatFamilies.ts';
import type { ChatModel, FimModel } from '../server/localModels.ts';
import type { ServerDescription } from '../server/serverDescription.ts';
import type { GuardedClients } from './guardedClients.ts';
import type { InspectedServer } from './inspection.ts';

/** Handed-out models are never changed: a corrected one replaces them. */
export class SessionModels {
  fim: FimModel | undefined;
  chat: ChatModel | undefined;

  clear(): void {
    this.fim = undefined;
    this.chat = undefined;
  }

  /** Takes over context lengths that were measured anew. */
  correct({ completion, chat }: ServerDescription): void {
    if (this.fim !== undefined && this.fim.model === completion?.model) {
      this.fim = { ...this.fim, contextTokens: completion.contextTokens };
    }
    if (this.chat !== undefined && this.chat.model === chat?.model) {
      this.chat = { ...this.chat, contextTokens: chat.contextTokens };
    }
  }

  /** The server refused a prompt and told how long one may be. */
  shrink(contextTokens: number): void {
    const { fim, chat } = this;
    if (fim !== undefined && fim.contextTokens > contextTokens) this.fim = { ...fim, contextTokens };
    if (chat !== undefined && chat.contextTokens > contextTokens) this.chat = { ...chat, contextTokens };
  }
}

/** `undefined` where the server has none. Its requests wait their turn. */
export function chatModel(
  description: ServerDescription | undefined,
  server: InspectedServer,
  guarded: GuardedClients,
): ChatModel | undefined {
  const chat = description?.chat;
  if (description === undefined || chat === undefined) return undefined;
  const manner = chatFamilyNamed(chat.family);
  const client = createChatClient(server.connection, server.fingerprint.chatDialect, manner);
  return {
    client: guarded.chat(client, chat.model),
    ...described(chat, server),
    callsTools: description.models.find(({ id }) => id === chat.model)?.callsTools !== false,
  };
}

export function fimModel(
  completion: NonNullable<ServerDescription['completion']>,
  server: InspectedServer,
  guarded: GuardedClients,
): FimModel {
  const client = createFimClient(server.connection, completion.dialect);
  return { client: guarded.fim(client, completion.model), ...described(completion, server) };
}

/** What a pipeline is told of a chosen model. */
function described(
  chosen: { readonly model: string; readonly family: string; readonly contextTokens: number },
  server: InspectedServer,
): Omit<FimModel, 'client'> {
  return {
    model: chosen.model,
    family: chosen.family,
    host: server.connection.host,
    contextTokens: chosen.contextTokens,
    isDemo: server.fingerprint.isDemo === true,
  };
}

/** The same description with the context lengths of another look at the same server. */
export function withContexts(
  known: ServerDescription,
  { completion, chat }: ServerDescription,
): ServerDescription {
  return {
    ...known,
    ...(known.completion === undefined || completion === undefined
      ? {}
      : { completion: { ...known.completion, contextTokens: completion.contextTokens } }),
    ...(known.chat === undefined || chat === undefined
      ? {}
      : { chat: { ...known.chat, contextTokens: chat.contextTokens } }),
  };
}

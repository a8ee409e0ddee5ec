/** Is this prompt longer than the server takes? Asked before it is sent: some servers cut without a word. */

import { ModelError } from '../model/modelError.ts';
import type { ChatModel } from '../server/localModels.ts';
import type { InspectedServer } from './inspection.ts';
import type { TokenEstimate } from './tokenEstimate.ts';

export interface PromptFor {
  readonly server: InspectedServer;
  readonly model: string;
  /** The model that chats as it is known now; another one has no known length. */
  readonly chat: ChatModel | undefined;
  readonly tokens: TokenEstimate;
}

/** Share of the room up to which the estimate is trusted. */
const surelyFits = 0.6;

/**
 * A `tooLong` where text and room for the answer are more than the model's context. Counted by the server itself where
 * it can and the estimate says that it is close; a server without a tokenizer has the prompt's own margin alone.
 */
export async function promptExcess(
  { server, model, chat, tokens }: PromptFor,
  { text, maxTokens }: { readonly text: string; readonly maxTokens: number },
): Promise<ModelError | undefined> {
  const served = server.chatModel;
  if (chat?.model !== model || served?.id !== model) return undefined;
  const room = chat.contextTokens - maxTokens;
  if (tokens.estimate(text) < room * surelyFits) return undefined;
  const counted = await server.fingerprint.countTokens?.(served, text, server.ask);
  if (counted === undefined) return undefined;
  tokens.observe(text.length, counted);
  if (counted <= room) return undefined;
  const detail = `${counted} tokens where ${room} fit`;
  return new ModelError('tooLong', {
    host: server.connection.host,
    contextTokens: chat.contextTokens,
    detail,
  });
}

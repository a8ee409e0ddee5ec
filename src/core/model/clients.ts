/** Which client speaks this dialect? */

import { askModel } from './askModel.ts';
import { chatPatience, completionPatience, type Connection, type Patience } from './connection.ts';
import { completionsSuffix, completionsText, completionsTokenIds } from './dialects/completions.ts';
import { llamacppCompletion, llamacppInfill } from './dialects/llamacppNative.ts';
import { mistralFim } from './dialects/mistralFim.ts';
import { ollamaChat } from './dialects/ollamaChat.ts';
import { ollamaRaw, ollamaSuffix } from './dialects/ollamaGenerate.ts';
import { openAiChat, type ChatManner } from './dialects/openAiChat.ts';
import { tgiGenerate } from './dialects/tgiGenerate.ts';
import type { FimDialect } from './fimDialect.ts';
import type { ChatClient, FimClient, FimRequest } from './stream.ts';
import { ThinkSplitter } from './thinkSplitter.ts';
import type { Wire } from './wire.ts';

const fimWires: Readonly<Record<FimDialect, Wire<FimRequest>>> = {
  ollamaRaw,
  ollamaSuffix,
  completionsText,
  completionsTokenIds,
  completionsSuffix,
  llamacppInfill,
  llamacppCompletion,
  tgiGenerate,
  mistralFim,
};

/** A client that asks FIM in the given dialect over the connection. */
export function createFimClient(
  connection: Connection,
  dialect: FimDialect,
  patience: Patience = completionPatience,
): FimClient {
  const wire = fimWires[dialect];
  return { complete: (request, signal) => askModel(connection, wire, request, { patience, signal }) };
}

export type ChatDialect = 'openAi' | 'ollama';

export interface ChatFamilyManner extends ChatManner {
  /** The model reasons before it answers; `openTag`: its template opens the block in the prompt. */
  readonly thinks: 'no' | 'tags' | 'openTag';
}

/** A client for an instruction model; reasoning is told apart from text, whichever way the server sends it. */
export function createChatClient(
  connection: Connection,
  dialect: ChatDialect,
  manner: ChatFamilyManner,
  patience: Patience = chatPatience,
): ChatClient {
  const wire = dialect === 'ollama' ? ollamaChat(manner) : openAiChat(manner);
  return {
    chat: (request, signal) => {
      const thinkSplitter =
        manner.thinks === 'no' ? undefined : new ThinkSplitter(manner.thinks === 'openTag');
      return askModel(connection, wire, request, {
        patience,
        signal,
        ...(thinkSplitter === undefined ? {} : { thinkSplitter }),
      });
    },
  };
}

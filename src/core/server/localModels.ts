/** Which model of the team's server answers this task? What pipelines ask for; detection and clients stand behind it. */

import type { Event } from '../base/emitter.ts';
import type { Outcome } from '../base/outcome.ts';
import type { ChatClient, FimClient } from '../model/stream.ts';
import type { ServerDescription, ServerState } from './serverDescription.ts';

export type NoModelReason =
  'noServer' | 'unreachable' | 'unauthorized' | 'loadingModel' | 'noFimModel' | 'noChatModel' | 'paused';

export interface FimModel {
  readonly client: FimClient;
  readonly model: string;
  readonly family: string;
  readonly host: string;
  readonly contextTokens: number;
  /** Demo server: never to be shown as a model. */
  readonly isDemo: boolean;
}

export interface ChatModel {
  readonly client: ChatClient;
  readonly model: string;
  readonly family: string;
  readonly host: string;
  readonly contextTokens: number;
  readonly isDemo: boolean;
  /** False only where the server says that it can't. */
  readonly callsTools: boolean;
}

export interface LocalModels {
  /** Detects on first use; answers from memory after that, without waiting for the network. */
  fim(): Promise<Outcome<FimModel, NoModelReason>>;
  chat(): Promise<Outcome<ChatModel, NoModelReason>>;
  readonly state: ServerState;
  readonly onDidChangeState: Event<ServerState>;
  /** What was detected last, for `tandem.connect` and diagnostics. */
  describe(): readonly ServerDescription[];
  /** Tokens of a text: the server's own count where it has a tokenizer and it was asked before, else a calibrated estimate. */
  estimateTokens(text: string): number;
}

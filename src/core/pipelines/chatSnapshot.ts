/** What is there to see of a chat at one moment? */

import type { Attachment, Conversation } from '../conversation/conversation.ts';
import type { SlashCommand } from '../conversation/slashCommands.ts';
import type { ChatModel, NoModelReason } from '../server/localModels.ts';
import type { ContextUse } from './contextUse.ts';
import type { PendingCloud } from './pendingWord.ts';

export interface ChatSnapshot {
  readonly conversation: Conversation;
  readonly isWorking: boolean;
  /** The text of a question whose context is looked up before it is asked. */
  readonly preparing: string | undefined;
  readonly chips: readonly Attachment[];
  readonly askCloudNext: boolean;
  readonly model: ChatModel | undefined;
  readonly noModel: NoModelReason | undefined;
  readonly rules: readonly Attachment[];
  readonly slashCommands: readonly SlashCommand[];
  /** A request to the cloud that is shown and waits for the person's word. */
  readonly pending: PendingCloud | undefined;
  readonly context: ContextUse;
}

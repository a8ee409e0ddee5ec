/** How do messages and tools of VS Code's language model API become a request of ours, and our answer parts of theirs? */

import * as vscode from 'vscode';

import { isJson, parseJson } from '../core/model/json.ts';
import type { RequestMessage, ToolCall } from '../core/model/tools.ts';
import type { AnswerPiece, MessagesRequest } from '../core/pipelines/answerMessages.ts';

type Options = Partial<Pick<vscode.ProvideLanguageModelChatResponseOptions, 'tools' | 'toolMode'>>;

export function modelRequest(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
  { tools = [], toolMode }: Options,
): MessagesRequest {
  return {
    messages: messages.flatMap(asMessages),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            parameters: isJson(inputSchema) ? inputSchema : { type: 'object', properties: {} },
          })),
        }),
    ...(toolMode === vscode.LanguageModelChatToolMode.Required ? { mustCallTool: true } : {}),
  };
}

/** Results of tools come in a message of the person together with what she says; to models they are messages of their own. */
function asMessages(message: vscode.LanguageModelChatRequestMessage): RequestMessage[] {
  const results: RequestMessage[] = [];
  const toolCalls: ToolCall[] = [];
  const texts: string[] = [];
  for (const part of message.content) {
    if (part instanceof vscode.LanguageModelTextPart) texts.push(part.value);
    else if (part instanceof vscode.LanguageModelToolResultPart) {
      results.push({ role: 'tool', callId: part.callId, content: resultText(part.content) });
    } else if (part instanceof vscode.LanguageModelToolCallPart) {
      toolCalls.push({ id: part.callId, name: part.name, arguments: JSON.stringify(part.input) });
    }
  }
  const content = texts.join('');
  if (message.role !== vscode.LanguageModelChatMessageRole.User) {
    return [{ role: 'assistant', content, ...(toolCalls.length === 0 ? {} : { toolCalls }) }];
  }
  return content === '' && results.length > 0 ? results : [...results, { role: 'user', content }];
}

function resultText(parts: readonly unknown[]): string {
  return parts
    .map((part) => {
      if (part instanceof vscode.LanguageModelTextPart) return part.value;
      if (part instanceof vscode.LanguageModelPromptTsxPart) return JSON.stringify(part.value);
      return '';
    })
    .join('\n');
}

/** Throws where a model wrote arguments that are none: what it meant is not guessed. */
export function responsePart(piece: AnswerPiece): vscode.LanguageModelResponsePart {
  if ('text' in piece) return new vscode.LanguageModelTextPart(piece.text);
  const { id, name, arguments: text } = piece.toolCall;
  const input = parseJson(text);
  if (!isJson(input)) {
    throw new Error(vscode.l10n.t('The model called {0} with arguments that are not JSON. Ask again.', name));
  }
  return new vscode.LanguageModelToolCallPart(id, name, input);
}

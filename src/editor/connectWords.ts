/** What is a detected server called, and what can it do, in words for a person? */

import * as vscode from 'vscode';

import type { FimDialect, ServerDescription } from '../core/server/serverDescription.ts';

/** Kind and version, e.g. `Ollama 0.33.0`. */
export function kindTitle({ kind, title, version }: ServerDescription): string {
  return `${title ?? kind} ${version}`.trim();
}

export function summaryLine(server: ServerDescription): string {
  const { completion, chat } = server;
  const models = [...new Set([completion?.model, chat?.model].filter((model) => model !== undefined))];
  return models.length === 0 ? kindTitle(server) : `${kindTitle(server)}: ${models.join(', ')}`;
}

function dialectWords(dialect: FimDialect): string {
  switch (dialect) {
    case 'completionsTokenIds':
      return vscode.l10n.t('as token ids');
    case 'llamacppInfill':
      return vscode.l10n.t('through /infill');
    case 'mistralFim':
      return vscode.l10n.t("through Mistral's FIM API");
    case 'ollamaSuffix':
    case 'completionsSuffix':
      return vscode.l10n.t('with prefix and suffix');
    case 'ollamaRaw':
    case 'completionsText':
    case 'llamacppCompletion':
    case 'tgiGenerate':
      return vscode.l10n.t("with the model's own template");
  }
}

/** One line each: suggestions, chat, models, problems. */
export function capabilityItems(server: ServerDescription): vscode.QuickPickItem[] {
  const { completion, chat } = server;
  const tokens = (count: number): string => vscode.l10n.t('{0} tokens of context', count.toLocaleString());
  const items: vscode.QuickPickItem[] = [];
  if (server.kind === 'demo') {
    items.push({
      label: `$(info) ${vscode.l10n.t('This is a demo, not a model')}`,
      detail: vscode.l10n.t(
        'It copies from the open file. Connect to a real model server to get real suggestions.',
      ),
    });
  }
  if (server.kind === 'mistral' || server.kind === 'deepseek') {
    items.push({
      label: `$(globe) ${vscode.l10n.t('This is a service on the internet')}`,
      detail: vscode.l10n.t('Used as your server, it gets your code as it is, without redaction.'),
    });
  }
  if (completion === undefined) {
    items.push({ label: `$(circle-slash) ${vscode.l10n.t('Suggestions: no model')}` });
  } else {
    const { verified, model, contextTokens, dialect, why } = completion;
    items.push({
      label: `${verified ? '$(pass)' : '$(question)'} ${vscode.l10n.t('Suggestions: {0}', model)}`,
      description: verified
        ? vscode.l10n.t('fills in the middle')
        : vscode.l10n.t('filling in the middle is not proved'),
      detail: `${dialectWords(dialect)}, ${tokens(contextTokens)}`,
    });
    items.push({ label: `$(info) ${why}` });
  }
  if (chat === undefined)
    items.push({ label: `$(circle-slash) ${vscode.l10n.t('Chat and edits: no model')}` });
  else {
    items.push({
      label: `$(pass) ${vscode.l10n.t('Chat and edits: {0}', chat.model)}`,
      detail: tokens(chat.contextTokens),
    });
    items.push({ label: `$(info) ${chat.why}` });
  }
  for (const problem of server.problems) items.push({ label: `$(warning) ${problem}` });
  return items;
}

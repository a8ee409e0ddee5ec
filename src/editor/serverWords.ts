/** What is a person told when the model server gives no answer? What happened, on which host and what to do: in the same words wherever it shows. */

import * as vscode from 'vscode';

import type { ModelErrorKind } from '../core/model/modelError.ts';
import type { NoModelReason } from '../core/server/localModels.ts';

export type ServerProblem = NoModelReason | ModelErrorKind;

export interface AskedServer {
  /** Empty where it is not known which. */
  readonly host: string;
  /** A sentence of its own with what more is known; empty where nothing is. */
  readonly detail?: string | undefined;
  readonly use: 'suggestions' | 'chat';
}

const problems: Readonly<Record<ServerProblem, true>> = {
  noServer: true,
  unreachable: true,
  unauthorized: true,
  loadingModel: true,
  loading: true,
  noFimModel: true,
  noChatModel: true,
  modelMissing: true,
  paused: true,
  rateLimited: true,
  timedOut: true,
  tooLong: true,
  protocol: true,
};

/** As `serverWords` for a reason that may be another; undefined where the server is not to blame. */
export function serverProblemWords(reason: string, asked: AskedServer): string | undefined {
  return isServerProblem(reason) ? serverWords(reason, asked) : undefined;
}

export function isServerProblem(reason: string): reason is ServerProblem {
  return Object.hasOwn(problems, reason);
}

export function serverWords(problem: ServerProblem, asked: AskedServer): string {
  const { host, detail = '' } = asked;
  const sentence = sentenceFor(problem, host === '' ? vscode.l10n.t('The model server') : host, asked.use);
  return detail === '' ? sentence : `${sentence} ${detail}`;
}

function sentenceFor(problem: ServerProblem, server: string, use: AskedServer['use']): string {
  const t = vscode.l10n.t;
  switch (problem) {
    case 'noServer':
      return t('No model server is connected; run "Tandem: Connect to a Server".');
    case 'unreachable':
      return t('{0} does not answer; start it, or run "Tandem: Connect to a Server".', server);
    case 'unauthorized':
      return t('{0} refused the key; run "Tandem: Set Server Key".', server);
    case 'loading':
    case 'loadingModel':
      return t('{0} is still loading the model; it answers as soon as that is done.', server);
    case 'noFimModel':
      return t(
        '{0} has no model that fills in the middle; serve one (Codestral, say), or set tandem.completion.url.',
        server,
      );
    case 'noChatModel':
      return t(
        '{0} has no model that can chat; serve one (Devstral, say), or set tandem.chat.model.',
        server,
      );
    case 'modelMissing':
      return t(
        '{0} does not have the model; choose another with {1}.',
        server,
        use === 'chat' ? 'tandem.chat.model' : 'tandem.completion.model',
      );
    case 'paused':
      return t('Tandem is paused; resume it in its menu.');
    case 'rateLimited':
      return t('{0} asks for fewer requests; try again in a moment.', server);
    case 'timedOut':
      return t('{0} did not answer in time; try again.', server);
    case 'tooLong':
      return t(
        'That is longer than the context of the model on {0}; select or attach less, or serve it with a larger one.',
        server,
      );
    case 'protocol':
      return t('{0} answered in a way that is not understood; run "Tandem: Copy Diagnostics".', server);
  }
}

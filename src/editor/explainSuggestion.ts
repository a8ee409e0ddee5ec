/** What does "Why No Suggestion?" say? The last keystroke's answer and the last suggestion shown, in words. */

import * as vscode from 'vscode';

import { findingText } from './checkWords.ts';
import { isServerProblem, serverWords } from './serverWords.ts';
import type {
  RequestRecord,
  SuggestionExplanation,
  SuggestionOrigin,
  WithheldReason,
} from '../core/pipelines/suggestion.ts';

/** A Markdown text of a screen: reason, evidence, what to do, and where the time went. */
export function explanationText(
  last: SuggestionExplanation | undefined,
  lastShown: SuggestionExplanation | undefined,
): string {
  const parts = [`# ${vscode.l10n.t('Why No Suggestion?')}`, ''];
  if (last === undefined) {
    parts.push(
      vscode.l10n.t(
        'Nothing has been typed in this window yet. Type in any file, or trigger an inline suggestion by command.',
      ),
    );
    return parts.join('\n');
  }
  if (last.offered) parts.push(vscode.l10n.t('The last keystroke did get a suggestion.'), '', ...facts(last));
  else {
    parts.push(`**${reasonWords(last)}**`, '', ...evidence(last), ...facts(last));
    if (lastShown !== undefined) {
      parts.push('', `## ${vscode.l10n.t('The last suggestion shown')}`, '', ...facts(lastShown));
    }
  }
  return parts.join('\n');
}

function evidence(explanation: SuggestionExplanation): string[] {
  const lines = explanation.failedChecks.map(({ name, evidence }) =>
    evidence === undefined
      ? `- ${name}`
      : `- ${name}: ${findingText({ name, message: evidence.message })}${evidence.line === undefined ? '' : ` (${vscode.l10n.t('line {0}', evidence.line + 1)})`}`,
  );
  return lines.length === 0 ? [] : [...lines, ''];
}

function facts(explanation: SuggestionExplanation): string[] {
  const { request, origin } = explanation;
  const rows: [string, string][] = [
    [vscode.l10n.t('File'), `${explanation.path} (${explanation.languageId})`],
    [vscode.l10n.t('At'), new Date(explanation.atMs).toLocaleTimeString()],
  ];
  if (origin !== undefined) rows.push([vscode.l10n.t('Where from'), originWords(origin)]);
  rows.push([vscode.l10n.t('From keystroke to answer'), milliseconds(explanation.ms)]);
  if (explanation.delayMs !== undefined && explanation.delayMs > 0) {
    rows.push([vscode.l10n.t('Of which waiting for a pause in typing'), milliseconds(explanation.delayMs)]);
  }
  if (request !== undefined) rows.push(...requestRows(request));
  return [
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`),
  ];
}

function requestRows(request: Readonly<RequestRecord>): [string, string][] {
  const rows: [string, string][] = [
    [
      vscode.l10n.t('Model'),
      request.isDemo
        ? vscode.l10n.t('demo server on {0}, no model', request.host)
        : vscode.l10n.t('{0} on {1}', request.model, request.host),
    ],
    [vscode.l10n.t('Phrased for'), request.family],
  ];
  if (request.firstTextMs !== undefined)
    rows.push([vscode.l10n.t('Server, to its first text'), milliseconds(request.firstTextMs)]);
  if (request.totalMs !== undefined)
    rows.push([vscode.l10n.t('Server, in all'), milliseconds(request.totalMs)]);
  const { tokensIn, tokensCached, tokensOut } = request.usage;
  if (tokensIn !== undefined) {
    const cached = tokensCached === undefined ? '' : `, ${vscode.l10n.t('{0} from its cache', tokensCached)}`;
    rows.push([
      vscode.l10n.t('Tokens'),
      `${vscode.l10n.t('{0} in{1}, {2} out', tokensIn, cached, tokensOut ?? 0)}`,
    ]);
  }
  const sources = request.sources
    .filter(({ snippets }) => snippets > 0)
    .map(({ name, snippets, tokens }) =>
      vscode.l10n.t('{0}: {1} snippets, {2} tokens', name, snippets, Math.round(tokens)),
    );
  const late = request.sources.filter(({ timedOut }) => timedOut).map(({ name }) => name);
  rows.push([
    vscode.l10n.t('Context beside this file'),
    sources.length === 0 ? vscode.l10n.t('none') : sources.join('; '),
  ]);
  if (late.length > 0) rows.push([vscode.l10n.t('Left out because too slow'), late.join(', ')]);
  return rows;
}

function originWords(origin: SuggestionOrigin): string {
  switch (origin) {
    case 'model':
      return vscode.l10n.t('asked for at this keystroke');
    case 'inFlight':
      return vscode.l10n.t('a request that was on its way already');
    case 'cache':
      return vscode.l10n.t('kept from an earlier answer');
    case 'ahead':
      return vscode.l10n.t('fetched ahead');
    case 'cloud':
      return vscode.l10n.t('the cloud, as you asked');
  }
}

function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** What happened, on which host, and what to do next. */
function reasonWords(explanation: SuggestionExplanation): string {
  const host = explanation.request?.host ?? '';
  const detail = explanation.detail ?? '';
  return wordsFor(explanation.reason ?? 'internal', host, detail);
}

function wordsFor(reason: WithheldReason, host: string, detail: string): string {
  if (isServerProblem(reason)) return serverWords(reason, { host, detail, use: 'suggestions' });
  switch (reason) {
    case 'disabled':
      return vscode.l10n.t('Suggestions are off for this language. Run "Tandem: Toggle Suggestions".');
    case 'excludedFile':
      return vscode.l10n.t('This file is excluded from suggestions.');
    case 'readOnly':
      return vscode.l10n.t('This file is read-only.');
    case 'emptyFile':
      return vscode.l10n.t(
        'The file is empty: there is nothing to go on. Type a few words, or trigger by command.',
      );
    case 'deleting':
      return vscode.l10n.t('Nothing new is asked for while you delete. Type on, or trigger by command.');
    case 'undoing':
      return vscode.l10n.t('Nothing is suggested while you undo or redo.');
    case 'onlyMoved':
      return vscode.l10n.t('The cursor only moved. Type, or trigger by command.');
    case 'suggestWidgetOpen':
    case 'otherChoice':
      return vscode.l10n.t('The suggest widget is open with another choice, which has the right of way.');
    case 'insideWord':
      return vscode.l10n.t('The cursor is in the middle of a word.');
    case 'emptyAnswer':
      return host === ''
        ? vscode.l10n.t('The model had nothing to add here.')
        : vscode.l10n.t('The model on {0} had nothing to add here.', host);
    case 'repeatsNextLines':
      return vscode.l10n.t('The answer only repeated the lines that follow, so it was withheld.');
    case 'failedChecks':
      return vscode.l10n.t('The answer failed a check, so it was withheld. {0}', detail);
    case 'contradicted':
      return vscode.l10n.t('The answer came, but you had typed something else by then.');
    case 'superseded':
      return vscode.l10n.t('You typed on before the answer came.');
    case 'internal':
      return vscode.l10n.t('Something went wrong inside Tandem. The output channel "Tandem" tells what.');
  }
}

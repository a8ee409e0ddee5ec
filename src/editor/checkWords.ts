/** What did a check see, in the person's language? */

import * as vscode from 'vscode';

/** A finding as the gate and the journal of a conversation keep it. */
export interface Finding {
  readonly name: string;
  readonly message?: string;
  /** Zero-based. */
  readonly line?: number;
}

/**
 * In English the check's own sentence. In other languages what kind of failure it is, with what the check quotes: code,
 * names and the output of programs stay as they are.
 */
export function findingText({ name, message, line }: Finding): string {
  const kind = kindText(name);
  if (message === undefined) return kind ?? name;
  if (kind === undefined || vscode.env.language.startsWith('en')) return message;
  const quoted = name === 'gateCommand' || name === 'newDiagnostics' ? message : quotedIn(message);
  const place = line === undefined ? '' : ` (${vscode.l10n.t('line {0}', line + 1)})`;
  return quoted === '' ? `${kind}${place}` : `${kind}${place}: ${quoted}`;
}

function quotedIn(message: string): string {
  return (message.match(/`[^`]+`|"[^"]+"/g) ?? []).slice(0, 2).join(', ');
}

function kindText(name: string): string | undefined {
  switch (name) {
    case 'empty':
      return vscode.l10n.t('The answer is empty');
    case 'inBandError':
      return vscode.l10n.t('The server answered with an error');
    case 'refusal':
      return vscode.l10n.t('The model declined');
    case 'leakedTokens':
      return vscode.l10n.t('A control token of the model is in the text');
    case 'unchanged':
      return vscode.l10n.t('Nothing was changed');
    case 'lazyElision':
      return vscode.l10n.t('A placeholder stands where code should be');
    case 'leftoverMarkers':
      return vscode.l10n.t('A marker is left in the text');
    case 'wrongLanguage':
      return vscode.l10n.t('It is written in another programming language');
    case 'foreignText':
      return vscode.l10n.t('Text that is no code is in the file');
    case 'truncated':
      return vscode.l10n.t('The answer stops before its end');
    case 'repetition':
      return vscode.l10n.t('The answer repeats itself');
    case 'vanishedCode':
      return vscode.l10n.t('Code vanished that nobody asked to remove');
    case 'duplicatedNeighbor':
      return vscode.l10n.t('Lines stand there twice');
    case 'brackets':
      return vscode.l10n.t('Brackets do not match');
    case 'parseErrors':
      return vscode.l10n.t('There is a new syntax error');
    case 'indentation':
      return vscode.l10n.t('The indentation is broken');
    case 'outsideRequest':
      return vscode.l10n.t('Code outside the requested part changed');
    case 'inventedReferences':
      return vscode.l10n.t('It names something that is not in the workspace');
    case 'misquotation':
      return vscode.l10n.t('A file is quoted wrongly');
    case 'codeBlocks':
      return vscode.l10n.t('A code block does not parse');
    case 'answerLanguage':
      return vscode.l10n.t('The answer is in another language than the question');
    case 'unresolvedImports':
      return vscode.l10n.t('An import leads nowhere');
    case 'unknownIdentifiers':
      return vscode.l10n.t('A name is declared nowhere');
    case 'newDiagnostics':
      return vscode.l10n.t('The language server reports new errors');
    case 'gateCommand':
      return vscode.l10n.t("The team's command failed");
    case 'lowConfidence':
      return vscode.l10n.t('The model was unsure');
    case 'editFormat':
      return vscode.l10n.t('The answer could not be applied');
    default:
      return undefined;
  }
}

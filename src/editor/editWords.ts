/** How is it told, in one sentence, that an edit could not be made? */

import * as vscode from 'vscode';

import type { EditFailure } from '../core/pipelines/editTask.ts';
import { refusalWords } from './doorWords.ts';

/** What happened, on which host where one was asked, and what to do next. */
export function editFailureText(
  reason: EditFailure,
  host: string | undefined,
  detail: string | undefined,
): string {
  const server = host ?? vscode.l10n.t('the server');
  return (
    inputText(reason) ??
    serverText(reason, server, detail) ??
    refusalWords(reason, detail) ??
    answerText(reason, server)
  );
}

function inputText(reason: EditFailure): string | undefined {
  switch (reason) {
    case 'binary':
      return vscode.l10n.t('This file is binary; Tandem edits text.');
    case 'tooLarge':
      return vscode.l10n.t('This file is over 1 MB; Tandem edits smaller ones.');
    case 'tooManyLines':
      return vscode.l10n.t('This file has over 50,000 lines; Tandem edits shorter ones.');
    case 'readOnly':
      return vscode.l10n.t('This file is read-only; nothing was changed.');
    case 'notebook':
      return vscode.l10n.t('Tandem does not edit notebook cells; open the code as a file.');
    case 'virtualDocument':
      return vscode.l10n.t('This document is a view that cannot be edited; open the file itself.');
    case 'deleted':
      return vscode.l10n.t('The file was deleted meanwhile; nothing was changed.');
    case 'tooLong':
      return vscode.l10n.t("The code does not fit the model's context; select less.");
    default:
      return undefined;
  }
}

function serverText(reason: EditFailure, server: string, detail: string | undefined): string | undefined {
  const more = detail === undefined ? '' : ` (${detail})`;
  switch (reason) {
    case 'noServer':
      return vscode.l10n.t('There is no model server; run "Tandem: Connect to a Server".');
    case 'noChatModel':
    case 'noFimModel':
      return vscode.l10n.t('{0} has no instruction model; add one there or set tandem.chat.model.', server);
    case 'unreachable':
      return vscode.l10n.t('{0} cannot be reached{1}; check that it runs.', server, more);
    case 'unauthorized':
      return vscode.l10n.t('{0} wants a key; run "Tandem: Set Server Key".', server);
    case 'rateLimited':
      return vscode.l10n.t('{0} is too busy; try again in a moment.', server);
    case 'timedOut':
      return vscode.l10n.t('{0} did not answer in time; try again.', server);
    case 'modelMissing':
      return vscode.l10n.t('{0} does not have the model any more{1}; connect again.', server, more);
    case 'loading':
    case 'loadingModel':
      return vscode.l10n.t('{0} is loading the model; try again in a moment.', server);
    case 'paused':
      return vscode.l10n.t('Tandem is paused; resume it from the status bar.');
    case 'protocol':
      return vscode.l10n.t('{0} answered in a way Tandem does not understand{1}.', server, more);
    default:
      return undefined;
  }
}

function answerText(reason: EditFailure, server: string): string {
  switch (reason) {
    case 'noMatch':
      return vscode.l10n.t(
        'The answer of {0} names lines that are not in the file; nothing was changed.',
        server,
      );
    case 'ambiguous':
      return vscode.l10n.t('The answer of {0} fits several places in the file; nothing was changed.', server);
    case 'elided':
      return vscode.l10n.t('The answer of {0} leaves out code; nothing was changed.', server);
    case 'truncated':
      return vscode.l10n.t('The answer of {0} broke off; nothing was changed.', server);
    case 'partial':
      return vscode.l10n.t(
        'The answer of {0} may be a part of the file or all of it; nothing was changed.',
        server,
      );
    case 'otherFile':
      return vscode.l10n.t('The answer of {0} seems to be about another file; nothing was changed.', server);
    case 'unchanged':
      return vscode.l10n.t('The answer of {0} changes nothing.', server);
    case 'noCode':
      return vscode.l10n.t('The answer of {0} holds no code; say what should change in other words.', server);
    default:
      return formText(reason, server);
  }
}

/** What is wrong with how the answer is written. */
function formText(reason: EditFailure, server: string): string {
  switch (reason) {
    case 'quotesDiffer':
      return vscode.l10n.t(
        'The answer of {0} has other quotes or dashes than the file, and which are meant is not clear; nothing was changed.',
        server,
      );
    case 'blanksDiffer':
      return vscode.l10n.t(
        'The answer of {0} has other blanks than the file, by habit or on purpose; nothing was changed.',
        server,
      );
    case 'overlappingBlocks':
      return vscode.l10n.t('The answer of {0} changes the same lines twice; nothing was changed.', server);
    case 'markersLeft':
      return vscode.l10n.t(
        'The answer of {0} has marks of its form left in the code; nothing was changed.',
        server,
      );
    case 'severalFences':
      return vscode.l10n.t(
        'The answer of {0} has several pieces of code, and which is meant is not clear; nothing was changed.',
        server,
      );
    default:
      return vscode.l10n.t(
        'The answer of {0} could not be applied ({1}); nothing was changed.',
        server,
        reason,
      );
  }
}

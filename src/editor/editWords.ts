/** How is it told, in one sentence, that an edit could not be made? */

import * as vscode from 'vscode';

import type { EditFailure } from '../core/pipelines/editTask.ts';
import { refusalWords } from './doorWords.ts';
import { serverProblemWords } from './serverWords.ts';

/** What happened, on which host where one was asked, and what to do next. */
export function editFailureText(
  reason: EditFailure,
  host: string | undefined,
  detail: string | undefined,
): string {
  const server = host ?? vscode.l10n.t('the server');
  return (
    inputText(reason) ??
    serverProblemWords(reason, { host: host ?? '', detail, use: 'chat' }) ??
    refusalWords(reason, detail) ??
    answerText(reason, server)
  );
}

function inputText(reason: EditFailure): string | undefined {
  switch (reason) {
    case 'binary':
      return vscode.l10n.t('This file is binary, and Tandem edits text; open a text file.');
    case 'tooLarge':
      return vscode.l10n.t(
        'This file is over 1 MB, too large to edit; put the part to be changed into a file of its own.',
      );
    case 'tooManyLines':
      return vscode.l10n.t(
        'This file has over 50,000 lines, too many to edit; put the part to be changed into a file of its own.',
      );
    case 'readOnly':
      return vscode.l10n.t('This file is read-only; make it writable, or edit a copy.');
    case 'notebook':
      return vscode.l10n.t('Tandem does not edit notebook cells; open the code as a file.');
    case 'virtualDocument':
      return vscode.l10n.t('This document is a view that cannot be edited; open the file itself.');
    case 'deleted':
      return vscode.l10n.t('The file is no longer on disk; save it again to edit it.');
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

/** What would go to the cloud of the file at hand? */

import * as vscode from 'vscode';

import type { CloudRequest } from '../core/cloud/cloudDoor.ts';
import { previewScheme } from './previewAddress.ts';

/** The selection, or the whole file where nothing is selected. */
export function selectionRequest(): CloudRequest | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.document.uri.scheme === previewScheme) return undefined;
  const { document, selection } = editor;
  const text = selection.isEmpty ? document.getText() : document.getText(selection);
  const path = vscode.workspace.asRelativePath(document.uri, false);
  return {
    task: 'other',
    reason: 'userOptIn',
    checks: [],
    messages: [{ role: 'user', content: `${path}\n\n${text}` }],
    paths: [path],
    maxTokens: 4096,
    conversationId: `preview ${document.uri.toString()}`,
    language: document.languageId,
  };
}

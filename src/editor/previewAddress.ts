/** Which document shows which face of which request? */

import * as vscode from 'vscode';

import type { CloudPreview } from '../core/cloud/cloudDoor.ts';

export const previewScheme = 'tandem-preview';

/** `original` has the values in place and is shown on this machine only. */
export type PreviewFace = 'readable' | 'exact' | 'original';

export function uriOf(preview: CloudPreview, face: PreviewFace): vscode.Uri {
  const name = face === 'original' ? 'on this machine' : `to ${preview.host.replaceAll(/[^\w.-]/g, '_')}`;
  const ending = face === 'exact' ? 'json' : 'txt';
  return vscode.Uri.from({ scheme: previewScheme, path: `/${preview.id}/${face}/${name}.${ending}` });
}

/** Of a document of this scheme. */
export function addressOf(uri: vscode.Uri): { id: string; face: PreviewFace } {
  const [, id = '', face = 'readable'] = uri.path.split('/');
  return { id, face: face === 'exact' || face === 'original' ? face : 'readable' };
}

/** `undefined`: the tab shows something else. */
export function idOfTab(tab: vscode.Tab): string | undefined {
  const { input } = tab;
  if (input instanceof vscode.TabInputText)
    return input.uri.scheme === previewScheme ? addressOf(input.uri).id : undefined;
  if (input instanceof vscode.TabInputTextDiff) {
    return input.modified.scheme === previewScheme ? addressOf(input.modified).id : undefined;
  }
  return undefined;
}

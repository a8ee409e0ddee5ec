/** Which files and folders of the workspace have this name? From the index, and from VS Code until there is one. */

import * as vscode from 'vscode';

import { fuzzyBest } from '../core/index/fuzzyMatch.ts';
import { pathOf } from './attachments.ts';
import type { NamedPlaces } from './indexedFolder.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

const mostFiles = 5_000;
/** A listing serves the keys that are typed one after the other. */
const freshMs = 10_000;

export class WorkspaceNames {
  private readonly index: Pick<WorkspaceIndex, 'named' | 'under'>;
  private listed: { readonly atMs: number; readonly files: Thenable<readonly vscode.Uri[]> } | undefined;

  constructor(index: Pick<WorkspaceIndex, 'named' | 'under'>) {
    this.index = index;
  }

  async named(query: string, limit: number): Promise<NamedPlaces> {
    const indexed = await this.index.named(query, limit);
    if (indexed !== undefined) {
      return {
        files: fuzzyBest(query, indexed.files, pathOf, limit),
        folders: fuzzyBest(query, indexed.folders, pathOf, limit),
      };
    }
    const files = await this.list();
    return {
      files: fuzzyBest(query, files, pathOf, limit),
      folders: fuzzyBest(query, foldersOf(files), pathOf, limit),
    };
  }

  async filesUnder(folder: vscode.Uri, limit: number): Promise<readonly vscode.Uri[]> {
    const indexed = await this.index.under(folder, limit);
    return (
      indexed ??
      (await vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, '**/*'),
        '**/node_modules/**',
        limit,
      ))
    );
  }

  private list(): Thenable<readonly vscode.Uri[]> {
    const now = performance.now();
    if (this.listed === undefined || now - this.listed.atMs > freshMs) {
      const files = vscode.workspace.findFiles('**/*', '**/node_modules/**', mostFiles);
      this.listed = { atMs: now, files };
    }
    return this.listed.files;
  }
}

function foldersOf(files: readonly vscode.Uri[]): readonly vscode.Uri[] {
  const folders = new Map<string, vscode.Uri>();
  for (const file of files) {
    const root = vscode.workspace.getWorkspaceFolder(file)?.uri.path;
    for (let at = vscode.Uri.joinPath(file, '..'); root !== undefined && at.path.length > root.length;) {
      if (folders.has(at.path)) break;
      folders.set(at.path, at);
      at = vscode.Uri.joinPath(at, '..');
    }
  }
  return [...folders.values()];
}

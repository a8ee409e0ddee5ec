/** What does git say has changed? Asked of VS Code's own git extension; nothing is run from here. */

import * as vscode from 'vscode';

/** The part of the git extension's API (version 1) that is used. */
interface GitRepository {
  readonly rootUri: vscode.Uri;
  diff(cached?: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly GitCommit[]>;
  diffBetween(from: string, to: string): Promise<readonly { readonly uri: vscode.Uri }[]>;
  diffBetween(from: string, to: string, path: string): Promise<string>;
}

export interface GitCommit {
  readonly hash: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly authorDate?: Date;
}

interface GitExtension {
  getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
}

/** `undefined` where there is no git, no repository, or the workspace is not trusted. */
async function repository(): Promise<GitRepository | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return undefined;
  try {
    const git = extension.isActive ? extension.exports : await extension.activate();
    return git.getAPI(1).repositories[0];
  } catch {
    return undefined;
  }
}

/** A diff of all files; empty where nothing changed. */
export async function changes(which: 'staged' | 'unstaged'): Promise<string> {
  return (await (await repository())?.diff(which === 'staged')) ?? '';
}

export async function recentCommits(count: number): Promise<readonly GitCommit[]> {
  try {
    return (await (await repository())?.log({ maxEntries: count })) ?? [];
  } catch {
    // A repository without a commit has no log.
    return [];
  }
}

/** Message and diff of a commit, files up to a total of about 200,000 characters. */
export async function commitText(commit: GitCommit): Promise<string> {
  const parts = [`commit ${commit.hash}`, commit.message.trim()];
  const git = await repository();
  const parent = commit.parents[0];
  if (git === undefined || parent === undefined) return parts.join('\n\n');
  let length = 0;
  for (const { uri } of await git.diffBetween(parent, commit.hash)) {
    if (length > 200_000) break;
    const diff = await git.diffBetween(parent, commit.hash, uri.fsPath);
    length += diff.length;
    parts.push(diff);
  }
  return parts.join('\n\n');
}

/** Workspace-relative files that a diff touches. */
export function pathsInDiff(diff: string): string[] {
  const found = [...diff.matchAll(/^(?:\+\+\+ b|--- a)\/(.+)$/gm)].map((match) => match[1] ?? '');
  return [...new Set(found)].filter((path) => path !== '');
}

/** What stands in the project, as the editor sees it? */

import * as vscode from 'vscode';
import type { ProjectFiles } from '../core/gate/projectFiles.ts';
import type { GateCase } from '../core/gate/verdict.ts';
import { folderOf } from './gateFolder.ts';

const largestBytes = 4_000_000;
/** Manifests and folders change seldom; what seems missing is asked of the disk again before it is said. */
const keptMs = 30_000;

interface Kept<T> {
  readonly value: Promise<T>;
  readonly readMs: number;
}

/** The files of the judged file's folder, over `workspace.fs`, so that remote folders work too. */
export function createProjectFiles(): (judged: GateCase) => ProjectFiles | undefined {
  const texts = new Map<string, Kept<string | undefined>>();
  const lists = new Map<string, Kept<readonly string[]>>();
  return (judged) => {
    const root = folderOf(judged)?.uri;
    if (root === undefined) return undefined;
    const inside = (path: string): vscode.Uri | undefined => {
      const uri = vscode.Uri.joinPath(root, path);
      return uri.path === root.path || uri.path.startsWith(root.path.replace(/\/?$/, '/')) ? uri : undefined;
    };
    const since = (leastMs: number | undefined): ProjectFiles => ({
      read: (path) => kept(texts, inside(path), { make: readText, absent: undefined, leastMs }),
      list: (path) => kept(lists, inside(path), { make: listNames, absent: [], leastMs }),
      anew: () => since(performance.now()),
    });
    return since(undefined);
  };
}

interface Reading<T> {
  readonly make: (uri: vscode.Uri) => Promise<T>;
  readonly absent: T;
  /** What was read before is read again; `undefined`: what was read in the last half minute will do. */
  readonly leastMs: number | undefined;
}

function kept<T>(
  memory: Map<string, Kept<T>>,
  uri: vscode.Uri | undefined,
  { make, absent, leastMs }: Reading<T>,
): Promise<T> {
  if (uri === undefined) return Promise.resolve(absent);
  const nowMs = performance.now();
  const known = memory.get(uri.toString());
  if (known !== undefined && known.readMs >= (leastMs ?? nowMs - keptMs)) return known.value;
  if (memory.size > 2000) memory.clear();
  const value = make(uri).catch(() => absent);
  memory.set(uri.toString(), { value, readMs: nowMs });
  return value;
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const facts = await vscode.workspace.fs.stat(uri);
  if ((facts.type & vscode.FileType.File) === 0 || facts.size > largestBytes) return undefined;
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

async function listNames(uri: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(uri);
  return entries.map(([name, type]) => ((type & vscode.FileType.Directory) === 0 ? name : `${name}/`));
}

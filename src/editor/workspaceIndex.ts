/** Where in the codebase is the answer? One worker a folder, begun at the first question, kept fresh on save. */

import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { tagged, type Log } from '../core/base/log.ts';
import type { Attachment } from '../core/conversation/conversation.ts';
import type { Place } from '../core/index/bestPlaces.ts';
import type { SymbolPlace } from './chatContext.ts';
import type { FromIndex, IndexWorkerData, ToIndex } from './indexMessages.ts';

export interface WorkspaceIndexParts {
  /** The extension's `dist` folder, where the worker is. */
  readonly distFolder: string;
  /** Where indexes are kept between sessions. */
  readonly storageFolder: string;
  readonly staysLocal: (uri: vscode.Uri) => boolean;
  readonly log: Log;
}

const mostPlaces = 12;
const answerMs = 5_000;

/** Folders on this machine's disk in trusted workspaces; elsewhere it knows nothing. */
export class WorkspaceIndex implements Disposable {
  private readonly parts: WorkspaceIndexParts;
  private readonly log: Log;
  private readonly held = new Disposables();
  private readonly folders = new Map<string, IndexedFolder>();

  constructor(parts: WorkspaceIndexParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'index');
    this.held.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.dropGone()));
  }

  /** Begins to build where it was not yet begun. */
  start(): void {
    if (!vscode.workspace.isTrusted) return;
    for (const folder of vscode.workspace.workspaceFolders ?? []) this.folderOf(folder);
  }

  /** Waits for an index that is still being built, with progress that can be cancelled. */
  async search(question: string): Promise<readonly Attachment[]> {
    this.start();
    const folders = [...this.folders.values()];
    await this.untilBuilt(folders);
    const places = await Promise.all(folders.map((folder) => folder.search(question, mostPlaces)));
    return places
      .flat()
      .sort((a, b) => b.place.score - a.place.score)
      .slice(0, mostPlaces)
      .map(({ place, uri }) => this.attachment(place, uri));
  }

  async symbols(query: string): Promise<readonly SymbolPlace[]> {
    const found = await Promise.all([...this.folders.values()].map((folder) => folder.symbols(query, 30)));
    return found.flat();
  }

  /** Files that are not ignored; `undefined` until an index is built. */
  async files(): Promise<readonly vscode.Uri[] | undefined> {
    this.start();
    const folders = [...this.folders.values()];
    if (folders.length === 0 || !folders.every((folder) => folder.isBuilt)) return undefined;
    return (await Promise.all(folders.map((folder) => folder.files()))).flat();
  }

  /** Stops reading until lifted; what was read stays. */
  setPaused(paused: boolean): void {
    for (const folder of this.folders.values()) folder.setPaused(paused);
  }

  dispose(): void {
    for (const folder of this.folders.values()) folder.dispose();
    this.folders.clear();
    this.held.dispose();
  }

  private folderOf(folder: vscode.WorkspaceFolder): void {
    const key = folder.uri.toString();
    if (folder.uri.scheme !== 'file' || this.folders.has(key)) return;
    const name = createHash('sha256').update(key).digest('hex').slice(0, 24);
    const data: IndexWorkerData = {
      root: folder.uri.fsPath,
      exclusions: exclusionsOf(folder.uri),
      savedAs: path.join(this.parts.storageFolder, `${name}.json`),
    };
    const worker = new Worker(path.join(this.parts.distFolder, 'folderIndex.worker.cjs'), {
      workerData: data,
    });
    this.folders.set(key, new IndexedFolder(folder.uri, worker, this.log));
  }

  private dropGone(): void {
    const present = new Set(vscode.workspace.workspaceFolders?.map(({ uri }) => uri.toString()) ?? []);
    for (const [key, folder] of this.folders) {
      if (present.has(key)) continue;
      folder.dispose();
      this.folders.delete(key);
    }
  }

  private async untilBuilt(folders: readonly IndexedFolder[]): Promise<void> {
    if (folders.every((folder) => folder.isBuilt)) return;
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Tandem reads the codebase'),
        cancellable: true,
      },
      (progress, token) =>
        Promise.race([
          Promise.all(folders.map((folder) => folder.built((message) => progress.report({ message })))),
          new Promise<void>((resolve) => token.onCancellationRequested(() => resolve())),
        ]),
    );
  }

  private attachment(place: Place, uri: vscode.Uri): Attachment {
    const name = vscode.workspace.asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1);
    return {
      id: randomUUID(),
      kind: 'codebase',
      label: `${name}:${place.startLine + 1}`,
      paths: [name],
      startLine: place.startLine,
      text: place.text,
      staysLocal: this.parts.staysLocal(uri),
    };
  }
}

class IndexedFolder implements Disposable {
  private readonly root: vscode.Uri;
  private readonly worker: Worker;
  private readonly held = new Disposables();
  private readonly waiting = new Map<number, (message: FromIndex) => void>();
  private readonly watching = new Set<(message: string) => void>();
  private readonly done: Promise<void>;
  private nextId = 1;
  isBuilt = false;

  constructor(root: vscode.Uri, worker: Worker, log: Log) {
    this.root = root;
    this.worker = worker;
    worker.unref();
    let finish: () => void = () => undefined;
    this.done = new Promise((resolve) => {
      finish = resolve;
    });
    worker.on('message', (message: FromIndex) => {
      if (message.type === 'progress') {
        const share = `${message.done} / ${message.total}`;
        for (const watch of this.watching) watch(share);
      } else if (message.type === 'built' || message.type === 'failed') {
        if (message.type === 'failed') log.warn(message.message);
        else log.info(`${message.files} files`);
        this.isBuilt = true;
        finish();
      } else {
        this.waiting.get(message.id)?.(message);
        this.waiting.delete(message.id);
      }
    });
    worker.on('error', (failure: unknown) => {
      log.error(failure instanceof Error ? failure.message : String(failure));
      this.isBuilt = true;
      finish();
    });
    this.watch();
  }

  async built(report: (message: string) => void): Promise<void> {
    this.watching.add(report);
    await this.done;
    this.watching.delete(report);
  }

  async search(
    question: string,
    limit: number,
  ): Promise<readonly { readonly place: Place; readonly uri: vscode.Uri }[]> {
    const answered = await this.ask((id) => ({ type: 'search', id, question, limit }));
    if (answered?.type !== 'places') return [];
    return answered.places.map((place) => ({ place, uri: this.uriOf(place.path) }));
  }

  async symbols(query: string, limit: number): Promise<readonly SymbolPlace[]> {
    const answered = await this.ask((id) => ({ type: 'symbols', id, query, limit }));
    if (answered?.type !== 'symbols') return [];
    return answered.symbols.map(({ name, path: file, line }) => ({ name, uri: this.uriOf(file), line }));
  }

  async files(): Promise<readonly vscode.Uri[]> {
    const answered = await this.ask((id) => ({ type: 'paths', id }));
    return answered?.type === 'paths' ? answered.paths.map((file) => this.uriOf(file)) : [];
  }

  dispose(): void {
    this.held.dispose();
    void this.worker.terminate();
  }

  setPaused(paused: boolean): void {
    this.tell({ type: 'pause', paused });
  }

  private ask(message: (id: number) => ToIndex): Promise<FromIndex | undefined> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        resolve(undefined);
      }, answerMs);
      this.waiting.set(id, (answered) => {
        clearTimeout(timer);
        resolve(answered);
      });
      this.tell(message(id));
    });
  }

  private tell(message: ToIndex): void {
    this.worker.postMessage(message);
  }

  private watch(): void {
    const watcher = this.held.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.root, '**/*')),
    );
    const update = (uri: vscode.Uri): void => {
      const relative = path.posix.relative(this.root.path, uri.path);
      if (relative !== '' && !relative.startsWith('..')) this.tell({ type: 'update', paths: [relative] });
    };
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.held.add(event(update));
    }
  }

  private uriOf(file: string): vscode.Uri {
    return vscode.Uri.joinPath(this.root, file);
  }
}

function exclusionsOf(scope: vscode.Uri): string[] {
  const configured = ['files', 'search'].map((section) =>
    vscode.workspace.getConfiguration(section, scope).get<Readonly<Record<string, unknown>>>('exclude', {}),
  );
  return configured.flatMap((globs) => Object.keys(globs).filter((glob) => globs[glob] === true));
}

/** Where in the codebase is the answer? One worker a folder, begun when the chat opens, kept fresh on save. */

import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter } from '../core/base/emitter.ts';
import { tagged, type Log } from '../core/base/log.ts';
import type { Attachment } from '../core/conversation/conversation.ts';
import { embedCodebase, embedQuestion, type EmbedStages } from '../core/pipelines/embedCodebase.ts';
import type { Place } from '../core/index/bestPlaces.ts';
import { IndexedFolder, type NamedPlaces, type SymbolPlace } from './indexedFolder.ts';
import type { IndexWorkerData } from './indexMessages.ts';

export interface WorkspaceIndexParts {
  /** The extension's `dist` folder, where the worker is. */
  readonly distFolder: string;
  /** Where indexes are kept between sessions. */
  readonly storageFolder: string;
  readonly staysLocal: (uri: vscode.Uri) => boolean;
  readonly embed: EmbedStages;
  readonly log: Log;
}

export interface IndexState {
  /** Files read so far and in all. */
  readonly done: number;
  readonly total: number;
  readonly isPaused: boolean;
}

const mostPlaces = 12;
/** A question waits no longer for its vector. */
const questionMs = 2_000;
/** What was saved meanwhile gets its vectors at most this often. */
const embedPauseMs = 15_000;
/** A worker that keeps ending is not begun again. */
const mostStarts = 3;

/** Folders on this machine's disk in trusted workspaces; elsewhere it knows nothing. */
export class WorkspaceIndex implements Disposable {
  private readonly parts: WorkspaceIndexParts;
  private readonly log: Log;
  private readonly held = new Disposables();
  private readonly changed = this.held.add(new Emitter<void>());
  private readonly folders = new Map<string, IndexedFolder>();
  private readonly starts = new Map<string, number>();
  private readonly closed = new AbortController();
  private embedding: Promise<void> | undefined;
  private embeddedAtMs = -embedPauseMs;
  private isPaused = false;
  private isPausedByPerson = false;

  /** How far it is; at most a few times a second. */
  readonly onDidChangeState = this.changed.event;

  constructor(parts: WorkspaceIndexParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'index');
    this.held.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.dropGone()));
  }

  /** What is still being read; `undefined` where nothing is. */
  get state(): IndexState | undefined {
    const unfinished = [...this.folders.values()].filter((folder) => !folder.isBuilt);
    if (unfinished.length === 0) return undefined;
    const sum = (key: 'done' | 'total'): number =>
      unfinished.reduce((all, { progress }) => all + progress[key], 0);
    return { done: sum('done'), total: sum('total'), isPaused: this.isPaused || this.isPausedByPerson };
  }

  /** Begins to build where it was not yet begun. */
  start(): void {
    if (!vscode.workspace.isTrusted) return;
    for (const folder of vscode.workspace.workspaceFolders ?? []) this.begin(folder);
    this.embed();
  }

  /** Waits for an index that is still being built, with progress that can be cancelled. Nothing once `signal` aborts. */
  async search(question: string, signal: AbortSignal): Promise<readonly Attachment[]> {
    this.start();
    const folders = [...this.folders.values()];
    await this.untilBuilt(folders, signal);
    this.embed();
    const vector = await this.meaningOf(question, signal);
    if (signal.aborted) return [];
    const places = await Promise.all(folders.map((folder) => folder.search(question, mostPlaces, vector)));
    return places
      .flat()
      .sort((a, b) => b.place.score - a.place.score)
      .slice(0, mostPlaces)
      .map(({ place, uri }) => this.attachment(place, uri));
  }

  async symbols(query: string, limit: number): Promise<readonly SymbolPlace[]> {
    const found = await Promise.all([...this.folders.values()].map((folder) => folder.symbols(query, limit)));
    return found.flat();
  }

  /** Files and folders by name; `undefined` until an index is built. */
  async named(query: string, limit: number): Promise<NamedPlaces | undefined> {
    this.start();
    const folders = [...this.folders.values()];
    if (folders.length === 0 || !folders.every((folder) => folder.isBuilt)) return undefined;
    const found = await Promise.all(folders.map((folder) => folder.named(query, limit)));
    return {
      files: found.flatMap(({ files }) => files),
      folders: found.flatMap(({ folders: inside }) => inside),
    };
  }

  /** Files below a folder that are not ignored; `undefined` until an index is built. */
  async under(folder: vscode.Uri, limit: number): Promise<readonly vscode.Uri[] | undefined> {
    const workspace = vscode.workspace.getWorkspaceFolder(folder);
    const indexed = workspace === undefined ? undefined : this.folders.get(workspace.uri.toString());
    return indexed?.isBuilt === true ? indexed.under(folder, limit) : undefined;
  }

  /** Stops reading until lifted; what was read stays. */
  setPaused(paused: boolean): void {
    this.isPaused = paused;
    this.tellPause();
  }

  /** The person's own pause, lifted by the person alone. */
  setPausedByPerson(paused: boolean): void {
    this.isPausedByPerson = paused;
    this.tellPause();
  }

  /** Gives the built folders their vectors, where the team's server has a model for it. */
  private embed(): void {
    const { signal } = this.closed;
    if (performance.now() - this.embeddedAtMs < embedPauseMs) return;
    this.embedding ??= (async () => {
      for (const folder of this.folders.values()) {
        await folder.built();
        const ended = await embedCodebase(this.parts.embed, folder.pieces, signal);
        if (ended !== 'noModel') this.log.info(`vectors: ${ended}`);
      }
    })()
      .catch((failure: unknown) => {
        if (!signal.aborted) this.log.warn(`vectors: ${String(failure)}`);
      })
      .finally(() => {
        this.embedding = undefined;
        this.embeddedAtMs = performance.now();
      });
  }

  private async meaningOf(question: string, stop: AbortSignal): Promise<readonly number[] | undefined> {
    const signal = AbortSignal.any([this.closed.signal, stop, AbortSignal.timeout(questionMs)]);
    return embedQuestion(this.parts.embed, question, signal).catch(() => undefined);
  }

  dispose(): void {
    this.closed.abort(new Error('closed'));
    for (const folder of this.folders.values()) folder.dispose();
    this.folders.clear();
    this.held.dispose();
  }

  private begin(folder: vscode.WorkspaceFolder): void {
    const key = folder.uri.toString();
    const starts = this.starts.get(key) ?? 0;
    if (folder.uri.scheme !== 'file' || this.folders.has(key) || starts >= mostStarts) return;
    this.starts.set(key, starts + 1);
    const name = createHash('sha256').update(key).digest('hex').slice(0, 24);
    const data: IndexWorkerData = {
      root: folder.uri.fsPath,
      exclusions: exclusionsOf(folder.uri),
      savedAs: path.join(this.parts.storageFolder, `${name}.json`),
    };
    const indexed = new IndexedFolder({
      root: folder.uri,
      workerFile: path.join(this.parts.distFolder, 'folderIndex.worker.cjs'),
      data,
      log: this.log,
      onProgress: () => this.changed.fire(),
      onGone: () => this.folders.delete(key),
    });
    this.folders.set(key, indexed);
    indexed.setPaused(this.isPaused || this.isPausedByPerson);
  }

  private tellPause(): void {
    for (const folder of this.folders.values()) folder.setPaused(this.isPaused || this.isPausedByPerson);
    this.changed.fire();
  }

  private dropGone(): void {
    const present = new Set(vscode.workspace.workspaceFolders?.map(({ uri }) => uri.toString()) ?? []);
    for (const [key, folder] of this.folders) {
      if (present.has(key)) continue;
      folder.dispose();
      this.folders.delete(key);
    }
  }

  private async untilBuilt(folders: readonly IndexedFolder[], stop: AbortSignal): Promise<void> {
    if (folders.every((folder) => folder.isBuilt)) return;
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Tandem reads the codebase'),
        cancellable: true,
      },
      async (progress, token) => {
        const listening = this.onDidChangeState(() => {
          const { state } = this;
          if (state !== undefined) progress.report({ message: `${state.done} / ${state.total}` });
        });
        await Promise.race([
          Promise.all(folders.map((folder) => folder.built())),
          new Promise<void>((resolve) => {
            token.onCancellationRequested(() => resolve());
            stop.addEventListener('abort', () => resolve(), { once: true });
          }),
        ]);
        listening.dispose();
      },
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

function exclusionsOf(scope: vscode.Uri): string[] {
  const configured = ['files', 'search'].map((section) =>
    vscode.workspace.getConfiguration(section, scope).get<Readonly<Record<string, unknown>>>('exclude', {}),
  );
  return configured.flatMap((globs) => Object.keys(globs).filter((glob) => globs[glob] === true));
}

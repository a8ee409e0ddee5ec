/** How does the window ask the worker that indexes one folder? */

import path from 'node:path';
import { Worker } from 'node:worker_threads';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { PieceSource } from '../core/pipelines/embedCodebase.ts';
import type { Place } from '../core/index/bestPlaces.ts';
import type { FromIndex, IndexWorkerData, ToIndex } from './indexMessages.ts';

export interface SymbolPlace {
  readonly name: string;
  readonly uri: vscode.Uri;
  /** Zero-based. */
  readonly line: number;
}

export interface NamedPlaces {
  readonly files: readonly vscode.Uri[];
  readonly folders: readonly vscode.Uri[];
}

export interface IndexProgress {
  readonly done: number;
  readonly total: number;
}

export interface IndexedFolderParts {
  readonly root: vscode.Uri;
  readonly workerFile: string;
  readonly data: IndexWorkerData;
  readonly log: Log;
  readonly onProgress: () => void;
  /** The worker ended by itself. */
  readonly onGone: () => void;
}

const answerMs = 5_000;

export class IndexedFolder implements Disposable {
  private readonly root: vscode.Uri;
  private readonly worker: Worker;
  private readonly held = new Disposables();
  private readonly waiting = new Map<number, (message: FromIndex | undefined) => void>();
  private readonly done: Promise<void>;
  private nextId = 1;
  private isDisposed = false;
  isBuilt = false;
  progress: IndexProgress = { done: 0, total: 0 };

  constructor(parts: IndexedFolderParts) {
    this.root = parts.root;
    this.worker = new Worker(parts.workerFile, { workerData: parts.data });
    this.worker.unref();
    this.done = new Promise((resolve) => {
      const finish = (): void => {
        this.isBuilt = true;
        resolve();
        parts.onProgress();
      };
      this.worker.on('message', (message: FromIndex) => {
        if (message.type === 'progress') {
          this.progress = message;
          parts.onProgress();
        } else if (message.type === 'built') {
          parts.log.info(`${message.files} files`);
          finish();
        } else if (message.type === 'failed') {
          parts.log.warn(message.message);
          finish();
        } else {
          this.waiting.get(message.id)?.(message);
        }
      });
      this.worker.on('error', (failure: unknown) => {
        parts.log.error(failure instanceof Error ? failure.message : String(failure));
      });
      this.worker.on('exit', () => {
        for (const answer of this.waiting.values()) answer(undefined);
        if (!this.isDisposed) parts.onGone();
        finish();
      });
    });
    this.watch();
  }

  /** Resolves when the index is complete, or can't be. */
  built(): Promise<void> {
    return this.done;
  }

  async search(
    question: string,
    limit: number,
    vector: readonly number[] | undefined,
  ): Promise<readonly { readonly place: Place; readonly uri: vscode.Uri }[]> {
    const answered = await this.ask((id) => ({ type: 'search', id, question, limit, vector }));
    if (answered?.type !== 'places') return [];
    return answered.places.map((place) => ({ place, uri: this.uriOf(place.path) }));
  }

  async symbols(query: string, limit: number): Promise<readonly SymbolPlace[]> {
    const answered = await this.ask((id) => ({ type: 'symbols', id, query, limit }));
    if (answered?.type !== 'symbols') return [];
    return answered.symbols.map(({ name, path: file, line }) => ({ name, uri: this.uriOf(file), line }));
  }

  async named(query: string, limit: number): Promise<NamedPlaces> {
    const answered = await this.ask((id) => ({ type: 'names', id, query, limit }));
    if (answered?.type !== 'names') return { files: [], folders: [] };
    return {
      files: answered.names.files.map((file) => this.uriOf(file)),
      folders: answered.names.folders.map((folder) => this.uriOf(folder)),
    };
  }

  /** Files below a folder of this one. */
  async under(folder: vscode.Uri, limit: number): Promise<readonly vscode.Uri[]> {
    const relative = path.posix.relative(this.root.path, folder.path);
    const answered = await this.ask((id) => ({ type: 'under', id, folder: relative, limit }));
    return answered?.type === 'under' ? answered.files.map((file) => this.uriOf(file)) : [];
  }

  /** What the background embeds, and where its vectors go. */
  readonly pieces: PieceSource = {
    begin: async (model) => {
      await this.ask((id) => ({ type: 'beginVectors', id, model }));
    },
    next: async () => {
      const answered = await this.ask((id) => ({ type: 'nextToEmbed', id }));
      return answered?.type === 'toEmbed' ? answered.files : [];
    },
    put: (file, vectors) => this.tell({ type: 'putVectors', file, vectors }),
  };

  setPaused(paused: boolean): void {
    this.tell({ type: 'pause', paused });
  }

  dispose(): void {
    this.isDisposed = true;
    this.held.dispose();
    for (const answer of this.waiting.values()) answer(undefined);
    void this.worker.terminate();
  }

  private ask(message: (id: number) => ToIndex): Promise<FromIndex | undefined> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const answer = (answered: FromIndex | undefined): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(answered);
      };
      const timer = setTimeout(() => answer(undefined), answerMs);
      this.waiting.set(id, answer);
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

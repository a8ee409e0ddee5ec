/** How does a TextDocument become a snapshot, and what was seen and edited lately? */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter, type Event } from '../core/base/emitter.ts';
import type { DocumentSnapshot } from '../core/context/document.ts';
import { importedNames } from '../core/context/imports.ts';
import type { KnownDocuments, RecentEdit } from '../core/context/knownDocuments.ts';
import type { TextChange } from '../core/trigger/keystroke.ts';

export interface DocumentChange {
  readonly document: vscode.TextDocument;
  readonly snapshot: DocumentSnapshot;
  readonly changes: readonly TextChange[];
  readonly isUndoOrRedo: boolean;
}

const mostRecent = 20;
const largestRecent = 400_000;
const mostImported = 12;
const mostEdits = 12;
/** Edits closer than this are one. */
const sameEditLines = 3;
const sameEditMs = 60_000;

/** Snapshots are kept up with the changes instead of being copied out of the editor at each keystroke. */
export class Documents implements KnownDocuments, Disposable {
  private readonly held = new Disposables();
  private readonly snapshots = new Map<string, DocumentSnapshot>();
  private readonly viewed: string[] = [];
  private readonly edited: RecentEdit[] = [];
  private readonly imported = new Map<string, DocumentSnapshot>();
  private readonly searched = new Set<string>();
  private readonly changed = this.held.add(new Emitter<DocumentChange>());
  private readonly closed = this.held.add(new Emitter<string>());

  /** After the snapshot is up to date. */
  readonly onDidChange: Event<DocumentChange> = this.changed.event;
  /** The URI of a document that was closed. */
  readonly onDidClose: Event<string> = this.closed.event;

  constructor() {
    this.held.add(vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)));
    this.held.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.closed.fire(document.uri.toString());
      }),
    );
    this.held.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.view(editor)));
    for (const editor of vscode.window.visibleTextEditors) this.view(editor);
    this.view(vscode.window.activeTextEditor);
  }

  /** The text as of this version; taken from the editor once and then kept up. */
  snapshot(document: vscode.TextDocument): DocumentSnapshot {
    const uri = document.uri.toString();
    const known = this.snapshots.get(uri);
    if (known?.version === document.version && known.languageId === document.languageId) return known;
    return this.keep(document, document.getText());
  }

  /** Relative to its workspace folder, with forward slashes. */
  pathOf({ uri }: vscode.TextDocument): string {
    return vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
  }

  /** Viewed files first, then files that were read because a viewed one imports them. */
  recent(): readonly DocumentSnapshot[] {
    const viewed = this.viewed.flatMap((uri) => this.snapshots.get(uri) ?? []);
    const known = new Set(this.viewed);
    return [...viewed, ...[...this.imported.values()].filter(({ uri }) => !known.has(uri))];
  }

  edits(): readonly RecentEdit[] {
    return this.edited;
  }

  dispose(): void {
    this.held.dispose();
    this.snapshots.clear();
  }

  private follow(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    if (!isCode(document) || contentChanges.length === 0) return;
    const known = this.snapshots.get(document.uri.toString());
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      removedLength: rangeLength,
      text,
    }));
    const isNext = known !== undefined && known.version === document.version - 1;
    const snapshot = this.keep(document, isNext ? applied(known.text, changes) : document.getText());
    if (known !== undefined) this.remember(known, contentChanges);
    this.changed.fire({
      document,
      snapshot,
      changes,
      isUndoOrRedo:
        event.reason === vscode.TextDocumentChangeReason.Undo ||
        event.reason === vscode.TextDocumentChangeReason.Redo,
    });
  }

  private keep(document: vscode.TextDocument, text: string): DocumentSnapshot {
    const uri = document.uri.toString();
    const snapshot: DocumentSnapshot = {
      uri,
      path: this.pathOf(document),
      languageId: document.languageId,
      version: document.version,
      text,
    };
    this.snapshots.delete(uri);
    this.snapshots.set(uri, snapshot);
    if (this.snapshots.size > mostRecent * 2) {
      for (const oldest of this.snapshots.keys()) {
        this.snapshots.delete(oldest);
        break;
      }
    }
    return snapshot;
  }

  private view(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isCode(editor.document)) return;
    if (this.snapshot(editor.document).text.length > largestRecent) return;
    const uri = editor.document.uri.toString();
    const at = this.viewed.indexOf(uri);
    if (at !== -1) this.viewed.splice(at, 1);
    this.viewed.unshift(uri);
    this.viewed.length = Math.min(this.viewed.length, mostRecent);
    if (!this.searched.has(uri)) {
      this.searched.add(uri);
      void this.readImported(this.snapshot(editor.document)).catch(() => undefined);
    }
  }

  /** Once for each viewed file, in the background: files of the workspace that it imports by name, by their text on disk. */
  private async readImported(document: DocumentSnapshot): Promise<void> {
    const names = importedNames(document.text).filter((name) => /^[\w-]{3,}$/.test(name));
    const extension = /\.\w+$/.exec(document.path)?.[0];
    if (names.length === 0 || extension === undefined || vscode.workspace.workspaceFolders === undefined)
      return;
    const pattern = `**/{${names.slice(0, 20).map(anyCase).join(',')}}{${sameLanguage(extension).join(',')}}`;
    const found = await vscode.workspace.findFiles(
      pattern,
      '**/{node_modules,dist,out,build,target,.venv}/**',
      mostImported,
    );
    for (const file of found) {
      const uri = file.toString();
      if (uri === document.uri || this.imported.has(uri)) continue;
      const bytes = await vscode.workspace.fs.readFile(file);
      if (bytes.byteLength > largestRecent) continue;
      const path = vscode.workspace.asRelativePath(file, false).replaceAll('\\', '/');
      const text = new TextDecoder().decode(bytes);
      this.imported.set(uri, { uri, path, languageId: document.languageId, version: 0, text });
      if (this.imported.size <= mostImported * 4) continue;
      for (const oldest of this.imported.keys()) {
        this.imported.delete(oldest);
        break;
      }
    }
  }

  /** The lines an edit touched, merged with the edit before where it is the same piece of work. */
  private remember(
    before: DocumentSnapshot,
    changes: readonly vscode.TextDocumentContentChangeEvent[],
  ): void {
    const change = changes[0];
    if (change === undefined || changes.length > 4) return;
    const startLine = change.range.start.line;
    const removed = before.text.slice(change.rangeOffset, change.rangeOffset + change.rangeLength);
    const last = this.edited[0];
    const atMs = Date.now();
    if (
      last?.path === before.path &&
      Math.abs(startLine - last.startLine - last.after.split('\n').length + 1) <= sameEditLines &&
      atMs - last.atMs < sameEditMs
    ) {
      this.edited[0] = { ...last, after: (last.after + change.text).slice(-600), atMs };
      return;
    }
    this.edited.unshift({
      path: before.path,
      startLine,
      before: removed.slice(0, 600),
      after: change.text.slice(0, 600),
      atMs,
    });
    this.edited.length = Math.min(this.edited.length, mostEdits);
  }
}

const codeSchemes = new Set([
  'file',
  'untitled',
  'vscode-notebook-cell',
  'vscode-remote',
  'vscode-userdata',
  'vscode-vfs',
  'vscode-test-web',
  'memfs',
]);

/** Files, unsaved files and notebook cells; not output panes, message boxes, diffs' virtual sides or our own views. */
export function isCode(document: vscode.TextDocument): boolean {
  return codeSchemes.has(document.uri.scheme);
}

/** File names differ in case from the names in imports in some languages. */
function anyCase(name: string): string {
  const first = name.charAt(0);
  return `[${first.toLowerCase()}${first.toUpperCase()}]${name.slice(1)}`;
}

function sameLanguage(extension: string): string[] {
  if (/^\.[cm]?[jt]sx?$/.test(extension)) return ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs'];
  if (/^\.(?:c|cc|cpp|h|hpp)$/.test(extension)) return ['.h', '.hpp', '.c', '.cpp'];
  return [extension, extension.toUpperCase()];
}

/** Changes come sorted from the end of the document, so that offsets of later ones still hold. */
function applied(text: string, changes: readonly TextChange[]): string {
  return changes.reduce(
    (current, { offset, removedLength, text: inserted }) =>
      current.slice(0, offset) + inserted + current.slice(offset + removedLength),
    text,
  );
}

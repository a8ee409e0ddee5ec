/** What does a file, a folder, a diff or the terminal hold at this moment, as something put beside a question? */

import { randomUUID } from 'node:crypto';

import * as vscode from 'vscode';

import type { Attachment, AttachmentKind } from '../core/conversation/conversation.ts';
import { changes, pathsInDiff } from './gitChanges.ts';
import type { SymbolPlace } from './indexedFolder.ts';
import { symbolRange } from './symbolRange.ts';

/** One source gives at most this much, in UTF-16 code units; more would never fit a window. */
const longestText = 400_000;
const mostFilesOfFolder = 60;
/** Documents that are not the person's: ours show what would be sent, the others are output. */
const noSources = new Set([
  'output',
  'tandem-preview',
  'tandem-audit',
  'tandem-answer',
  'vscode-scm',
  'comment',
]);

export interface AttachmentParts {
  /** Files under `tandem.privacy.neverSend` and the team's list. */
  readonly staysLocal: (uri: vscode.Uri) => boolean;
  /** Files below a folder that are not ignored. */
  readonly filesUnder: (folder: vscode.Uri, limit: number) => Promise<readonly vscode.Uri[]>;
}

export class Attachments {
  private readonly parts: AttachmentParts;

  constructor(parts: AttachmentParts) {
    this.parts = parts;
  }

  make(kind: AttachmentKind, label: string, uris: readonly vscode.Uri[], text: string): Attachment {
    return {
      id: randomUUID(),
      kind,
      label,
      paths: uris.map(pathOf),
      text,
      staysLocal: uris.some((uri) => this.parts.staysLocal(uri)),
    };
  }

  /** What is selected in the editor at hand; `undefined` where nothing is. */
  ofSelection(editor: vscode.TextEditor | undefined): Attachment | undefined {
    if (editor === undefined || editor.selection.isEmpty || !isSource(editor.document)) return undefined;
    const { document, selection } = editor;
    const label = `${pathOf(document.uri)}:${selection.start.line + 1}-${selection.end.line + 1}`;
    return this.ofPart('selection', label, document, selection);
  }

  ofDocument(document: vscode.TextDocument): Attachment {
    const text = document.getText().slice(0, longestText);
    return {
      ...this.make('file', pathOf(document.uri), [document.uri], text),
      languageId: document.languageId,
    };
  }

  async ofFile(uri: vscode.Uri): Promise<readonly Attachment[]> {
    try {
      return [this.ofDocument(await vscode.workspace.openTextDocument(uri))];
    } catch {
      // Binary or gone: there is no text to show.
      return [];
    }
  }

  /** A file, or what stands below a folder. */
  async ofPath(uri: vscode.Uri): Promise<readonly Attachment[]> {
    const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
    return stat?.type === vscode.FileType.Directory ? this.ofFolder(uri) : this.ofFile(uri);
  }

  /** A part of a file by its place. */
  async ofPlace({ uri, range }: vscode.Location): Promise<readonly Attachment[]> {
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const label = `${pathOf(uri)}:${range.start.line + 1}-${range.end.line + 1}`;
      const part = this.ofPart('selection', label, document, range);
      return [{ ...part, text: part.text.slice(0, longestText) }];
    } catch {
      return [];
    }
  }

  async ofFolder(uri: vscode.Uri): Promise<readonly Attachment[]> {
    const inside = await this.parts.filesUnder(uri, 2_000);
    const texts: string[] = [];
    const used: vscode.Uri[] = [];
    let length = 0;
    for (const file of inside.slice(0, mostFilesOfFolder)) {
      const text = await readText(file);
      if (text === undefined || length + text.length > longestText) continue;
      length += text.length;
      used.push(file);
      texts.push(`--- ${pathOf(file)} ---\n${text}`);
    }
    const listing = inside.map(pathOf).join('\n');
    const text = `Files:\n${listing}\n\n${texts.join('\n\n')}`;
    return [this.make('folder', `${pathOf(uri)}/`, used, text)];
  }

  async ofSymbol(place: SymbolPlace): Promise<readonly Attachment[]> {
    const document = await vscode.workspace.openTextDocument(place.uri);
    const range = await symbolRange(document, place);
    const label = `${place.name} (${pathOf(place.uri)}:${range.start.line + 1})`;
    return [this.ofPart('symbol', label, document, range)];
  }

  private ofPart(
    kind: AttachmentKind,
    label: string,
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Attachment {
    return {
      ...this.make(kind, label, [document.uri], document.getText(range)),
      languageId: document.languageId,
      startLine: range.start.line,
    };
  }

  ofActiveEditor(): Attachment | undefined {
    const document = vscode.window.activeTextEditor?.document;
    return document === undefined || !isSource(document) ? undefined : this.ofDocument(document);
  }

  ofOpenEditors(): readonly Attachment[] {
    const open = new Set(openFiles().map((uri) => uri.toString()));
    return vscode.workspace.textDocuments
      .filter((document) => open.has(document.uri.toString()) && isSource(document))
      .map((document) => this.ofDocument(document));
  }

  ofProblems(): Attachment | undefined {
    const uris: vscode.Uri[] = [];
    const lines: string[] = [];
    for (const [uri, diagnostics] of vscode.languages.getDiagnostics()) {
      const wanted = diagnostics.filter((each) => each.severity <= vscode.DiagnosticSeverity.Warning);
      if (wanted.length === 0 || vscode.workspace.getWorkspaceFolder(uri) === undefined) continue;
      uris.push(uri);
      for (const each of wanted) {
        const severity = each.severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning';
        lines.push(`${pathOf(uri)}:${each.range.start.line + 1}: ${severity}: ${each.message}`);
      }
    }
    if (lines.length === 0) return undefined;
    return this.make('problems', vscode.l10n.t('Problems ({0})', lines.length), uris, lines.join('\n'));
  }

  async ofChanges(which: 'staged' | 'unstaged'): Promise<Attachment | undefined> {
    const text = await changes(which);
    if (text.trim() === '') return undefined;
    const label = which === 'staged' ? vscode.l10n.t('Staged changes') : vscode.l10n.t('Unstaged changes');
    return this.ofDiff('changes', label, text);
  }

  /** What is staged and what is not. */
  async ofWorkingChanges(): Promise<Attachment | undefined> {
    const [staged, unstaged] = [await changes('staged'), await changes('unstaged')];
    const text = [staged, unstaged].filter((each) => each.trim() !== '').join('\n');
    return text === '' ? undefined : this.ofDiff('changes', vscode.l10n.t('Working changes'), text);
  }

  ofDiff(kind: AttachmentKind, label: string, text: string): Attachment {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    const paths = pathsInDiff(text);
    const uris = root === undefined ? [] : paths.map((path) => vscode.Uri.joinPath(root, path));
    return { ...this.make(kind, label, uris, text.slice(0, longestText)), languageId: 'diff' };
  }

  /** VS Code tells an extension of a terminal's selection only by way of the clipboard, which is put back. */
  async ofTerminal(): Promise<Attachment | undefined> {
    if (vscode.window.activeTerminal === undefined) return undefined;
    const before = await vscode.env.clipboard.readText();
    try {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
      const text = (await vscode.env.clipboard.readText()).replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '');
      return text.trim() === ''
        ? undefined
        : this.make('terminal', vscode.l10n.t('Terminal selection'), [], text);
    } finally {
      await vscode.env.clipboard.writeText(before);
    }
  }
}

/** Relative to the workspace folder, forward slashes. */
export function pathOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1);
}

/** Files in open tabs, the active one first. */
export function openFiles(): readonly vscode.Uri[] {
  const active = vscode.window.activeTextEditor?.document.uri;
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [tab.input.uri] : []));
  return tabs.sort(
    (a, b) => Number(b.toString() === active?.toString()) - Number(a.toString() === active?.toString()),
  );
}

function isSource(document: vscode.TextDocument): boolean {
  return !noSources.has(document.uri.scheme);
}

export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const found = await vscode.workspace.fs.stat(uri);
    if (found.size > longestText) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

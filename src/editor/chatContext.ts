/** What can a person put beside a question, and what does each of these hold at this moment? */

import { randomUUID } from 'node:crypto';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Attachment, AttachmentKind } from '../core/conversation/conversation.ts';
import { fuzzyBest } from '../core/index/fuzzyMatch.ts';
import type { MentionView } from '../protocol/chat.ts';
import type { ChatContext } from './chatView.ts';
import { changes, commitText, pathsInDiff, recentCommits } from './gitChanges.ts';

export interface ChatContextParts {
  /** Files of the workspace that are not ignored. */
  readonly files: () => Promise<readonly vscode.Uri[]>;
  /** Symbols by name, beside what language extensions know. */
  readonly symbols: (query: string) => Promise<readonly SymbolPlace[]>;
  /** Files under `tandem.privacy.neverSend` and the team's list. */
  readonly staysLocal: (uri: vscode.Uri) => boolean;
}

export interface SymbolPlace {
  readonly name: string;
  readonly uri: vscode.Uri;
  /** Zero-based. */
  readonly line: number;
}

interface Offer {
  readonly view: MentionView;
  readonly resolve: () => Promise<readonly Attachment[]>;
}

/** One file gives at most this much, in UTF-16 code units; more would never fit a window. */
const longestText = 400_000;
const mostFilesOfFolder = 60;
const mostOffers = 40;

export class EditorChatContext implements ChatContext, Disposable {
  private readonly parts: ChatContextParts;
  private readonly held = new Disposables();
  private readonly changedOffered = new vscode.EventEmitter<void>();
  /** Only what was offered is resolved: the view that sends the name back is not trusted. */
  private readonly offers = new Map<string, Offer>();
  private selection: Attachment | undefined;

  readonly onDidChangeOffered = this.changedOffered.event;

  constructor(parts: ChatContextParts) {
    this.parts = parts;
    this.held.add(this.changedOffered);
    this.held.add(vscode.window.onDidChangeTextEditorSelection(() => this.lookAtSelection()));
    this.held.add(vscode.window.onDidChangeActiveTextEditor(() => this.lookAtSelection()));
    this.lookAtSelection();
  }

  dispose(): void {
    this.held.dispose();
  }

  offered(): Attachment | undefined {
    return this.selection;
  }

  async mentions(query: string): Promise<readonly MentionView[]> {
    const [files, symbols, commits] = await Promise.all([
      this.parts.files(),
      query.length < 2 ? [] : this.symbolOffers(query),
      query === '' ? [] : recentCommits(30),
    ]);
    const named = [...this.fixedOffers(), ...commits.map((commit) => this.commitOffer(commit))];
    const paths = fuzzyBest(query, files, pathOf, 20);
    const folders = fuzzyBest(query, foldersOf(files), (folder) => folder.path, query === '' ? 3 : 8);
    const offers = [
      ...fuzzyBest(query, named, (offer) => `${offer.view.label} ${offer.view.kind}`, query === '' ? 12 : 5),
      ...symbols.slice(0, 10),
      ...paths.map((uri) => this.fileOffer(uri)),
      ...folders.map((folder) => this.folderOffer(folder)),
    ].slice(0, mostOffers);
    if (this.offers.size > 2000) this.offers.clear();
    for (const offer of offers) this.offers.set(offer.view.id, offer);
    return offers.map(({ view }) => view);
  }

  async resolve(mentionId: string): Promise<readonly Attachment[]> {
    return (await this.offers.get(mentionId)?.resolve()) ?? [];
  }

  async dropped(uris: readonly string[]): Promise<readonly Attachment[]> {
    const attachments: Attachment[] = [];
    for (const text of uris) {
      const uri = vscode.Uri.parse(text);
      if (vscode.workspace.getWorkspaceFolder(uri) === undefined) continue;
      const found = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
      if (found === undefined) continue;
      attachments.push(
        ...(found.type === vscode.FileType.Directory
          ? await this.folderAttachments(uri)
          : await this.fileAttachments(uri)),
      );
    }
    return attachments;
  }

  /** What a slash command wants when nothing was attached. */
  async gather(kind: AttachmentKind): Promise<Attachment | undefined> {
    switch (kind) {
      case 'selection':
        return this.selection;
      case 'openEditors': {
        const editor = vscode.window.activeTextEditor;
        return editor === undefined ? undefined : this.documentAttachment(editor.document);
      }
      case 'problems':
        return this.problems();
      case 'changes':
        return (await this.changesAttachment('staged')) ?? (await this.changesAttachment('unstaged'));
      default:
        return undefined;
    }
  }

  /** The repository's own instructions, shown to the person as such. */
  async rules(): Promise<readonly Attachment[]> {
    if (!vscode.workspace.isTrusted) return [];
    const found: Attachment[] = [];
    for (const name of ruleFiles) {
      for (const folder of vscode.workspace.workspaceFolders ?? []) {
        const uri = vscode.Uri.joinPath(folder.uri, name);
        const text = await readText(uri);
        if (text !== undefined && text.trim() !== '') {
          found.push({
            ...this.attachment('rules', name, [uri], text.slice(0, 40_000)),
            languageId: 'markdown',
          });
        }
      }
    }
    return found;
  }

  private lookAtSelection(): void {
    const editor = vscode.window.activeTextEditor;
    const before = this.selection?.text;
    if (editor === undefined || editor.selection.isEmpty || editor.document.uri.scheme === 'output') {
      this.selection = undefined;
    } else {
      const { start, end } = editor.selection;
      const label = `${pathOf(editor.document.uri)}:${start.line + 1}-${end.line + 1}`;
      this.selection = {
        ...this.attachment(
          'selection',
          label,
          [editor.document.uri],
          editor.document.getText(editor.selection),
        ),
        languageId: editor.document.languageId,
        startLine: start.line,
      };
    }
    if (this.selection?.text !== before) this.changedOffered.fire();
  }

  private fixedOffers(): Offer[] {
    const t = vscode.l10n.t;
    const one = (
      kind: AttachmentKind,
      label: string,
      resolve: () => Promise<Attachment | undefined>,
      id: string = kind,
    ): Offer => ({
      view: { id: `own:${id}`, kind, label, detail: '', staysLocal: false },
      resolve: async () => {
        const found = await resolve();
        return found === undefined ? [] : [found];
      },
    });
    const offers = [
      one('selection', t('Selection'), async () => this.selection),
      one('problems', t('Problems'), async () => this.problems()),
      one('changes', t('Staged changes'), () => this.changesAttachment('staged'), 'staged'),
      one('changes', t('Unstaged changes'), () => this.changesAttachment('unstaged'), 'unstaged'),
      one('terminal', t('Terminal selection'), () => this.terminalSelection()),
    ];
    offers.push({
      view: {
        id: 'own:openEditors',
        kind: 'openEditors',
        label: t('Open editors'),
        detail: '',
        staysLocal: false,
      },
      resolve: async () => this.openEditors(),
    });
    if (vscode.workspace.isTrusted) {
      offers.unshift(
        one('codebase', t('Codebase'), async () => this.attachment('codebase', t('Codebase'), [], '')),
      );
    }
    return offers;
  }

  private fileOffer(uri: vscode.Uri): Offer {
    const path = pathOf(uri);
    const name = path.split('/').at(-1) ?? path;
    return {
      view: {
        id: `file:${uri.toString()}`,
        kind: 'file',
        label: name,
        detail: path,
        staysLocal: this.parts.staysLocal(uri),
      },
      resolve: () => this.fileAttachments(uri),
    };
  }

  private folderOffer(folder: Folder): Offer {
    return {
      view: {
        id: `folder:${folder.uri.toString()}`,
        kind: 'folder',
        label: `${folder.path}/`,
        detail: '',
        staysLocal: false,
      },
      resolve: () => this.folderAttachments(folder.uri),
    };
  }

  private commitOffer(commit: Awaited<ReturnType<typeof recentCommits>>[number]): Offer {
    const title = commit.message.split('\n')[0] ?? '';
    const label = `${commit.hash.slice(0, 8)} ${title}`;
    return {
      view: { id: `commit:${commit.hash}`, kind: 'commit', label, detail: '', staysLocal: false },
      resolve: async () => {
        const text = await commitText(commit);
        return [{ ...this.diffAttachment('commit', label, text) }];
      },
    };
  }

  private async symbolOffers(query: string): Promise<Offer[]> {
    const [known, indexed] = await Promise.all([languageSymbols(query), this.parts.symbols(query)]);
    const seen = new Set<string>();
    const places = [...known, ...indexed].filter(({ name, uri }) => {
      const key = `${name} ${uri.toString()}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    });
    return fuzzyBest(query, places, (place) => place.name, 10).map((place) => ({
      view: {
        id: `symbol:${place.uri.toString()}#${place.line}:${place.name}`,
        kind: 'symbol',
        label: place.name,
        detail: `${pathOf(place.uri)}:${place.line + 1}`,
        staysLocal: this.parts.staysLocal(place.uri),
      },
      resolve: () => this.symbolAttachments(place),
    }));
  }

  private async symbolAttachments(place: SymbolPlace): Promise<readonly Attachment[]> {
    const document = await vscode.workspace.openTextDocument(place.uri);
    const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      place.uri,
    );
    const own = findSymbol(symbols ?? [], place);
    const range = own?.range ?? blockAt(document, place.line);
    const label = `${place.name} (${pathOf(place.uri)}:${range.start.line + 1})`;
    return [
      {
        ...this.attachment('symbol', label, [place.uri], document.getText(range)),
        languageId: document.languageId,
        startLine: range.start.line,
      },
    ];
  }

  private async fileAttachments(uri: vscode.Uri): Promise<readonly Attachment[]> {
    try {
      return [this.documentAttachment(await vscode.workspace.openTextDocument(uri))];
    } catch {
      // Binary or gone: there is no text to show.
      return [];
    }
  }

  private documentAttachment(document: vscode.TextDocument): Attachment {
    const text = document.getText().slice(0, longestText);
    return {
      ...this.attachment('file', pathOf(document.uri), [document.uri], text),
      languageId: document.languageId,
    };
  }

  private async folderAttachments(uri: vscode.Uri): Promise<readonly Attachment[]> {
    const root = `${uri.path.replace(/\/$/, '')}/`;
    const inside = (await this.parts.files()).filter((file) => file.path.startsWith(root));
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
    return [this.attachment('folder', `${pathOf(uri)}/`, used, text)];
  }

  private openEditors(): readonly Attachment[] {
    const uris = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .map((tab) => (tab.input instanceof vscode.TabInputText ? tab.input.uri.toString() : ''));
    return vscode.workspace.textDocuments
      .filter((document) => uris.includes(document.uri.toString()))
      .map((document) => this.documentAttachment(document));
  }

  private problems(): Attachment | undefined {
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
    return this.attachment('problems', vscode.l10n.t('Problems ({0})', lines.length), uris, lines.join('\n'));
  }

  private async changesAttachment(which: 'staged' | 'unstaged'): Promise<Attachment | undefined> {
    const text = await changes(which);
    if (text.trim() === '') return undefined;
    const label = which === 'staged' ? vscode.l10n.t('Staged changes') : vscode.l10n.t('Unstaged changes');
    return this.diffAttachment('changes', label, text);
  }

  private diffAttachment(kind: AttachmentKind, label: string, text: string): Attachment {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    const paths = pathsInDiff(text);
    const uris = root === undefined ? [] : paths.map((path) => vscode.Uri.joinPath(root, path));
    return { ...this.attachment(kind, label, uris, text.slice(0, longestText)), languageId: 'diff' };
  }

  /** VS Code tells an extension of a terminal's selection only by way of the clipboard, which is put back. */
  private async terminalSelection(): Promise<Attachment | undefined> {
    if (vscode.window.activeTerminal === undefined) return undefined;
    const before = await vscode.env.clipboard.readText();
    try {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
      const text = (await vscode.env.clipboard.readText()).replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '');
      return text.trim() === ''
        ? undefined
        : this.attachment('terminal', vscode.l10n.t('Terminal selection'), [], text);
    } finally {
      await vscode.env.clipboard.writeText(before);
    }
  }

  private attachment(
    kind: AttachmentKind,
    label: string,
    uris: readonly vscode.Uri[],
    text: string,
  ): Attachment {
    return {
      id: randomUUID(),
      kind,
      label,
      paths: uris.map(pathOf),
      text,
      staysLocal: uris.some((uri) => this.parts.staysLocal(uri)),
    };
  }
}

/** Read in this order; what several tools know by these names counts here too. */
const ruleFiles = [
  'AGENTS.md',
  '.tandem/rules.md',
  '.github/copilot-instructions.md',
  'CLAUDE.md',
  '.cursorrules',
  '.clinerules',
];

interface Folder {
  readonly path: string;
  readonly uri: vscode.Uri;
}

function foldersOf(files: readonly vscode.Uri[]): readonly Folder[] {
  const folders = new Map<string, Folder>();
  for (const uri of files) {
    const path = pathOf(uri);
    const parts = path.split('/').slice(0, -1);
    for (let depth = parts.length; depth > 0; depth--) {
      const folder = parts.slice(0, depth).join('/');
      if (folders.has(folder)) break;
      const up = Array.from({ length: parts.length - depth + 1 }, () => '..');
      folders.set(folder, { path: folder, uri: vscode.Uri.joinPath(uri, ...up) });
    }
  }
  return [...folders.values()];
}

/** Relative to the workspace folder, forward slashes. */
export function pathOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1);
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

async function languageSymbols(query: string): Promise<readonly SymbolPlace[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (found ?? [])
    .slice(0, 50)
    .map(({ name, location }) => ({ name, uri: location.uri, line: location.range.start.line }));
}

function findSymbol(
  symbols: readonly vscode.DocumentSymbol[],
  place: SymbolPlace,
): vscode.DocumentSymbol | undefined {
  for (const symbol of symbols) {
    if (symbol.selectionRange.start.line === place.line || symbol.range.start.line === place.line) {
      return symbol;
    }
    const inner = findSymbol(symbol.children ?? [], place);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Where no language extension tells: the lines from the symbol to the next one that is no deeper. */
function blockAt(document: vscode.TextDocument, line: number): vscode.Range {
  const depth = document.lineAt(line).firstNonWhitespaceCharacterIndex;
  let end = line + 1;
  while (end < document.lineCount && end < line + 200) {
    const next = document.lineAt(end);
    if (!next.isEmptyOrWhitespace && next.firstNonWhitespaceCharacterIndex <= depth) {
      if (/^\s*[)\]}]/.test(next.text)) end++;
      break;
    }
    end++;
  }
  const last = Math.min(end, document.lineCount) - 1;
  return new vscode.Range(line, 0, last, document.lineAt(last).text.length);
}

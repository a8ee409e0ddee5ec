/** What can a person put beside a question? Offers by name, each read when it is taken. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Attachment, AttachmentKind } from '../core/conversation/conversation.ts';
import type { Wanted } from '../core/conversation/slashCommands.ts';
import { fuzzyBest, fuzzyScore } from '../core/index/fuzzyMatch.ts';
import type { MentionView } from '../protocol/chat.ts';
import { Attachments, openFiles, pathOf } from './attachments.ts';
import type { ChatContext, Resolved } from './chatView.ts';
import { commitText, recentCommits, type GitCommit } from './gitChanges.ts';
import type { NamedPlaces, SymbolPlace } from './indexedFolder.ts';
import { rulesOfRepository } from './ruleFiles.ts';
import { languageSymbols } from './symbolRange.ts';

export interface ChatContextParts {
  /** Files and folders of the workspace by name, those that are not ignored; best first. */
  readonly named: (query: string, limit: number) => Promise<NamedPlaces>;
  /** Files below a folder that are not ignored. */
  readonly filesUnder: (folder: vscode.Uri, limit: number) => Promise<readonly vscode.Uri[]>;
  /** Symbols by name, beside what language extensions know. */
  readonly symbols: (query: string, limit: number) => Promise<readonly SymbolPlace[]>;
  /** Files under `tandem.privacy.neverSend` and the team's list. */
  readonly staysLocal: (uri: vscode.Uri) => boolean;
}

interface Offer {
  readonly view: MentionView;
  readonly resolve: () => Promise<readonly Attachment[]>;
  /** Why it may yield nothing. */
  readonly nothing?: string;
}

const mostOffers = 40;
/** In points of `fuzzyScore`, which takes one off for each letter of a name. */
const fileBonus = 20;
/** A drag of the mouse selects anew many times a second. */
const selectionRestMs = 120;

export class EditorChatContext implements ChatContext, Disposable {
  private readonly parts: ChatContextParts;
  private readonly attachments: Attachments;
  private readonly held = new Disposables();
  private readonly changedOffered = new vscode.EventEmitter<void>();
  /** Only what was offered is resolved: the view that sends the name back is not trusted. */
  private readonly offers = new Map<string, Offer>();
  private selection: Attachment | undefined;
  private resting: NodeJS.Timeout | undefined;

  readonly onDidChangeOffered = this.changedOffered.event;

  constructor(parts: ChatContextParts) {
    this.parts = parts;
    this.attachments = new Attachments(parts);
    this.held.add(this.changedOffered);
    const later = (): void => {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.lookAtSelection(), selectionRestMs);
    };
    this.held.add(vscode.window.onDidChangeTextEditorSelection(later));
    this.held.add(vscode.window.onDidChangeActiveTextEditor(later));
    this.lookAtSelection();
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.held.dispose();
  }

  offered(): Attachment | undefined {
    return this.selection;
  }

  /** What VS Code's own chat has beside a question; the selection where that is nothing. */
  async attached(references: readonly vscode.ChatPromptReference[]): Promise<readonly Attachment[]> {
    const found = await Promise.all(references.map((reference) => this.referenced(reference)));
    const all = found.flat();
    return all.length === 0 && this.selection !== undefined ? [this.selection] : all;
  }

  private async referenced({ id, value }: vscode.ChatPromptReference): Promise<readonly Attachment[]> {
    if (typeof value === 'string') return [this.attachments.make('selection', id, [], value)];
    if (value instanceof vscode.Location) return this.attachments.ofPlace(value);
    return value instanceof vscode.Uri ? this.attachments.ofPath(value) : [];
  }

  async mentions(query: string): Promise<readonly MentionView[]> {
    const [named, symbols, commits] = await Promise.all([
      this.parts.named(query, 20),
      query.length < 2 ? [] : this.symbolOffers(query),
      query === '' ? [] : recentCommits(30),
    ]);
    const own = [...this.fixedOffers(), ...commits.map((commit) => this.commitOffer(commit))];
    const open = query === '' ? openFiles().filter(isInWorkspace) : [];
    const files = open.length === 0 ? named.files : open;
    const offers = [
      ...fuzzyBest(query, own, (offer) => `${offer.view.label} ${offer.view.kind}`, query === '' ? 12 : 5),
      ...byName(query, [
        ...files.slice(0, 20).map((uri) => this.fileOffer(uri)),
        ...symbols.slice(0, 10),
        ...named.folders.slice(0, query === '' ? 3 : 8).map((uri) => this.folderOffer(uri)),
      ]),
    ].slice(0, mostOffers);
    if (this.offers.size > 2000) this.offers.clear();
    for (const offer of offers) this.offers.set(offer.view.id, offer);
    return offers.map(({ view }) => view);
  }

  async resolve(mentionId: string): Promise<Resolved> {
    const offer = this.offers.get(mentionId);
    const nothing = offer?.nothing ?? vscode.l10n.t('There is no text in it that could be added.');
    return { attachments: (await offer?.resolve()) ?? [], nothing };
  }

  async dropped(uris: readonly string[]): Promise<readonly Attachment[]> {
    const found: Attachment[] = [];
    for (const text of uris) {
      const uri = vscode.Uri.parse(text);
      if (isInWorkspace(uri)) found.push(...(await this.attachments.ofPath(uri)));
    }
    return found;
  }

  /** What a slash command wants when nothing was attached. */
  async gather(wanted: Wanted): Promise<Attachment | undefined> {
    switch (wanted) {
      case 'selection':
        return this.attachments.ofSelection(vscode.window.activeTextEditor);
      case 'openEditors':
        return this.attachments.ofActiveEditor();
      case 'problems':
        return this.attachments.ofProblems();
      case 'workingChanges':
        return this.attachments.ofWorkingChanges();
      case 'changes':
        return (await this.attachments.ofChanges('staged')) ?? (await this.attachments.ofChanges('unstaged'));
      default:
        return undefined;
    }
  }

  rules(): Promise<readonly Attachment[]> {
    return rulesOfRepository(this.attachments);
  }

  private lookAtSelection(): void {
    const before = this.selection?.label;
    const textBefore = this.selection?.text;
    this.selection = this.attachments.ofSelection(vscode.window.activeTextEditor);
    if (this.selection?.label !== before || this.selection?.text !== textBefore) this.changedOffered.fire();
  }

  private fixedOffers(): Offer[] {
    const t = vscode.l10n.t;
    const { attachments } = this;
    const one = (
      kind: AttachmentKind,
      words: { readonly label: string; readonly detail?: string; readonly nothing?: string },
      resolve: () => Promise<Attachment | undefined>,
      id: string = kind,
    ): Offer => ({
      view: { id: `own:${id}`, kind, label: words.label, detail: words.detail ?? '', staysLocal: false },
      resolve: async () => {
        const found = await resolve();
        return found === undefined ? [] : [found];
      },
      ...(words.nothing === undefined ? {} : { nothing: words.nothing }),
    });
    const codebase = { label: t('Codebase'), detail: t('the places that fit the question') };
    const openEditors = { label: t('Open editors'), nothing: t('No file is open.') };
    const selection = {
      label: t('Selection'),
      detail: this.selection?.label ?? '',
      nothing: t('Nothing is selected in the editor.'),
    };
    const terminal = {
      label: t('Terminal selection'),
      nothing: t('Nothing is selected in the terminal.'),
    };
    return [
      ...(vscode.workspace.isTrusted
        ? [one('codebase', codebase, async () => attachments.make('codebase', codebase.label, [], ''))]
        : []),
      one('selection', selection, async () => this.selection),
      one('problems', { label: t('Problems'), nothing: t('There are no problems.') }, async () =>
        attachments.ofProblems(),
      ),
      one(
        'changes',
        { label: t('Staged changes'), nothing: t('Nothing is staged.') },
        () => attachments.ofChanges('staged'),
        'staged',
      ),
      one(
        'changes',
        { label: t('Unstaged changes'), nothing: t('There are no unstaged changes.') },
        () => attachments.ofChanges('unstaged'),
        'unstaged',
      ),
      one('terminal', terminal, () => attachments.ofTerminal()),
      {
        ...one('openEditors', openEditors, () => Promise.resolve(undefined)),
        resolve: async () => attachments.ofOpenEditors(),
      },
    ];
  }

  private fileOffer(uri: vscode.Uri): Offer {
    const path = pathOf(uri);
    return {
      view: {
        id: `file:${uri.toString()}`,
        kind: 'file',
        label: path.split('/').at(-1) ?? path,
        detail: path,
        staysLocal: this.parts.staysLocal(uri),
      },
      resolve: () => this.attachments.ofFile(uri),
    };
  }

  private folderOffer(uri: vscode.Uri): Offer {
    return {
      view: {
        id: `folder:${uri.toString()}`,
        kind: 'folder',
        label: `${pathOf(uri)}/`,
        detail: '',
        staysLocal: false,
      },
      resolve: () => this.attachments.ofFolder(uri),
    };
  }

  private commitOffer(commit: GitCommit): Offer {
    const title = commit.message.split('\n')[0] ?? '';
    const label = `${commit.hash.slice(0, 8)} ${title}`;
    return {
      view: { id: `commit:${commit.hash}`, kind: 'commit', label, detail: '', staysLocal: false },
      resolve: async () => [this.attachments.ofDiff('commit', label, await commitText(commit))],
    };
  }

  private async symbolOffers(query: string): Promise<Offer[]> {
    const [known, indexed] = await Promise.all([languageSymbols(query), this.parts.symbols(query, 30)]);
    const seen = new Set<string>();
    const places = [...known, ...indexed].filter(({ name, uri }) => {
      const key = `${name} ${uri.toString()}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return isInWorkspace(uri);
    });
    return fuzzyBest(query, places, (place) => place.name, 10).map((place) => ({
      view: {
        id: `symbol:${place.uri.toString()}#${place.line}:${place.name}`,
        kind: 'symbol',
        label: place.name,
        detail: `${pathOf(place.uri)}:${place.line + 1}`,
        staysLocal: this.parts.staysLocal(place.uri),
      },
      resolve: () => this.attachments.ofSymbol(place),
    }));
  }
}

/** Best name first; a file comes before a symbol that fits as well. */
function byName(query: string, offers: readonly Offer[]): readonly Offer[] {
  if (query === '') return offers;
  const score = ({ view }: Offer): number =>
    Math.max(fuzzyScore(query, view.label) ?? 0, (fuzzyScore(query, view.detail) ?? 0) - 300) +
    (view.kind === 'file' ? fileBonus : 0);
  return [...offers].sort((a, b) => score(b) - score(a));
}

function isInWorkspace(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

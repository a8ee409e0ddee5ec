/** How are the lines that an edit would add shown between the lines of an untouched document? In zones of the comments API, the only stable one that makes room. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Hunk } from '../core/edit/hunks.ts';
import { splitLines } from '../core/edit/lines.ts';

/** More hunks than this show their lines beside the code only: every zone is a widget of its own. */
export const mostZones = 40;
/** Lines of one zone; the rest is told as a number and seen in the diff. */
const mostLines = 80;

interface Zone {
  readonly thread: vscode.CommentThread;
  text: string;
  line: number;
}

/** The zones of one document. */
export class EditZones implements Disposable {
  private readonly held = new Disposables();
  private readonly controller: vscode.CommentController;
  private readonly zones = new Map<string, Zone>();
  private readonly document: vscode.TextDocument;

  constructor(document: vscode.TextDocument) {
    this.document = document;
    this.controller = this.held.add(vscode.comments.createCommentController('tandem.edit', 'Tandem'));
    this.controller.options = { prompt: '', placeHolder: '' };
  }

  /** Shows the hunks' new lines below the lines they replace, and nothing else. */
  show(hunks: readonly Hunk[], noteOf: (hunk: Hunk) => string): void {
    const wanted = new Map(hunks.slice(0, mostZones).map((hunk) => [hunk.id, hunk]));
    for (const [id, zone] of this.zones) {
      if (wanted.has(id)) continue;
      zone.thread.dispose();
      this.zones.delete(id);
    }
    for (const hunk of wanted.values()) this.showHunk(hunk, noteOf(hunk));
  }

  dispose(): void {
    for (const zone of this.zones.values()) zone.thread.dispose();
    this.zones.clear();
    this.held.dispose();
  }

  private showHunk(hunk: Hunk, note: string): void {
    const line = this.anchorLine(hunk);
    const known = this.zones.get(hunk.id);
    const content = `${note}\n${hunk.after}`;
    if (hunk.after === '' && note === '') {
      known?.thread.dispose();
      this.zones.delete(hunk.id);
      return;
    }
    if (known !== undefined && known.line === line) {
      if (known.text === content) return;
      known.text = content;
      known.thread.comments = [comment(hunk, this.document.languageId, note)];
      return;
    }
    known?.thread.dispose();
    const range = new vscode.Range(Math.max(0, line), 0, Math.max(0, line), 0);
    const thread = this.controller.createCommentThread(this.document.uri, range, [
      comment(hunk, this.document.languageId, note),
    ]);
    // Before the first line nothing can anchor a zone but the file itself.
    if (line < 0) (thread as { range: vscode.Range | undefined }).range = undefined;
    thread.canReply = false;
    thread.label = vscode.l10n.t('Tandem would add');
    thread.contextValue = 'tandem.hunk';
    // Neither resolved nor unresolved: a remark of either kind would open the comments view or fold itself away.
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    this.zones.set(hunk.id, { thread, text: content, line });
  }

  /** The line below which the zone opens; -1: above the first. */
  private anchorLine(hunk: Hunk): number {
    const start = this.document.positionAt(hunk.start);
    if (hunk.start === hunk.end) return start.character === 0 ? start.line - 1 : start.line;
    const end = this.document.positionAt(hunk.end);
    return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  }
}

function comment(hunk: Hunk, languageId: string, note: string): vscode.Comment {
  const lines = splitLines(hunk.after).map((line) => line.text);
  const shown = lines.slice(0, mostLines);
  const body = new vscode.MarkdownString();
  if (note !== '') body.appendText(`⚠ ${note}`);
  if (shown.length > 0) body.appendCodeblock(shown.join('\n'), languageId);
  if (lines.length > shown.length) {
    body.appendText(vscode.l10n.t('… and {0} more lines', lines.length - shown.length));
  }
  return { body, mode: vscode.CommentMode.Preview, author: { name: `+${lines.length}` } };
}

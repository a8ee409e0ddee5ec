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
  show(hunks: readonly Hunk[]): void {
    const wanted = new Map(hunks.slice(0, mostZones).map((hunk) => [hunk.id, hunk]));
    for (const [id, zone] of this.zones) {
      if (wanted.has(id)) continue;
      zone.thread.dispose();
      this.zones.delete(id);
    }
    for (const hunk of wanted.values()) this.showHunk(hunk);
  }

  dispose(): void {
    for (const zone of this.zones.values()) zone.thread.dispose();
    this.zones.clear();
    this.held.dispose();
  }

  private showHunk(hunk: Hunk): void {
    const line = this.anchorLine(hunk);
    const known = this.zones.get(hunk.id);
    if (hunk.after === '') {
      known?.thread.dispose();
      this.zones.delete(hunk.id);
      return;
    }
    if (known !== undefined && known.line === line) {
      if (known.text === hunk.after) return;
      known.text = hunk.after;
      known.thread.comments = [comment(hunk, this.document.languageId)];
      return;
    }
    known?.thread.dispose();
    const range = new vscode.Range(Math.max(0, line), 0, Math.max(0, line), 0);
    const thread = this.controller.createCommentThread(this.document.uri, range, [
      comment(hunk, this.document.languageId),
    ]);
    // Before the first line nothing can anchor a zone but the file itself.
    if (line < 0) (thread as { range: vscode.Range | undefined }).range = undefined;
    thread.canReply = false;
    thread.label = vscode.l10n.t('Tandem would add');
    thread.contextValue = 'tandem.hunk';
    // The comments view opens by itself for unresolved threads only, and these are no remarks to keep.
    thread.state = vscode.CommentThreadState.Resolved;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    this.zones.set(hunk.id, { thread, text: hunk.after, line });
  }

  /** The line below which the zone opens; -1: above the first. */
  private anchorLine(hunk: Hunk): number {
    const start = this.document.positionAt(hunk.start);
    if (hunk.start === hunk.end) return start.character === 0 ? start.line - 1 : start.line;
    const end = this.document.positionAt(hunk.end);
    return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  }
}

function comment(hunk: Hunk, languageId: string): vscode.Comment {
  const lines = splitLines(hunk.after).map((line) => line.text);
  const shown = lines.slice(0, mostLines);
  const body = new vscode.MarkdownString();
  body.appendCodeblock(shown.join('\n'), languageId);
  if (lines.length > shown.length) {
    body.appendText(vscode.l10n.t('… and {0} more lines', lines.length - shown.length));
  }
  return { body, mode: vscode.CommentMode.Preview, author: { name: `+${lines.length}` } };
}

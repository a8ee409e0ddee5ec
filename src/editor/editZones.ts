/** How are the lines that an edit would add shown between the lines of an untouched document? In zones of the comments API, the only stable one that makes room. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Hunk } from '../core/edit/hunks.ts';
import { splitLines } from '../core/edit/lines.ts';

/** More hunks than this show their lines beside the code only: every zone is a widget of its own. */
const mostZones = 120;
/** Lines of one zone; the rest is told as a number and seen in the diff. */
const mostLines = 80;

interface Zone {
  readonly thread: vscode.CommentThread;
  text: string;
  line: number;
}

interface Wanted {
  readonly hunk: Hunk;
  readonly line: number;
  readonly note: string;
  readonly text: string;
}

/**
 * The zones of one document. A new thread costs every extension that follows the visible editors two events (VS Code
 * makes an editor for a reply and takes it away again), so a zone is made when its place comes into sight, and is
 * kept, moved and rewritten rather than made anew.
 */
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

  /**
   * Shows the hunks' new lines below the lines they replace, and nothing else: those with a zone already, and those
   * whose line `isInSight`.
   */
  show(hunks: readonly Hunk[], noteOf: (hunk: Hunk) => string, isInSight: (line: number) => boolean): void {
    const wanted = hunks
      .map((hunk) => this.wantedFor(hunk, noteOf(hunk)))
      .filter(({ text }) => text !== '\n');
    const spare = this.takeUnwanted(wanted);
    for (const each of wanted) {
      const zone = this.zones.get(each.hunk.id) ?? takeLike(spare, each);
      if (zone !== undefined) {
        this.zones.set(each.hunk.id, zone);
        this.update(zone, each);
      } else if (this.zones.size < mostZones && isInSight(Math.max(0, each.line))) {
        this.zones.set(each.hunk.id, this.create(each));
      }
    }
    for (const zone of spare) zone.thread.dispose();
  }

  /** Whether the hunk's new lines stand in a zone. */
  shows(hunk: Hunk): boolean {
    return this.zones.has(hunk.id);
  }

  dispose(): void {
    for (const zone of this.zones.values()) zone.thread.dispose();
    this.zones.clear();
    this.held.dispose();
  }

  /** Zones of hunks that are no more: whoever shows the same in the same place goes on with them. */
  private takeUnwanted(wanted: readonly Wanted[]): Set<Zone> {
    const ids = new Set(wanted.map(({ hunk }) => hunk.id));
    const spare = new Set<Zone>();
    for (const [id, zone] of this.zones) {
      if (ids.has(id)) continue;
      spare.add(zone);
      this.zones.delete(id);
    }
    return spare;
  }

  private wantedFor(hunk: Hunk, note: string): Wanted {
    return { hunk, line: this.anchorLine(hunk), note, text: `${note}\n${hunk.after}` };
  }

  private update(zone: Zone, { hunk, line, note, text }: Wanted): void {
    if (zone.text !== text) zone.thread.comments = [comment(hunk, this.document.languageId, note)];
    // The thread has moved along with the text; VS Code only has to hear that we know.
    if (zone.line !== line) place(zone.thread, line);
    zone.text = text;
    zone.line = line;
  }

  private create({ hunk, line, note, text }: Wanted): Zone {
    const thread = this.controller.createCommentThread(this.document.uri, rangeOfLine(Math.max(0, line)), [
      comment(hunk, this.document.languageId, note),
    ]);
    if (line < 0) place(thread, line);
    thread.canReply = false;
    thread.label = vscode.l10n.t('Tandem would add');
    thread.contextValue = 'tandem.hunk';
    // Neither resolved nor unresolved: a remark of either kind would open the comments view or fold itself away.
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    return { thread, text, line };
  }

  /** The line below which the zone opens; -1: above the first. */
  private anchorLine(hunk: Hunk): number {
    const start = this.document.positionAt(hunk.start);
    if (hunk.start === hunk.end) return start.character === 0 ? start.line - 1 : start.line;
    const end = this.document.positionAt(hunk.end);
    return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  }
}

function takeLike(spare: Set<Zone>, { line, text }: Wanted): Zone | undefined {
  for (const zone of spare) {
    if (zone.line !== line || zone.text !== text) continue;
    spare.delete(zone);
    return zone;
  }
  return undefined;
}

/** Before the first line nothing can anchor a zone but the file itself. */
function place(thread: vscode.CommentThread, line: number): void {
  (thread as { range: vscode.Range | undefined }).range = line < 0 ? undefined : rangeOfLine(line);
}

function rangeOfLine(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
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

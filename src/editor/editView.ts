/** How does a proposed edit look in the document's own editor? Removed lines, added lines beside them, lenses above. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Hunk } from '../core/edit/hunks.ts';
import { splitLines } from '../core/edit/lines.ts';
import { failureText } from './editLenses.ts';
import type { EditSession } from './editSession.ts';
import { EditZones } from './editZones.ts';

/** Lines beyond the visible ones that are decorated ahead, so that scrolling shows no gap. */
const aheadLines = 60;
/** The added text starts right of the longest line it stands beside, but not further than this. */
const furthestColumn = 72;
/** At most one repaint in this time, however fast the answer streams. */
const repaintMs = 120;

/**
 * The document is not touched: lines that would go are marked, lines that would come are written beside them as
 * decorations, so neither saving nor a crash can put half an edit on disk.
 */
export class EditView implements Disposable {
  private readonly held = new Disposables();
  private readonly removed: vscode.TextEditorDecorationType;
  private readonly added: vscode.TextEditorDecorationType;
  private readonly stale: vscode.TextEditorDecorationType;
  private readonly waiting: vscode.TextEditorDecorationType;
  private timer: NodeJS.Timeout | undefined;
  private paintedAtMs = 0;
  /** The session, not only what is in sight. */
  private hasChanged = false;

  private readonly zones: EditZones;
  private readonly session: EditSession;
  private readonly onPainted: () => void;

  constructor(session: EditSession, onPainted: () => void) {
    this.session = session;
    this.onPainted = onPainted;
    this.zones = this.held.add(new EditZones(session.document));
    this.removed = this.decoration({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('diffEditor.removedLineBackground'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.deletedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
    this.added = this.decoration({
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.OpenOpen,
    });
    this.stale = this.decoration({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('diffEditor.unchangedRegionBackground'),
    });
    this.waiting = this.decoration({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.wordHighlightBackground'),
    });
    this.held.add(
      session.onDidChange(() => {
        this.hasChanged = true;
        this.schedule();
      }),
    );
    this.held.add(
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (textEditor.document === session.document) this.schedule();
      }),
    );
    this.held.add(vscode.window.onDidChangeVisibleTextEditors(() => this.schedule()));
    this.schedule();
  }

  dispose(): void {
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = undefined;
    this.held.dispose();
  }

  private decoration(options: vscode.DecorationRenderOptions): vscode.TextEditorDecorationType {
    return this.held.add(vscode.window.createTextEditorDecorationType(options));
  }

  private schedule(): void {
    if (this.timer !== undefined || this.held.isDisposed) return;
    const waitMs = Math.max(0, this.paintedAtMs + repaintMs - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.held.isDisposed) return;
      this.paint();
      this.paintedAtMs = performance.now();
      if (this.hasChanged) this.onPainted();
      this.hasChanged = false;
    }, waitMs);
  }

  private paint(): void {
    const editors = vscode.window.visibleTextEditors.filter(
      (editor) => editor.document === this.session.document,
    );
    // A zone that opens above the lines in sight would push them down: only those below are made ahead.
    const isInSight = (line: number): boolean =>
      editors.some(({ visibleRanges }) =>
        visibleRanges.some(({ start, end }) => line >= start.line && line <= end.line + aheadLines),
      );
    this.zones.show(this.session.pending, (hunk) => failureText(this.session.failuresAt(hunk)), isInSight);
    for (const editor of editors) this.paintIn(editor);
  }

  private paintIn(editor: vscode.TextEditor): void {
    const visible = (line: number): boolean =>
      editor.visibleRanges.some(
        (range) => line >= range.start.line - aheadLines && line <= range.end.line + aheadLines,
      );
    const removed: vscode.Range[] = [];
    const stale: vscode.DecorationOptions[] = [];
    const added: vscode.DecorationOptions[] = [];
    for (const hunk of this.session.hunks) {
      const range = this.session.rangeOf(hunk);
      if (hunk.state === 'stale') {
        stale.push(staleMark(editor.document, range.start.line));
        continue;
      }
      if (hunk.state !== 'pending') continue;
      if (hunk.start < hunk.end) removed.push(wholeLines(range));
      if (!this.zones.shows(hunk)) added.push(...addedLines(editor, hunk, range, visible));
    }
    editor.setDecorations(this.removed, removed);
    editor.setDecorations(this.added, added);
    editor.setDecorations(this.stale, stale);
    editor.setDecorations(this.waiting, this.waitingRange(editor.document));
  }

  /** The region while nothing of it has come yet. */
  private waitingRange(document: vscode.TextDocument): vscode.Range[] {
    if (this.session.phase !== 'streaming' || this.session.hunks.length > 0) return [];
    const { start, end } = this.session.task.region;
    return start === end
      ? []
      : [wholeLines(new vscode.Range(document.positionAt(start), document.positionAt(end)))];
  }
}

/** A range that ends at the start of a line does not mark that line. */
function wholeLines(range: vscode.Range): vscode.Range {
  const last =
    range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return new vscode.Range(range.start.line, 0, last, Number.MAX_SAFE_INTEGER);
}

function staleMark(document: vscode.TextDocument, line: number): vscode.DecorationOptions {
  const text = vscode.l10n.t('This change no longer applies: you edited the same lines.');
  return {
    range: document.lineAt(Math.min(line, document.lineCount - 1)).range,
    renderOptions: {
      after: {
        contentText: text,
        margin: '0 0 0 3ch',
        color: new vscode.ThemeColor('editorCodeLens.foreground'),
        fontStyle: 'italic',
      },
    },
  };
}

function addedLines(
  editor: vscode.TextEditor,
  hunk: Hunk,
  range: vscode.Range,
  visible: (line: number) => boolean,
): vscode.DecorationOptions[] {
  const lines = splitLines(hunk.after).map((line) => line.text);
  const { document } = editor;
  const tabSize = typeof editor.options.tabSize === 'number' ? editor.options.tabSize : 4;
  const first = Math.min(range.start.line, document.lineCount - 1);
  const room = document.lineCount - first;
  const shown = lines.slice(0, room);
  const column = startColumn(document, first, shown.length, tabSize);
  const widest = Math.max(0, ...shown.map((line) => columns(line, tabSize)));
  const options: vscode.DecorationOptions[] = [];
  for (const [index, text] of shown.entries()) {
    const number = first + index;
    if (!visible(number)) continue;
    const line = document.lineAt(number);
    const hidden = index === shown.length - 1 ? lines.length - shown.length : 0;
    const gap = Math.max(2, column - columns(line.text, tabSize));
    options.push({
      range: new vscode.Range(line.range.end, line.range.end),
      renderOptions: { after: attachment(padded(text, widest, tabSize, hidden), gap) },
    });
  }
  return options;
}

function attachment(text: string, gap: number): vscode.ThemableDecorationAttachmentRenderOptions {
  return {
    contentText: text,
    margin: `0 0 0 ${gap}ch`,
    color: new vscode.ThemeColor('editor.foreground'),
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedLineBackground'),
    border: '0 solid',
    borderColor: new vscode.ThemeColor('editorGutter.addedBackground'),
  };
}

function padded(text: string, width: number, tabSize: number, hidden: number): string {
  const more = hidden > 0 ? `  ${vscode.l10n.t('… and {0} more lines', hidden)}` : '';
  const plain = expand(text, tabSize);
  // Ordinary spaces collapse in a decoration.
  return `+ ${plain.padEnd(width)}${more} `.replaceAll(' ', '\u00a0');
}

function startColumn(document: vscode.TextDocument, first: number, count: number, tabSize: number): number {
  let widest = 0;
  for (let line = first; line < Math.min(first + count, document.lineCount); line++) {
    widest = Math.max(widest, Math.min(furthestColumn, columns(document.lineAt(line).text, tabSize)));
  }
  return widest + 4;
}

function columns(text: string, tabSize: number): number {
  return expand(text, tabSize).length;
}

function expand(text: string, tabSize: number): string {
  if (!text.includes('\t')) return text;
  let result = '';
  for (const character of text) {
    result += character === '\t' ? ' '.repeat(tabSize - (result.length % tabSize)) : character;
  }
  return result;
}

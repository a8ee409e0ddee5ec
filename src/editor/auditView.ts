/** What was asked, where, why and at what price? The audit log as a document to filter and to take along. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { FileStore } from '../core/base/ports.ts';
import { usdText } from '../core/usage/usdText.ts';
import {
  asCsv,
  asJsonl,
  asTable,
  choices,
  dayOfFile,
  filterRows,
  readAudit,
  readDays,
  type AuditFilter,
  type AuditRead,
} from './auditRows.ts';
import { registerCommand } from './commands.ts';

export interface AuditViewParts {
  readonly log: Log;
  /** The folder that is in force now. */
  readonly files: () => FileStore;
  /** Its path, shown to the person. */
  readonly folder: () => string;
}

const scheme = 'tandem-audit';
const uri = vscode.Uri.from({ scheme, path: '/Tandem audit log' });

export function registerAuditView(parts: AuditViewParts): Disposable {
  const view = new AuditView(parts);
  view.held.add(registerCommand('tandem.audit.open', parts.log, () => view.open()));
  return view;
}

class AuditView implements Disposable, vscode.TextDocumentContentProvider, vscode.CodeLensProvider {
  readonly held = new Disposables();
  private readonly parts: AuditViewParts;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private read: AuditRead = { rows: [], unreadable: 0 };
  private filter: AuditFilter = {};
  /** Every day that has a file, newest first. */
  private days: readonly string[] = [];
  /** How many of them were read. */
  private daysRead = 0;

  constructor(parts: AuditViewParts) {
    this.parts = parts;
    for (const disposable of [
      this.changed,
      this.lensesChanged,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerCodeLensProvider({ scheme }, this),
      vscode.commands.registerCommand('_tandem.audit.filter', (column: keyof AuditFilter) =>
        this.choose(column),
      ),
      vscode.commands.registerCommand('_tandem.audit.export', (format: 'jsonl' | 'csv') =>
        this.export(format),
      ),
      vscode.commands.registerCommand('_tandem.audit.refresh', () => this.reload()),
    ]) {
      this.held.add(disposable);
    }
  }

  dispose(): void {
    this.held.dispose();
  }

  async open(): Promise<void> {
    await this.reload();
    const opened = await vscode.workspace.openTextDocument(uri);
    const document = await vscode.languages.setTextDocumentLanguage(opened, 'tandem-audit');
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(): string {
    const rows = filterRows(this.read.rows, this.filter);
    const heading = [
      vscode.l10n.t('Time (UTC)'),
      vscode.l10n.t('Task'),
      vscode.l10n.t('Route'),
      vscode.l10n.t('Host'),
      vscode.l10n.t('Model'),
      vscode.l10n.t('Reason'),
      vscode.l10n.t('Failed checks'),
      vscode.l10n.t('Masked'),
      vscode.l10n.t('Tokens in/out'),
      vscode.l10n.t('Cost'),
      vscode.l10n.t('Time taken'),
      vscode.l10n.t('Outcome'),
      vscode.l10n.t('SHA-256 of what was sent'),
    ];
    const known = rows.reduce((sum, { entry }) => sum + (entry.costUsd ?? 0), 0);
    const lines = [
      vscode.l10n.t(
        '{0} of {1} requests, {2} known cost',
        rows.length,
        this.read.rows.length,
        usdText(known),
      ),
      vscode.l10n.t('Kept in {0}. No code, prompt or secret is in it.', this.parts.folder()),
      ...(this.read.unreadable === 0
        ? []
        : [vscode.l10n.t('{0} lines could not be read; they are left as they are.', this.read.unreadable)]),
      ...(this.filter.day !== undefined || this.daysRead === this.days.length
        ? []
        : [
            vscode.l10n.t(
              'The newest {0} of {1} days are shown; choose an older one above.',
              this.daysRead,
              this.days.length,
            ),
          ]),
      '',
      rows.length === 0 ? vscode.l10n.t('No request matches.') : asTable(rows, heading),
      '',
    ];
    return lines.join('\n');
  }

  provideCodeLenses(): vscode.CodeLens[] {
    const all = vscode.l10n.t('all');
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, ...rest: unknown[]): vscode.CodeLens =>
      new vscode.CodeLens(top, { title, command, arguments: rest });
    return [
      lens(vscode.l10n.t('Day: {0}', this.filter.day ?? all), '_tandem.audit.filter', 'day'),
      lens(vscode.l10n.t('Route: {0}', this.filter.route ?? all), '_tandem.audit.filter', 'route'),
      lens(vscode.l10n.t('Reason: {0}', this.filter.reason ?? all), '_tandem.audit.filter', 'reason'),
      lens(vscode.l10n.t('Export JSONL'), '_tandem.audit.export', 'jsonl'),
      lens(vscode.l10n.t('Export CSV'), '_tandem.audit.export', 'csv'),
      lens(vscode.l10n.t('Refresh'), '_tandem.audit.refresh'),
    ];
  }

  private async reload(): Promise<void> {
    const store = this.parts.files();
    const days = (await store.list()).flatMap((name) => dayOfFile(name) ?? []);
    this.days = days.sort().reverse();
    const texts = await readDays(this.days, this.filter.day, async (name) => (await store.read(name)) ?? '');
    this.daysRead = texts.size;
    this.read = readAudit(texts);
    this.redraw();
  }

  private async choose(column: keyof AuditFilter): Promise<void> {
    const others = filterRows(this.read.rows, { ...this.filter, [column]: undefined });
    const everything = vscode.l10n.t('All');
    const items = [
      { label: everything, ...(column === 'day' ? {} : { description: String(others.length) }) },
      ...(column === 'day'
        ? this.days.map((day) => ({ label: day }))
        : choices(others, column).map(({ value, count }) => ({ label: value, description: String(count) }))),
    ];
    const titles: Readonly<Record<keyof AuditFilter, string>> = {
      day: vscode.l10n.t('Requests of which day?'),
      route: vscode.l10n.t('Requests of which route?'),
      reason: vscode.l10n.t('Requests for which reason?'),
    };
    const picked = await vscode.window.showQuickPick(items, {
      title: titles[column],
      matchOnDescription: true,
    });
    if (picked === undefined) return;
    const { [column]: _dropped, ...rest } = this.filter;
    this.filter = picked === items[0] ? rest : { ...rest, [column]: picked.label };
    if (column === 'day') await this.reload();
    else this.redraw();
  }

  private async export(format: 'jsonl' | 'csv'): Promise<void> {
    const rows = filterRows(this.read.rows, this.filter);
    const name = `tandem-audit${this.filter.day === undefined ? '' : `-${this.filter.day}`}.${format}`;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export {0} Requests', rows.length),
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: format === 'csv' ? { CSV: ['csv'] } : { JSONL: ['jsonl'] },
    });
    if (target === undefined) return;
    const text = format === 'csv' ? asCsv(rows) : asJsonl(rows);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} requests were exported to {1}.',
        rows.length,
        vscode.workspace.asRelativePath(target),
      ),
    );
  }

  private redraw(): void {
    this.changed.fire(uri);
    this.lensesChanged.fire();
  }
}

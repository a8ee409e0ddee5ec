/** How does the usage view get its figures, and what can a person do in it? */

import * as vscode from 'vscode';

import { settledOrAfter } from '../core/base/clock.ts';
import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { tagged } from '../core/base/log.ts';
import { usageCsv } from '../core/usage/csv.ts';
import type { ServerLoad } from '../core/usage/serverLoad.ts';
import { usageCommands, usageNotifications, type UsageState } from '../protocol/usage.ts';
import { dayOf } from './auditLog.ts';
import { registerCommand } from './commands.ts';
import { readLoad } from './readLoad.ts';
import { comparedKey, costsKey, usageState, type Seen, type UsageViewParts } from './usageState.ts';
import { usageWords } from './usageWords.ts';
import { openPage, WebviewChannel } from './webviewShell.ts';

const viewType = 'tandem.usage';
const dayMs = 86_400_000;
/** Changes are shown at most this often: a view that redraws at every keystroke's entry disturbs. */
const updateMs = 1_000;
/** Less than a person notices: a range that is counted by then appears at once and whole. */
const patienceMs = 250;
/** While files are counted. */
const countingMs = 150;
/** No day is counted. */
const nothing = '9999-12-31';
/** Before every entry there is. */
const everything = '0000-01-01';

/** Registers `tandem.usage.open` and what brings an open view back after a restart. */
export function registerUsageView(parts: UsageViewParts): Disposable {
  const held = new Disposables();
  let open: UsagePanel | undefined;
  const adopt = (panel: vscode.WebviewPanel): void => {
    const mine = new UsagePanel(panel, parts);
    open = mine;
    held.add(mine);
    panel.onDidDispose(() => {
      if (open === mine) open = undefined;
      held.remove(mine);
      mine.dispose();
    });
  };
  held.add(
    registerCommand('tandem.usage.open', parts.log, () => {
      if (open !== undefined) {
        open.reveal();
        return;
      }
      adopt(
        vscode.window.createWebviewPanel(viewType, vscode.l10n.t('Tandem Usage'), vscode.ViewColumn.Active),
      );
    }),
  );
  held.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => {
        adopt(panel);
        return Promise.resolve();
      },
    }),
  );
  return held;
}

class UsagePanel implements Disposable, Seen {
  private readonly panel: vscode.WebviewPanel;
  private readonly parts: UsageViewParts;
  private readonly held = new Disposables();
  private readonly channel: WebviewChannel;
  range: UsageState['range'];
  private timer: Disposable | undefined;
  loads = new Map<string, ServerLoad>();
  countedFrom = nothing;
  private countedFolder = '';

  constructor(panel: vscode.WebviewPanel, parts: UsageViewParts) {
    this.panel = panel;
    this.parts = parts;
    const now = parts.clock.now();
    this.range = { first: dayOf(now - 29 * dayMs), last: dayOf(now) };
    this.channel = this.held.add(new WebviewChannel(panel.webview, tagged(parts.log, 'usage')));
    this.listen();
    openPage(panel.webview, parts.extensionUri, {
      name: 'usage',
      title: vscode.l10n.t('Tandem Usage'),
      words: usageWords(),
    });
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.timer?.dispose();
    this.held.dispose();
  }

  private listen(): void {
    const { channel, held, parts } = this;
    channel.onCommand(usageCommands.ready, async ({ first, last }) => {
      if (first !== undefined && last !== undefined && first <= last) this.range = { first, last };
      await this.showRange();
      await this.readLoads();
      // A year is there when it is asked for.
      await this.countBackTo(everything);
    });
    channel.onCommand(usageCommands.range, async ({ first, last }) => {
      this.range = first <= last ? { first, last } : { first: last, last: first };
      await this.showRange();
    });
    channel.onCommand(usageCommands.compare, async ({ model }) => {
      await parts.store.set(comparedKey, model);
      this.post();
    });
    channel.onCommand(usageCommands.costs, async (costs) => {
      await parts.store.set(costsKey, costs);
      this.post();
    });
    channel.onCommand(usageCommands.exportCsv, () => this.exportCsv());
    channel.onCommand(usageCommands.openAudit, () => vscode.commands.executeCommand('tandem.audit.open'));
    channel.onCommand(usageCommands.openBudget, () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'tandem.cloud.budget'),
    );
    const soon = (): void => this.postSoon();
    held.add(parts.ledger.onDidChange(soon));
    held.add(parts.models.onDidChangeState(soon));
    held.add(
      parts.settings.onDidChange(() => {
        if (parts.auditFolder() === this.countedFolder) soon();
        else void this.showRange();
      }),
    );
    held.add(parts.pause.onDidChange(soon));
    held.add(
      this.panel.onDidChangeViewState(() => {
        if (this.panel.visible) void this.readLoads();
      }),
    );
  }

  private postSoon(): void {
    if (this.timer !== undefined || !this.panel.visible) return;
    const delayMs = this.countedFrom > this.range.first ? countingMs : updateMs;
    this.timer = this.parts.clock.after(delayMs, () => {
      this.timer = undefined;
      this.post();
    });
  }

  /** What is counted by now, and the rest as it comes in. */
  private async showRange(): Promise<void> {
    const folder = this.parts.auditFolder();
    if (folder !== this.countedFolder) this.countedFrom = nothing;
    this.countedFolder = folder;
    await settledOrAfter(this.parts.clock, patienceMs, this.countBackTo(this.range.first));
    this.post();
  }

  private async countBackTo(first: string): Promise<void> {
    const { ledger } = this.parts;
    // A folder that cannot be read is told with the figures.
    await Promise.all([ledger.countBackTo(first), ledger.refresh()]).catch(() => undefined);
    if (first >= this.countedFrom) return;
    this.countedFrom = first;
    this.postSoon();
  }

  private post(): void {
    if (!this.held.isDisposed) this.channel.post(usageNotifications.state, usageState(this.parts, this));
  }

  /** Asks the connected servers for their own metrics; most answer within milliseconds or have none. */
  private async readLoads(): Promise<void> {
    const loads = new Map<string, ServerLoad>();
    await Promise.all(
      this.parts.models.describe().map(async ({ url }) => {
        const load = await readLoad(url, this.parts.fetch);
        if (load !== undefined) loads.set(url, load);
      }),
    );
    const isNews = JSON.stringify([...loads]) !== JSON.stringify([...this.loads]);
    this.loads = loads;
    if (isNews && !this.held.isDisposed) this.post();
  }

  private async exportCsv(): Promise<void> {
    const { first, last } = this.range;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `tandem-usage-${first}-${last}.csv`;
    const target = await vscode.window.showSaveDialog({
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: { CSV: ['csv'] },
    });
    if (target === undefined) return;
    await this.countBackTo(first);
    const text = usageCsv(this.parts.ledger.days(first, last));
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  }
}

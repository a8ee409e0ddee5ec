/** When are usage figures sent to the team's collector? Only where one is configured and VS Code's telemetry setting allows it. */

import { randomUUID } from 'node:crypto';

import * as vscode from 'vscode';

import type { Clock } from '../core/base/clock.ts';
import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { tagged, type Log } from '../core/base/log.ts';
import type { Fetch } from '../core/base/ports.ts';
import type { Ledger } from '../core/usage/ledger.ts';
import { createUsageExporter, type UsageExporter } from '../core/usage/otlp.ts';
import type { SettingsReader } from './settingsReader.ts';

export interface UsageExportParts {
  readonly ledger: Ledger;
  readonly settings: SettingsReader;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly version: string;
  readonly log: Log;
}

const intervalMs = 60_000;
/** After a series was sent as zero: longer than the usual scrape interval of 15 s. */
const followUpMs = 20_000;

export function startUsageExport(parts: UsageExportParts): Disposable {
  const held = new Disposables();
  const log = tagged(parts.log, 'usage');
  let running: { readonly url: string; readonly exporter: UsageExporter } | undefined;
  let timer: Disposable | undefined;
  let lastProblem = '';

  const send = async (): Promise<void> => {
    const sent = await running?.exporter.exportNow();
    if (held.isDisposed || sent === undefined) return;
    const problem = sent.ok ? '' : `${sent.reason} ${sent.detail ?? ''}`;
    // Once for each problem: a collector that is away for a night must not fill the log.
    if (problem !== '' && problem !== lastProblem) log.warn(`usage figures were not taken: ${problem}`);
    lastProblem = problem;
    schedule(sent.ok && sent.value.hasNewSeries ? followUpMs : intervalMs);
  };
  const schedule = (delayMs: number): void => {
    timer?.dispose();
    timer = running === undefined ? undefined : parts.clock.after(delayMs, () => void send());
  };
  const configure = (): void => {
    const wanted = vscode.env.isTelemetryEnabled ? parts.settings.current()['usage.otlpUrl'] : '';
    if (wanted === (running?.url ?? '')) return;
    running =
      wanted === ''
        ? undefined
        : {
            url: wanted,
            exporter: createUsageExporter({
              fetch: parts.fetch,
              clock: parts.clock,
              url: wanted,
              sessionId: randomUUID(),
              version: parts.version,
            }),
          };
    schedule(followUpMs);
  };
  held.add(parts.ledger.onDidRecord((entry) => running?.exporter.add(entry)));
  held.add(parts.settings.onDidChange(configure));
  held.add(vscode.env.onDidChangeTelemetryEnabled(configure));
  held.add({
    dispose: () => {
      timer?.dispose();
      void running?.exporter.exportNow();
    },
  });
  configure();
  return held;
}

/** Where is the ledger of this person kept, and who writes it? */

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

import type { Clock } from '../core/base/clock.ts';
import type { Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import { openLedger, type Ledger } from '../core/usage/ledger.ts';
import { createLedgerFiles } from './ledgerStore.ts';
import type { LineCounters } from './lineCounters.ts';
import { MovingLedger } from './movingLedger.ts';
import type { SettingsReader } from './settingsReader.ts';

export interface AuditLogParts {
  readonly settings: SettingsReader;
  /** The extension's own folder on disk (globalStorage): used while `tandem.audit.folder` is empty. */
  readonly storageFolder: string;
  /** The file of the thread that counts. */
  readonly counterFile: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The ledger is the audit log: one record for both. It follows `tandem.audit.folder`. */
export function createAuditLog(parts: AuditLogParts): Ledger & Disposable {
  const folderNow = (): string =>
    auditFolder({
      folder: parts.settings.current()['audit.folder'],
      storageFolder: parts.storageFolder,
    });
  let counters: Promise<LineCounters> | undefined;
  const count: LineCounters['count'] = async (...range) => {
    counters ??= import('./lineCounters.ts').then((read) => new read.LineCounters(parts.counterFile));
    return (await counters).count(...range);
  };
  const open = (folder: string): Ledger =>
    openLedger({ files: createLedgerFiles(folder, { count }), clock: parts.clock, dayOf, log: parts.log });
  let folder = folderNow();
  const ledger = new MovingLedger(open(folder));
  const listener = parts.settings.onDidChange(() => {
    const wanted = folderNow();
    if (wanted === folder) return;
    folder = wanted;
    ledger.moveTo(open(wanted));
  });
  return Object.assign(ledger, {
    dispose() {
      listener.dispose();
      void counters?.then((threads) => threads.dispose());
      MovingLedger.prototype.dispose.call(ledger);
    },
  });
}

export function auditFolder({
  folder,
  storageFolder,
}: {
  readonly folder: string;
  readonly storageFolder: string;
}): string {
  const named = folder.trim().replace(/^~(?=[\\/])/, () => homedir());
  return isAbsolute(named) ? named : join(storageFolder, 'usage');
}

/** The calendar day where the person is. */
export function dayOf(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

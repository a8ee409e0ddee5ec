/** Where is the ledger of this person kept, and who writes it? */

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

import type { Clock } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import { openLedger, type Ledger } from '../core/usage/ledger.ts';
import { createLedgerFiles } from './ledgerStore.ts';

export interface AuditLogParts {
  /** `tandem.audit.folder`; empty: `storageFolder`. */
  readonly folder: string;
  /** The extension's own folder on disk (globalStorage). */
  readonly storageFolder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The ledger is the audit log: one record for both. */
export async function createAuditLog(parts: AuditLogParts): Promise<Ledger> {
  return openLedger({
    files: createLedgerFiles(auditFolder(parts)),
    clock: parts.clock,
    dayOf,
    log: parts.log,
  });
}

export function auditFolder({
  folder,
  storageFolder,
}: Pick<AuditLogParts, 'folder' | 'storageFolder'>): string {
  const named = folder.trim().replace(/^~(?=[\\/])/, () => homedir());
  return isAbsolute(named) ? named : join(storageFolder, 'usage');
}

/** The calendar day where the person is. */
export function dayOf(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

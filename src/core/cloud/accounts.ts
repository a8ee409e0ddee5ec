/** Which requests left or are about to, from every window? An append-only file a month, the order of whose lines decides. */

import type { FileStore } from '../base/ports.ts';
import type { AuditEntry } from '../usage/auditEntry.ts';

/** Written before a request may leave. Holds no text of it. */
export interface Reservation {
  readonly id: string;
  readonly atMs: number;
  /** What the request can cost at most; an unknown price counts as the highest. */
  readonly ceilingUsd: number;
  /** In and out, at most. */
  readonly tokens: number;
  readonly conversation: string;
  /** Counts against the escalations of an hour. */
  readonly isEscalation: boolean;
  /** The audit line to write should the window die before the end. */
  readonly lost: AuditEntry;
}

/** `charged`: the request ended. `released`: it never left. `claimed`: a window takes it upon itself to write the audit line. */
type AccountLine =
  | { readonly type: 'reserved'; readonly reservation: Reservation }
  | { readonly type: 'charged'; readonly id: string; readonly usd: number; readonly tokens: number }
  | { readonly type: 'released'; readonly id: string }
  | { readonly type: 'claimed'; readonly id: string; readonly by: string };

/** One request as the file tells it. While it is open, its ceiling counts. */
export interface Account {
  readonly reservation: Reservation;
  readonly usd: number;
  readonly tokens: number;
  readonly isOpen: boolean;
  /** The first claim counts. */
  readonly claimedBy?: string;
}

export class Accounts {
  private readonly files: FileStore;
  private readonly dayOf: (timeMs: number) => string;

  constructor(files: FileStore, dayOf: (timeMs: number) => string) {
    this.files = files;
    this.dayOf = dayOf;
  }

  reserve(reservation: Reservation): Promise<void> {
    return this.append(reservation.atMs, { type: 'reserved', reservation });
  }

  charge(reservation: Reservation, usd: number, tokens: number): Promise<void> {
    return this.append(reservation.atMs, { type: 'charged', id: reservation.id, usd, tokens });
  }

  release(reservation: Reservation): Promise<void> {
    return this.append(reservation.atMs, { type: 'released', id: reservation.id });
  }

  claim(reservation: Reservation, by: string): Promise<void> {
    return this.append(reservation.atMs, { type: 'claimed', id: reservation.id, by });
  }

  /** In the order in which they were reserved; released ones are not among them. Rejects when the file can't be read. */
  async ofMonth(timeMs: number): Promise<readonly Account[]> {
    const text = await this.files.read(this.fileName(timeMs));
    const accounts = new Map<string, Account>();
    for (const line of (text ?? '').split('\n')) {
      const read = line === '' ? undefined : parseLine(line);
      if (read !== undefined) applyLine(accounts, read);
    }
    return [...accounts.values()];
  }

  private append(atMs: number, line: AccountLine): Promise<void> {
    return this.files.append(this.fileName(atMs), `${JSON.stringify(line)}\n`);
  }

  /** A request stays in the file of the month it began in. */
  private fileName(timeMs: number): string {
    return `cloud-accounts-${this.dayOf(timeMs).slice(0, 7)}.jsonl`;
  }
}

function applyLine(accounts: Map<string, Account>, line: AccountLine): void {
  if (line.type === 'reserved') {
    const { reservation } = line;
    if (!accounts.has(reservation.id)) {
      const { ceilingUsd: usd, tokens } = reservation;
      accounts.set(reservation.id, { reservation, usd, tokens, isOpen: true });
    }
    return;
  }
  const known = accounts.get(line.id);
  if (known === undefined) return;
  switch (line.type) {
    case 'charged':
      if (known.isOpen)
        accounts.set(line.id, { ...known, usd: line.usd, tokens: line.tokens, isOpen: false });
      return;
    case 'released':
      accounts.delete(line.id);
      return;
    case 'claimed':
      if (known.claimedBy === undefined) accounts.set(line.id, { ...known, claimedBy: line.by });
      return;
  }
}

/** A line torn by a crash says nothing: its request never left, since it leaves only after a complete line. */
function parseLine(line: string): AccountLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isAccountLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAccountLine(value: unknown): value is AccountLine {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'reserved':
      return 'reservation' in value && isReservation(value.reservation);
    case 'charged':
      return 'usd' in value && isAmount(value.usd) && 'tokens' in value && isAmount(value.tokens);
    case 'released':
    case 'claimed':
      return 'id' in value;
    default:
      return false;
  }
}

function isReservation(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, atMs, ceilingUsd, tokens, lost } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    isAmount(atMs) &&
    isAmount(ceilingUsd) &&
    isAmount(tokens) &&
    typeof lost === 'object' &&
    lost !== null
  );
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

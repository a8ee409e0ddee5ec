/** What about requests whose window died before it wrote their audit line? */

import type { Account, Accounts, Reservation } from './accounts.ts';
import type { DoorParts } from './cloudPorts.ts';

/** Longer than any request can last, also when the machine slept for a while. */
const graceMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

type RecoveryParts = Pick<DoorParts, 'clock' | 'log' | 'audit' | 'random' | 'dayOf'>;

/**
 * Writes the line that was prepared when the request was reserved, with its ceiling as cost, since what it really cost
 * is not known. Of several windows the one whose claim comes first writes it. Failures are logged; the next start tries again.
 */
export async function recoverLost(
  parts: RecoveryParts,
  accounts: Accounts,
  longestMs: number,
): Promise<void> {
  const nowMs = parts.clock.now();
  const isLost = ({ isOpen, claimedBy, reservation }: Account): boolean =>
    isOpen && claimedBy === undefined && reservation.atMs < nowMs - longestMs - graceMs;
  try {
    for (const monthMs of [nowMs - dayOfMonth(parts.dayOf(nowMs)) * dayMs, nowMs]) {
      const lost = (await accounts.ofMonth(monthMs)).filter(isLost);
      for (const { reservation } of lost) await writeDown(parts, accounts, reservation, monthMs);
    }
  } catch (failure) {
    parts.log.warn(`[cloud] requests of a window that died could not be accounted for: ${String(failure)}`);
  }
}

async function writeDown(
  parts: RecoveryParts,
  accounts: Accounts,
  reservation: Reservation,
  monthMs: number,
): Promise<void> {
  const by = String(parts.random());
  await accounts.claim(reservation, by);
  const now = await accounts.ofMonth(monthMs);
  if (now.find((account) => account.reservation.id === reservation.id)?.claimedBy !== by) return;
  await parts.audit.record(reservation.lost);
  await accounts.charge(reservation, reservation.ceilingUsd, reservation.tokens);
}

function dayOfMonth(day: string): number {
  return Number(day.slice(8));
}

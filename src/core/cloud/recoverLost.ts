/** What about requests whose window died before it wrote their audit line? */

import type { Account, Accounts } from './accounts.ts';
import type { DoorParts } from './cloudPorts.ts';

/** Longer than any request can last, also when the machine slept for a while. */
const graceMs = 60 * 60_000;

/**
 * Writes the line that was prepared when the request was reserved, with its ceiling as cost, since what it really cost
 * is not known. Of several windows the one whose claim comes first writes it. Failures are logged; the next start tries again.
 */
export async function recoverLost(
  parts: Pick<DoorParts, 'clock' | 'log' | 'audit' | 'random'>,
  accounts: Accounts,
  longestMs: number,
): Promise<void> {
  const nowMs = parts.clock.now();
  const isLost = ({ isOpen, claimedBy, reservation }: Account): boolean =>
    isOpen && claimedBy === undefined && reservation.atMs < nowMs - longestMs - graceMs;
  try {
    const lost = (await accounts.ofMonth(nowMs)).filter(isLost);
    const by = String(parts.random());
    for (const { reservation } of lost) {
      await accounts.claim(reservation, by);
      const claimed = (await accounts.ofMonth(nowMs)).find(
        ({ reservation: { id } }) => id === reservation.id,
      );
      if (claimed?.claimedBy !== by) continue;
      await parts.audit.record(reservation.lost);
      await accounts.charge(reservation, reservation.ceilingUsd, reservation.tokens);
    }
  } catch (failure) {
    parts.log.warn(`[cloud] requests of a window that died could not be accounted for: ${String(failure)}`);
  }
}

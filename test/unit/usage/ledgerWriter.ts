/** A window of its own: records entries into a folder and prints the id of each once it is acknowledged. */

import { writeSync } from 'node:fs';

import { silentLog } from '../../../src/core/base/log.ts';
import { openLedger } from '../../../src/core/usage/ledger.ts';
import { createLedgerFiles } from '../../../src/editor/ledgerStore.ts';
import { systemClock } from '../../../src/editor/nodePorts.ts';
import { entry } from './entries.ts';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);
const ledger = openLedger({
  files: createLedgerFiles(folder),
  clock: { ...systemClock, now: () => Date.parse('2026-03-10T13:00:00Z') },
  dayOf: (timeMs) => new Date(timeMs).toISOString().slice(0, 10),
  log: silentLog,
});
for (let i = 0; i < Number(count); i += 5) {
  const batch = Array.from({ length: Math.min(5, Number(count) - i) }, (_, j) =>
    entry({ id: `${name}-${i + j}`, model: 'x'.repeat(i % 9000) }),
  );
  await Promise.all(
    batch.map(async (one) => {
      await ledger.record(one);
      writeSync(1, `${one.id}\n`);
    }),
  );
}

/** Does the language server see errors that were not there before? */

import type { Check } from '../check.ts';

const quoted = 3;

/** New errors only; no answer within the bounded wait is no failure. */
export const newDiagnosticsCheck: Check = {
  name: 'newDiagnostics',
  tasks: ['edit'],
  costly: true,
  async run(context) {
    const fresh = await context.diagnostics();
    const first = fresh?.[0];
    if (fresh === undefined || first === undefined) return undefined;
    const told = fresh.slice(0, quoted).map((one) => `line ${one.line + 1}: ${one.message}`);
    const more = fresh.length > quoted ? ` (and ${fresh.length - quoted} more)` : '';
    const message = `The language server reports ${fresh.length === 1 ? 'a new error' : `${fresh.length} new errors`}: ${told.join('; ')}${more}`;
    return { message, line: first.line, figure: fresh.length };
  },
};

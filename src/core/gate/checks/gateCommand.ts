/** Does the team's own command accept the change? */

import type { Check } from '../check.ts';

/** The one semantic check: it must exit with 0. Not run, or stopped by the person, is no failure; running out of time is. */
export const gateCommandCheck: Check = {
  name: 'gateCommand',
  tasks: ['edit'],
  costly: true,
  async run(context) {
    const outcome = await context.command();
    if (outcome === undefined || outcome.cancelled || outcome.exitCode === 0) return undefined;
    const how = outcome.timedOut
      ? 'did not end within its time limit'
      : outcome.exitCode === null
        ? 'was ended by a signal'
        : `ended with exit code ${outcome.exitCode}`;
    const tail = outcome.outputTail.trim();
    const message = `\`${outcome.command}\` ${how}.${tail === '' ? '' : `\n${tail}`}`;
    return outcome.exitCode === null ? { message } : { message, figure: outcome.exitCode };
  },
};

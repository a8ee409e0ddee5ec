/** How does the door redact? One session for each conversation, taught the values known on this machine. */

import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/ports.ts';
import type { KnownValue } from '../redaction/knownValues.ts';
import { createRedactionSession, type RedactionSession } from '../redaction/redact.ts';

export interface RedactionPorts {
  readonly random: Random;
  readonly clock: Clock;
  /** `tandem.privacy.patterns` of the moment. */
  readonly patterns: () => Readonly<Record<string, string>>;
  /** Values of this machine that must not leave, as read last. The door reads the private files anew before it redacts. */
  readonly knownValues: () => readonly KnownValue[];
}

/** Sessions live in memory only: nobody can resolve a placeholder after the window is closed. Changed patterns begin a new one. */
export function redactionForDoor(ports: RedactionPorts): (conversationId: string) => RedactionSession {
  const sessions = new Map<string, { readonly patterns: string; readonly session: RedactionSession }>();
  return (conversationId) => {
    const patterns = JSON.stringify(ports.patterns());
    let known = sessions.get(conversationId);
    if (known?.patterns !== patterns) {
      const session = createRedactionSession({
        random: ports.random,
        clock: ports.clock,
        patterns: ports.patterns(),
      });
      known = { patterns, session };
      sessions.set(conversationId, known);
    }
    known.session.learn(ports.knownValues());
    return known.session;
  };
}

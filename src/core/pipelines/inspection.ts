/** What does inspecting a server take, and what does it give? */

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Fetch, KeyValueStore } from '../base/ports.ts';
import type { Say } from '../base/say.ts';
import type { Connection } from '../model/connection.ts';
import type { FimDialect } from '../model/fimDialect.ts';
import type { ModelError } from '../model/modelError.ts';
import type { DetectedServer } from '../server/detect.ts';
import type { ServedModel } from '../server/fingerprint.ts';
import type { Whereabouts } from '../server/problemSentence.ts';
import type { ServerDescription } from '../server/serverDescription.ts';

export interface InspectPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** Remembers what was proved, by origin, version and model. */
  readonly store: KeyValueStore;
  /** The key given for this origin; a key is never sent to another. */
  serverKey(origin: string): Promise<string | undefined>;
  readonly whereabouts: Whereabouts;
  /** For the sentences of the description. */
  readonly say: Say;
}

export interface WantedModels {
  /** Empty: the best there is. */
  readonly completion: string;
  readonly chat: string;
}

/** What inspection found, with the means to use it. */
export interface Inspection {
  readonly description: ServerDescription;
  readonly failure: ModelError | undefined;
  readonly server: InspectedServer | undefined;
}

export interface InspectedServer extends DetectedServer {
  readonly connection: Connection;
  readonly completionModel: ServedModel | undefined;
  readonly completionFamily: string;
  readonly chatModel: ServedModel | undefined;
  readonly dialects: readonly FimDialect[];
}

/** The gate without its weight: the checks are read when the first answer is to be judged. */

import type { Gate } from '../gate/gate.ts';
import type { GatePorts } from '../gate/gatePorts.ts';

/** A gate that loads itself on first use. Where that fails, judging rejects: what was not judged must not pass. */
export function lazyGate(ports: GatePorts): Gate {
  let loading: Promise<Gate> | undefined;
  const load = (): Promise<Gate> => {
    loading ??= import('../gate/gate.ts').then(({ createGate }) => createGate(ports));
    return loading;
  };
  return {
    judge: async (judged, signal) => (await load()).judge(judged, signal),
    prepare: async (path, languageId) => (await load()).prepare(path, languageId),
  };
}

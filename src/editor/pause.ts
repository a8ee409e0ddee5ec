/** Did the person pause suggestions, here or for a while? */

import type { Clock } from '../core/base/clock.ts';
import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter, type Event } from '../core/base/emitter.ts';
import type { KeyValueStore } from '../core/base/ports.ts';

export interface Pause extends Disposable {
  readonly isPaused: boolean;
  /** Milliseconds since 1970; `undefined` where there is no pause or it has no end. */
  readonly until: number | undefined;
  /** In this workspace, until resumed. */
  pauseHere(): Promise<void>;
  /** Everywhere, for one hour. */
  pauseForAnHour(): Promise<void>;
  resume(): Promise<void>;
  readonly onDidChange: Event<void>;
}

const hourMs = 3_600_000;
const storeKey = 'tandem.pause';

export interface PauseParts {
  readonly workspace: KeyValueStore;
  readonly everywhere: KeyValueStore;
  readonly clock: Clock;
}

export function createPause({ workspace, everywhere, clock }: PauseParts): Pause {
  const disposables = new Disposables();
  const changed = disposables.add(new Emitter<void>());
  let timer: Disposable | undefined;
  const until = (): number | undefined => {
    const kept = everywhere.get(storeKey);
    return typeof kept === 'number' && kept > clock.now() ? kept : undefined;
  };
  const arm = (): void => {
    timer?.dispose();
    const end = until();
    timer = end === undefined ? undefined : clock.after(end - clock.now(), () => changed.fire());
  };
  const tell = (): void => {
    arm();
    changed.fire();
  };
  arm();
  return {
    get isPaused() {
      return workspace.get(storeKey) === true || until() !== undefined;
    },
    get until() {
      return until();
    },
    async pauseHere() {
      await workspace.set(storeKey, true);
      tell();
    },
    async pauseForAnHour() {
      await everywhere.set(storeKey, clock.now() + hourMs);
      tell();
    },
    async resume() {
      await workspace.set(storeKey, undefined);
      await everywhere.set(storeKey, undefined);
      tell();
    },
    onDidChange: changed.event,
    dispose() {
      timer?.dispose();
      disposables.dispose();
    },
  };
}

/** Which key goes to which address? Each is kept under the origin it was given for, and handed out for no other. */

import type { Disposable } from '../core/base/disposables.ts';
import { Emitter, type Event } from '../core/base/emitter.ts';
import type { SecretStore } from '../core/base/ports.ts';

export type KeyPurpose = 'server' | 'cloud';

export interface KeyStore extends Disposable {
  serverKey(origin: string): Promise<string | undefined>;
  cloudKey(origin: string): Promise<string | undefined>;
  /** Rejects where the text can't be a key: white space inside would break the header it is sent in. */
  setKey(purpose: KeyPurpose, origin: string, key: string): Promise<void>;
  removeKey(purpose: KeyPurpose, origin: string): Promise<void>;
  /** A key was set or removed for this origin. */
  readonly onDidChange: Event<{ readonly purpose: KeyPurpose; readonly origin: string }>;
}

export interface KeyStoreParts {
  readonly secrets: SecretStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Is this the address the person (or the team) configured? A key of the environment goes to no other. */
  readonly isConfigured: (purpose: KeyPurpose, origin: string) => boolean;
}

const variableOf: Readonly<Record<KeyPurpose, string>> = {
  server: 'TANDEM_SERVER_API_KEY',
  cloud: 'TANDEM_CLOUD_API_KEY',
};

export function createKeyStore(parts: KeyStoreParts): KeyStore {
  const changed = new Emitter<{ readonly purpose: KeyPurpose; readonly origin: string }>();
  const keyFor = async (purpose: KeyPurpose, address: string): Promise<string | undefined> => {
    const origin = originOf(address);
    if (origin === undefined) return undefined;
    const kept = await parts.secrets.get(nameOf(purpose, origin));
    if (kept !== undefined && kept !== '') return kept;
    const given = parts.environment[variableOf[purpose]]?.trim() ?? '';
    return isKey(given) && parts.isConfigured(purpose, origin) ? given : undefined;
  };
  return {
    serverKey: (origin) => keyFor('server', origin),
    cloudKey: (origin) => keyFor('cloud', origin),
    async setKey(purpose, address, key) {
      const origin = originOf(address);
      if (origin === undefined) throw new Error('The key needs an http or https address it is for.');
      if (!isKey(key.trim())) throw new Error('This is no key: it is empty or has white space inside.');
      await parts.secrets.set(nameOf(purpose, origin), key.trim());
      changed.fire({ purpose, origin });
    },
    async removeKey(purpose, address) {
      const origin = originOf(address);
      if (origin === undefined) return;
      await parts.secrets.delete(nameOf(purpose, origin));
      changed.fire({ purpose, origin });
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}

/** Printable ASCII without blanks: what a header can carry. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]{1,8192}$/.test(text);
}

function nameOf(purpose: KeyPurpose, origin: string): string {
  return `tandem.${purpose}.key ${origin}`;
}

function originOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : undefined;
}

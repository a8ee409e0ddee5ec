/** Where exactly would a request go? Provider, address and model, or the reason there is none. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { CloudPolicy } from './cloudPorts.ts';
import type { CloudProvider } from './provider.ts';
import { providerOf } from './providerOf.ts';

export interface CloudTarget {
  readonly provider: CloudProvider;
  /** Without trailing slash. */
  readonly base: string;
  /** Keys are bound to it. */
  readonly origin: string;
  /** Host and port. */
  readonly host: string;
  readonly model: string;
}

export type CloudAddress = Omit<CloudTarget, 'model'>;

/** A plain http address is taken on this machine only: a key and code never cross a network in the clear. */
export function cloudAddress(
  policy: Pick<CloudPolicy, 'provider' | 'url'>,
): Outcome<CloudAddress, 'noCloud' | 'badUrl'> {
  const provider = providerOf(policy.provider);
  if (provider === undefined) return none('noCloud', 'no cloud is configured');
  const given = policy.url.trim();
  const text = given === '' ? provider.defaultUrl : (provider.expandUrl?.(given) ?? given);
  if (text === undefined) return none('badUrl', `${provider.name} needs its address in tandem.cloud.url`);
  const url = URL.parse(text);
  if (url === null) return none('badUrl', 'tandem.cloud.url is not an address');
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    return none('badUrl', 'tandem.cloud.url must begin with https://');
  }
  if (url.username !== '' || url.password !== '') {
    return none('badUrl', 'tandem.cloud.url must not hold a password; use "Set Cloud Key"');
  }
  const path = url.pathname.replace(/\/+$/, '');
  const base = `${url.origin}${path === '' ? provider.basePath(url.origin) : path}`;
  return some({ provider, base, origin: url.origin, host: url.host });
}

export function cloudTarget(
  policy: Pick<CloudPolicy, 'provider' | 'url' | 'model'>,
): Outcome<CloudTarget, 'noCloud' | 'badUrl' | 'noModel'> {
  const address = cloudAddress(policy);
  if (!address.ok) return address;
  const model = policy.model.trim();
  if (model === '') return none('noModel', `no model of ${address.value.host} is chosen`);
  return some({ ...address.value, model });
}

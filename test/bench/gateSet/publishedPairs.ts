/** Which real changes did people publish? Two versions each of packages that ship their sources, in many languages. */

import { fetchPackage } from '../fetchPackage.ts';

/** Chosen for their languages: TypeScript, JavaScript, Python, C, C++, Rust, Ruby, Java, PHP, CSS, JSON, shell. */
const packages: readonly (readonly [name: string, before: string, after: string])[] = [
  ['node-gyp', '10.1.0', '10.2.0'],
  ['tree-sitter', '0.20.6', '0.21.1'],
  ['better-sqlite3', '11.1.2', '11.3.0'],
  ['sharp', '0.33.2', '0.33.5'],
  ['react-native-screens', '3.31.0', '3.34.0'],
  ['react-native', '0.75.1', '0.75.4'],
  ['@wordpress/block-library', '9.0.0', '9.5.0'],
  ['bootstrap', '5.3.2', '5.3.3'],
  ['bulma', '1.0.1', '1.0.2'],
  ['mobx', '6.12.0', '6.13.5'],
  ['knex', '3.0.1', '3.1.0'],
  ['mongoose', '8.5.0', '8.6.0'],
  ['preact', '10.23.0', '10.24.3'],
  ['luxon', '3.4.4', '3.5.0'],
];

export interface PublishedPair {
  readonly before: string;
  readonly after: string;
}

/** Folders of the packages above, fetched into the cache by npm; those that cannot be reached are left out. */
export async function publishedPairs(): Promise<PublishedPair[]> {
  const pairs: PublishedPair[] = [];
  for (const [name, old, fresh] of packages) {
    const [before, after] = [await fetchPackage(name, old), await fetchPackage(name, fresh)];
    if (before !== undefined && after !== undefined) pairs.push({ before, after });
  }
  return pairs;
}

/** What was worked out for a document, as long as it is the same version? Bounded. */

import type { DocumentSnapshot } from './document.ts';

const most = 60;

export class PerDocument<T> {
  private readonly held = new Map<string, { readonly version: number; readonly value: T }>();
  private readonly work: (document: DocumentSnapshot) => T;

  constructor(work: (document: DocumentSnapshot) => T) {
    this.work = work;
  }

  has({ uri, version }: DocumentSnapshot): boolean {
    return this.held.get(uri)?.version === version;
  }

  of(document: DocumentSnapshot): T {
    const known = this.held.get(document.uri);
    if (known?.version === document.version) return known.value;
    const value = this.work(document);
    this.held.delete(document.uri);
    this.held.set(document.uri, { version: document.version, value });
    if (this.held.size > most) {
      for (const oldest of this.held.keys()) {
        this.held.delete(oldest);
        break;
      }
    }
    return value;
  }
}

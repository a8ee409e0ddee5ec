/** What do the counting threads and their host say to each other? */

import type { CountedRange } from '../core/usage/countRange.ts';

export interface ToCounter {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** One `ready`, then one answer to each task, in order. */
export type FromCounter =
  | { readonly type: 'ready' }
  | { readonly type: 'counted'; readonly counted: CountedRange }
  | { readonly type: 'failed'; readonly message: string };

/** What do the window and the worker of the index say to each other? */

import type { Place } from '../core/index/bestPlaces.ts';
import type { FoundSymbol } from '../core/index/codeIndex.ts';
import type { FileToEmbed } from '../core/pipelines/embedCodebase.ts';
import type { FoundNames } from './folderIndex.ts';

export interface IndexWorkerData {
  readonly root: string;
  readonly exclusions: readonly string[];
  readonly savedAs: string;
}

export type ToIndex =
  | { readonly type: 'update'; readonly paths: readonly string[] }
  | { readonly type: 'pause'; readonly paused: boolean }
  | {
      readonly type: 'search';
      readonly id: number;
      readonly question: string;
      readonly limit: number;
      /** The question's meaning, where an embedding model told it. */
      readonly vector: readonly number[] | undefined;
    }
  | { readonly type: 'beginVectors'; readonly id: number; readonly model: string }
  | { readonly type: 'nextToEmbed'; readonly id: number }
  | {
      readonly type: 'putVectors';
      readonly file: FileToEmbed;
      readonly vectors: readonly (readonly number[])[];
    }
  | { readonly type: 'symbols'; readonly id: number; readonly query: string; readonly limit: number }
  | { readonly type: 'names'; readonly id: number; readonly query: string; readonly limit: number }
  | { readonly type: 'under'; readonly id: number; readonly folder: string; readonly limit: number };

export type FromIndex =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'built'; readonly files: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'places'; readonly id: number; readonly places: readonly Place[] }
  | { readonly type: 'symbols'; readonly id: number; readonly symbols: readonly FoundSymbol[] }
  | { readonly type: 'vectorsBegun'; readonly id: number }
  | { readonly type: 'toEmbed'; readonly id: number; readonly files: readonly FileToEmbed[] }
  | { readonly type: 'names'; readonly id: number; readonly names: FoundNames }
  | { readonly type: 'under'; readonly id: number; readonly files: readonly string[] };

/** Which names that are not on screen will be written next? Those that stand where similar code goes on, those that imported files declare. */

import type { CodeFacts } from './codeFacts.ts';
import type { SimilarWindow } from './similarWindows.ts';

export interface NameEvidence {
  /** The most similar first. */
  readonly similar: readonly SimilarWindow[];
  readonly files: readonly CodeFacts[];
  /** Names the model sees anyway. */
  readonly seen: ReadonlySet<string>;
  readonly relationOf: (facts: CodeFacts) => FileRelation;
}

export type FileRelation = 'same' | 'imported' | 'neighbor' | 'other';

/** What came after code like this one tells as much as the code itself. */
export const followingLines = 10;
const mostVoting = 40;
const importedVote = 1.5;
/** For each file at hand that has the name anywhere. */
const fileVote = 0.3;
const ownFileVote = 0.6;
const declaredVote: Readonly<Record<FileRelation, number>> = {
  same: 0,
  imported: 1,
  neighbor: 0.3,
  other: 0,
};
/** Votes at which a name is likely (63%). */
const likelyVotes = 4;

/** From 0 (of no use: unknown or seen) to 1. */
export function likelyNames(evidence: NameEvidence): (name: string) => number {
  const votes = new Map<string, number>();
  const vote = (name: string, weight: number): void => {
    if (!evidence.seen.has(name)) votes.set(name, (votes.get(name) ?? 0) + weight);
  };
  const best = evidence.similar[0]?.similarity ?? 1;
  for (const { facts, window, similarity } of evidence.similar.slice(0, mostVoting)) {
    const weight = (similarity / best) * (evidence.relationOf(facts) === 'imported' ? importedVote : 1);
    const following = facts.names.slice(window.endLine, window.endLine + followingLines).flat();
    for (const name of new Set([...window.names, ...following])) vote(name, weight);
  }
  for (const facts of evidence.files) {
    const relation = evidence.relationOf(facts);
    for (const name of facts.allNames) vote(name, relation === 'same' ? ownFileVote : fileVote);
    const weight = declaredVote[relation];
    if (weight > 0) for (const name of new Set(facts.declarations.map((one) => one.name))) vote(name, weight);
  }
  return (name) => 1 - Math.exp(-(votes.get(name) ?? 0) / likelyVotes);
}

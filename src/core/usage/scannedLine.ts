/** What is kept of a line of the audit log while it is counted, and which members may it have? */

import type { LineMiddle } from './lineMiddles.ts';

/** Names that the counting asks for, by their fixed numbers. */
export const nameOf = {
  local: 0,
  cloud: 1,
  completion: 2,
  shown: 3,
  accepted: 4,
  failed: 5,
  cancelled: 6,
} as const;

/** Names by number, -1 where the line has no such member. */
export interface ScannedLine extends LineMiddle {
  task: number;
  route: number;
  model: number;
  reason: number;
  failedChecks: readonly number[];
  redactions: readonly number[];
  outcome: number;
  language: number;
  tokensIn: number;
  tokensOut: number;
  /** -1: the price is unknown. */
  costUsd: number;
  ms: number;
  /** -1: absent. */
  firstTokenMs: number;
  isFollowUp: boolean;
  kept: boolean | undefined;
}

const nothing: readonly number[] = [];

export function emptyLine(): ScannedLine {
  return {
    route: -1,
    task: -1,
    model: -1,
    reason: -1,
    outcome: -1,
    language: -1,
    tokensIn: 0,
    tokensOut: 0,
    costUsd: 0,
    ms: 0,
    firstTokenMs: -1,
    isFollowUp: false,
    kept: undefined,
    failedChecks: nothing,
    redactions: nothing,
  };
}

/** In the order in which we write them. */
export const members = [
  'time',
  'id',
  'task',
  'route',
  'host',
  'model',
  'reason',
  'checks',
  'redactions',
  'tokensIn',
  'tokensOut',
  'costUsd',
  'ms',
  'outcome',
  'sentSha256',
  'language',
  'firstTokenMs',
  'followUp',
  'kept',
] as const;
export type Member = (typeof members)[number];
const optional: readonly Member[] = [
  'host',
  'outcome',
  'sentSha256',
  'language',
  'firstTokenMs',
  'followUp',
  'kept',
];
/** One bit for each member that must be there. */
export const required = members.reduce(
  (bits, name, at) => (optional.includes(name) ? bits : bits | (1 << at)),
  0,
);

const bitsOf = (...some: Member[]): number =>
  some.reduce((bits, name) => bits | (1 << members.indexOf(name)), 0);
export const hostBit = bitsOf('host');
export const middleBits = bitsOf('task', 'route', 'model', 'reason', 'checks', 'redactions');
export const beforeMiddle = members.indexOf('id');
export const endOfMiddle = members.indexOf('redactions');

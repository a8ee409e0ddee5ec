/** What is the local model told when its answer failed? The evidence, and how to answer this time. */

import type { CheckResult, GateTask, Verdict } from '../gate/verdict.ts';

const evidenceLimit = 5;
const messageLimit = 4000;

/** Failures of form: the answer could not be used as it stood, so the retry asks for the simplest form. */
const formatChecks = new Set([
  'editFormat',
  'lazyElision',
  'leftoverMarkers',
  'foreignText',
  'truncated',
  'vanishedCode',
]);

export interface RepairOptions {
  readonly task?: GateTask;
  /** The answer could not be applied (search text not found, broken block): told as a further reason. */
  readonly applyFailure?: string;
}

/**
 * The message of the one local retry: what failed, where, and that the whole region is to be written out.
 * Holds what the checks saw, the output of the team's command included; it goes to the local model only.
 */
export function repairInstruction(verdict: Verdict, options: RepairOptions = {}): string {
  const lines = ['The previous answer did not pass these checks:'];
  if (options.applyFailure !== undefined) lines.push(`- It could not be applied: ${options.applyFailure}`);
  for (const failed of verdict.failed.slice(0, evidenceLimit)) lines.push(`- ${describe(failed)}`);
  const rest = verdict.failed.length - evidenceLimit;
  if (rest > 0) lines.push(`- and ${rest} more.`);
  lines.push('', ...advice(verdict, options));
  return lines.join('\n');
}

/** True where the retry should ask for the whole region rather than for search/replace blocks. */
export function wantsWholeRegion(verdict: Verdict, options: RepairOptions = {}): boolean {
  return options.applyFailure !== undefined || verdict.failed.some((failed) => formatChecks.has(failed.name));
}

function describe(failed: CheckResult): string {
  const evidence = failed.evidence;
  if (evidence === undefined) return failed.name;
  const where = evidence.line === undefined ? '' : ` (line ${evidence.line + 1})`;
  const message =
    evidence.message.length > messageLimit ? evidence.message.slice(-messageLimit) : evidence.message;
  return `${failed.name}${where}: ${message}`;
}

function advice(verdict: Verdict, options: RepairOptions): string[] {
  if (options.task === 'chat') return ['Answer again, correcting exactly these points.'];
  const lines = ['Answer again, correcting exactly these points and changing nothing else.'];
  if (wantsWholeRegion(verdict, options)) {
    lines.push(
      'Write out the whole region, every line of it: no placeholder comments, no omissions, no markers, no explanation.',
    );
  }
  return lines;
}

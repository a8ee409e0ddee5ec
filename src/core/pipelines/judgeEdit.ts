/** Is the answer an edit at all, and do its checks pass? */

import { applyFailureSentence } from '../edit/applyFailure.ts';
import type { ApplyReason } from '../edit/applyAnswer.ts';
import { applyToRegion } from '../edit/applyToRegion.ts';
import type { CheckResult, Verdict } from '../gate/verdict.ts';
import type { FinishReason } from '../model/stream.ts';
import type { Route } from '../router/route.ts';
import type { EditEvent, EditProposal, EditStages, EditTask } from './editTask.ts';

export interface JudgedEdit {
  readonly verdict: Verdict;
  readonly after: string | undefined;
  readonly reason: ApplyReason | undefined;
}

export async function judgeEdit(
  stages: EditStages,
  task: EditTask,
  answer: { readonly text: string; readonly finishReason: FinishReason },
  signal: AbortSignal,
): Promise<JudgedEdit> {
  const applied = applyToRegion(task.text, task.region, answer.text, {
    path: task.path,
    finished: answer.finishReason === 'stop',
    isOnlyFile: true,
  });
  if (!applied.ok) {
    return { verdict: formatVerdict(applied.reason), after: undefined, reason: applied.reason };
  }
  const verdict = await stages.judge(
    {
      task: 'edit',
      path: task.path,
      languageId: task.languageId,
      before: task.text,
      after: applied.value,
      instruction: task.instruction,
      finishReason: answer.finishReason,
      requestedRange: task.region,
    },
    signal,
  );
  return { verdict, after: applied.value, reason: undefined };
}

/** An answer that can't be applied fails one check of its own, named like the reason. */
function formatVerdict(reason: ApplyReason): Verdict {
  const name =
    reason === 'elided'
      ? 'lazyElision'
      : reason === 'truncated'
        ? 'truncated'
        : reason === 'unchanged'
          ? 'unchanged'
          : 'editFormat';
  const result: CheckResult = {
    name,
    passed: false,
    ms: 0,
    evidence: { message: applyFailureSentence(reason) },
  };
  return { passed: false, results: [result], failed: [result] };
}

/** What the person sees of it: the proposal, or that there is none. */
export function judgedEvent(
  judged: JudgedEdit,
  answer: string,
  where: Omit<EditProposal, 'after' | 'verdict' | 'answer'>,
  next: Route,
): EditEvent {
  const { verdict, after } = judged;
  if (after === undefined) {
    return { type: 'failed', reason: judged.reason ?? 'noCode', verdict, answer, host: where.host, next };
  }
  return { type: 'proposed', proposal: { ...where, after, verdict, answer }, next };
}

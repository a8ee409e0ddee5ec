/** What does the gate look at in an answer of the chat, and what is kept of its verdict? */

import type { FailedCheck, Question } from '../conversation/conversation.ts';
import type { GateCase, Verdict } from '../gate/verdict.ts';
import type { Streamed } from './streamAnswer.ts';

export function gateCase(
  question: Question,
  answer: Pick<Streamed, 'text' | 'finishReason'> & Partial<Streamed>,
): GateCase {
  const attachment = question.attachments.find((each) => each.paths.length === 1);
  return {
    task: 'chat',
    path: attachment?.paths[0] ?? '',
    languageId: attachment?.languageId ?? '',
    before: '',
    after: answer.text,
    instruction: [question.instruction ?? '', question.text].join('\n').trim(),
    finishReason: answer.finishReason,
    ...(answer.logprobs === undefined ? {} : { logprobs: answer.logprobs }),
  };
}

export function failedChecks(verdict: Verdict): FailedCheck[] {
  return verdict.failed.map((check) => ({ name: check.name, message: check.evidence?.message ?? '' }));
}

/** How is the edit asked of the cloud? Through the door: preview, consent, send, check. */

import type { CloudRequest } from '../cloud/cloudDoor.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { EditPrompt } from '../prompt/editPrompt.ts';
import { failure, type EditEvent, type EditStages, type EditTask } from './editTask.ts';
import { judgedEvent, judgeEdit, type JudgedEdit } from './judgeEdit.ts';
import { promptForEdit } from './promptForEdit.ts';
import { readEdit } from './readEdit.ts';

/** What the local model made of it before. */
export interface LocalEdit {
  readonly verdict: Verdict;
  /** The local proposal once more, where the policy asked the cloud and a limit said no: the work goes on here. */
  readonly kept?: (reason: string) => EditEvent;
}

/** Only with the person's or the policy's consent. The door keeps the audit line of what it sent. */
export async function* escalateEdit(
  stages: EditStages,
  task: EditTask,
  local: LocalEdit | undefined,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, void> {
  const context = task.context.filter((piece) => piece.staysLocal !== true);
  const prompt = promptForEdit(
    stages,
    { ...task, context },
    { family: 'cloud', contextTokens: cloudContextTokens },
  );
  if (!prompt.ok) {
    yield failure(prompt);
    return;
  }
  let judged: JudgedEdit | undefined;
  const asked = await stages.askCloud(
    cloudRequest(task, prompt.value, local?.verdict),
    {
      agree: task.agree,
      judge: async (answer) => {
        judged = await judgeEdit(stages, task, answer, signal);
        return judged.verdict.passed ? 'shown' : 'withheld';
      },
    },
    signal,
  );
  if (!asked.ok) {
    yield local?.kept?.(asked.reason) ?? failure(asked);
    return;
  }
  const { preview, stream } = asked.value;
  const where = { route: 'cloud', model: preview.model, host: preview.host, isDemo: false } as const;
  yield {
    type: 'started',
    attempt: 'cloud',
    ...where,
    format: prompt.value.format,
    leftOut: prompt.value.leftOut,
  };
  const read = yield* readEdit(stream, task, stages.clock, signal);
  if (signal.aborted || read.finishReason === 'cancelled') {
    yield { type: 'cancelled' };
    return;
  }
  if (read.problem !== undefined) {
    yield { ...read.problem, host: preview.host };
    return;
  }
  judged ??= await judgeEdit(stages, task, read, signal);
  const next = await stages.route({
    conversationId: task.editId,
    verdict: judged.verdict,
    answeredBy: 'cloud',
    userAsksCloud: false,
    localOnlyPaths: [],
    repairs: 1,
    canRepair: false,
    consented: true,
  });
  yield judgedEvent(judged, read.text, { auditId: preview.id, ...where }, next);
}

/** Frontier models take at least this; more context costs more than one edit should. */
const cloudContextTokens = 64_000;

/** The request the cloud would get for this edit; also what its preview shows. */
function cloudRequest(task: EditTask, prompt: EditPrompt, verdict: Verdict | undefined): CloudRequest {
  return {
    task: 'edit',
    reason: verdict?.failed[0]?.name ?? 'userOptIn',
    checks: verdict?.results ?? [],
    messages: prompt.messages,
    paths: prompt.paths,
    maxTokens: prompt.maxTokens,
    conversationId: task.editId,
    language: task.languageId,
  };
}

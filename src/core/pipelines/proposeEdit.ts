/** How does an instruction become a checked edit? Local model, parse, gate, one local repair, then the router. */

import { refusesInput } from '../edit/editableInput.ts';
import { editRepairMessages, type EditPrompt } from '../prompt/editPrompt.ts';
import type { ChatModel } from '../server/localModels.ts';
import { attemptEdit } from './attemptEdit.ts';
import { failure, type EditEvent, type EditStages, type EditTask } from './editTask.ts';
import { escalateEdit } from './escalateEdit.ts';
import { promptForEdit } from './promptForEdit.ts';

/** The last event is `proposed`, `failed` or `cancelled`. Leaving the loop or aborting closes the connection. */
export async function* proposeEdit(
  stages: EditStages,
  task: EditTask,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, void> {
  const refused = refusesInput(task.text);
  if (refused !== undefined) {
    yield failure(refused);
    return;
  }
  if (task.start === 'cloud') {
    yield* escalateEdit(stages, task, task.previous, signal);
    return;
  }
  const model = await stages.models.chat();
  if (!model.ok) {
    yield failure(model);
    return;
  }
  yield* localEdit(stages, task, model.value, signal);
}

async function* localEdit(
  stages: EditStages,
  task: EditTask,
  model: ChatModel,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, void> {
  let previous = task.start === 'repair' ? task.previous : undefined;
  for (let repairs = 0; ; repairs++) {
    const prompt = promptForEdit(stages, task, model, previous === undefined ? undefined : 'region');
    if (!prompt.ok) {
      yield failure(prompt, model.host);
      return;
    }
    const messages =
      previous === undefined
        ? prompt.value.messages
        : editRepairMessages(prompt.value, previous.answer, stages.repairInstruction(previous.verdict));
    const reason = previous === undefined ? 'default' : (previous.verdict.failed[0]?.name ?? 'default');
    yield started(model, prompt.value, previous === undefined ? 'first' : 'repair');
    const attempt = yield* attemptEdit(
      stages,
      task,
      { model, prompt: prompt.value, messages, reason },
      signal,
    );
    if (attempt === undefined) return;
    const next = await stages.route({
      conversationId: task.editId,
      verdict: attempt.verdict,
      answeredBy: 'local',
      userAsksCloud: false,
      localOnlyPaths: localOnly(task, prompt.value),
      repairs,
      canRepair: task.start === 'local' && repairs === 0,
      consented: false,
    });
    if (next.decision === 'repair') {
      previous = { verdict: attempt.verdict, answer: attempt.answer };
      continue;
    }
    yield attempt.event(next);
    // The policy is the consent here: nobody is asked again.
    const consented = { ...task, agree: () => Promise.resolve(true) };
    const kept = (reason: string): EditEvent => attempt.event({ ...next, decision: 'stay', reason });
    if (next.decision === 'escalate')
      yield* escalateEdit(stages, consented, { verdict: attempt.verdict, kept }, signal);
    return;
  }
}

function localOnly(task: EditTask, prompt: EditPrompt): readonly string[] {
  return [...(task.staysLocal ? [task.path] : []), ...prompt.stayLocalPaths];
}

function started(model: ChatModel, prompt: EditPrompt, attempt: 'first' | 'repair'): EditEvent {
  const { host, isDemo } = model;
  return {
    type: 'started',
    attempt,
    route: 'local',
    model: model.model,
    host,
    isDemo,
    format: prompt.format,
    leftOut: prompt.leftOut,
  };
}

/** Which prompt does this model get for the edit? */

import type { Outcome } from '../base/outcome.ts';
import { editPrompt, type EditFormat, type EditPrompt } from '../prompt/editPrompt.ts';
import type { EditStages, EditTask } from './editTask.ts';

/** Within the model's own window. `format` is what is wished for. */
export function promptForEdit(
  stages: EditStages,
  task: EditTask,
  model: { readonly family: string; readonly contextTokens: number },
  format?: EditFormat,
): Outcome<EditPrompt, 'tooLong'> {
  const input = {
    family: model.family,
    path: task.path,
    languageId: task.languageId,
    text: task.text,
    region: task.region,
    instruction: task.instruction,
    context: task.context,
    contextTokens: model.contextTokens,
    estimateTokens: (text: string) => stages.models.estimateTokens(text),
  };
  if (format === undefined) return editPrompt(input);
  const asked = editPrompt({ ...input, format });
  // A region too long to be written whole can still be repaired with blocks.
  return asked.ok ? asked : editPrompt(input);
}

/** What is told where no model was chosen, or the chosen one did not prove itself? */

import type { Say } from '../base/say.ts';
import { ModelError } from '../model/modelError.ts';
import type { NoChoice } from '../server/chooseModels.ts';
import { problemSentence, type SentenceContext } from '../server/problemSentence.ts';

/** Why a server's models leave a task without one. */
export function noChoiceSentence(
  reason: NoChoice,
  host: string,
  wanted: string,
  context: SentenceContext & { readonly kind: string },
): string {
  const { say } = context;
  switch (reason) {
    case 'noModels':
      return context.kind === 'ollama'
        ? say('{0} has no model yet; pull one with "Tandem: Connect to a Server".', host)
        : say('{0} serves no model; load one there.', host);
    case 'modelMissing':
      return problemSentence(new ModelError('modelMissing', { host }), { ...context, model: wanted });
    case 'noFim':
      return wanted === ''
        ? say(
            '{0} has no model that fills in the middle; add one such as qwen2.5-coder or codestral for suggestions.',
            host,
          )
        : say(
            '{0} on {1} is an instruction model and can\'t fill in the middle; choose a FIM model in "tandem.completion.model".',
            wanted,
            host,
          );
    case 'noChat':
      return say('{0} has no instruction model; add one such as devstral for chat and edits.', host);
  }
}

/** What helps a server of this kind whose trial did not fill the middle; empty: nothing is known. */
export function trialAdvice(family: string, kind: string, say: Say): string[] {
  if (family !== 'codestral') return [];
  switch (kind) {
    case 'litellm':
    case 'rayserve':
    case 'openaiCompatible':
      return [say('If vLLM stands behind it, start it with --tokenizer-mode hf or give its own address.')];
    case 'localai':
      return [say("Take the completion template out of the model's configuration.")];
    default:
      return [];
  }
}

/** A suggestion from the cloud, because the person asked for one here: the same window, the same polish, the same gate. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { CloudPreview, CloudRequest, JudgeAnswer } from '../cloud/cloudDoor.ts';
import type { AnswerStream } from '../model/stream.ts';
import { cleanAnswer, fitInsertion, type PolishRefusal } from '../polish/polish.ts';
import { shapeAt } from '../polish/rules/firstLine.ts';
import { sceneAt, type Insertion } from '../polish/scene.ts';
import type { Keystroke } from '../trigger/keystroke.ts';
import type { CompletionStages } from './completionStages.ts';
import type { Suggestion } from './suggestion.ts';

/** `askCloud` with its door and its consent bound. */
export type AskCloudForText<Refusal extends string> = (
  request: CloudRequest,
  judge: JudgeAnswer,
  signal: AbortSignal,
) => Promise<Outcome<{ readonly preview: CloudPreview; readonly stream: AnswerStream }, Refusal>>;

const prefixCharacters = 6_000;
const suffixCharacters = 2_000;
const maxTokens = 400;
const mark = '<cursor/>';

const instruction =
  `You complete code at the place marked ${mark}. Answer with the text to insert there and nothing else: ` +
  'no explanation, no Markdown fence, nothing that already stands before or behind the mark. ' +
  'Stop at the end of the statement or of the block that belongs there.';

/** Rejects with ModelError when the cloud fails in mid-answer. What fails the gate is withheld and audited so. */
export async function askCloudForSuggestion<Refusal extends string>(
  stages: CompletionStages,
  keystroke: Keystroke,
  ask: AskCloudForText<Refusal>,
  signal: AbortSignal,
): Promise<Outcome<Suggestion, Refusal | PolishRefusal | 'failedChecks'>> {
  const { document, offset } = keystroke;
  let fitted: Outcome<Insertion, PolishRefusal | 'failedChecks'> = none('emptyAnswer');
  const judge: JudgeAnswer = async ({ text, finishReason }) => {
    fitted = await fitAndJudge(stages, keystroke, text, finishReason, signal);
    return fitted.ok ? 'shown' : 'withheld';
  };
  const before = document.text.slice(Math.max(0, offset - prefixCharacters), offset);
  const behind = document.text.slice(offset, offset + suffixCharacters);
  const request: CloudRequest = {
    task: 'completion',
    reason: 'userOptIn',
    checks: [],
    messages: [
      { role: 'system', content: instruction },
      {
        role: 'user',
        content: `File ${document.path} (${document.languageId}):\n\n${before}${mark}${behind}`,
      },
    ],
    paths: [document.path],
    maxTokens,
    conversationId: document.uri,
    language: document.languageId,
  };
  const sent = await ask(request, judge, signal);
  if (!sent.ok) return sent;
  // The door asks `judge` when the answer is complete; reading to the end is what makes it so.
  for await (const event of sent.value.stream) if (event.type === 'end') break;
  const outcome = fitted as Outcome<Insertion, PolishRefusal | 'failedChecks'>;
  if (!outcome.ok) return outcome;
  const { id, host, model } = sent.value.preview;
  // The door has written the audit line; taking the suggestion is recorded under its id.
  stages.requests.set(id, {
    id,
    host,
    model,
    route: 'cloud',
    family: 'cloud',
    isDemo: false,
    shape: 'block',
    purpose: 'typed',
    path: document.path,
    languageId: document.languageId,
    atMs: stages.clock.now(),
    startedMs: stages.clock.monotonicMs(),
    promptCharacters: before.length + behind.length,
    sources: [],
    isCold: true,
    isAfterTheEnd: false,
    usage: {},
    judgedLength: outcome.value.text.length,
    wasOffered: true,
    isRecorded: true,
  });
  return some({ id, insertion: outcome.value, origin: 'cloud', model, isDemo: false });
}

async function fitAndJudge(
  stages: CompletionStages,
  keystroke: Keystroke,
  raw: string,
  finishReason: string,
  signal: AbortSignal,
): Promise<Outcome<Insertion, PolishRefusal | 'failedChecks'>> {
  const { document, offset } = keystroke;
  const scene = sceneAt(document.text, offset, { languageId: document.languageId, family: 'cloud' });
  const fitted = fitInsertion(cleanAnswer(raw, scene), scene, shapeAt(scene));
  if (!fitted.ok) return fitted;
  const verdict = await stages.judge(
    {
      task: 'completion',
      path: document.path,
      languageId: document.languageId,
      before: document.text.slice(0, offset),
      after: fitted.value.text,
      suffix: document.text.slice(offset + fitted.value.replaceAfter),
      finishReason,
      cheapOnly: true,
    },
    signal,
  );
  return verdict.passed ? fitted : none('failedChecks', verdict.failed[0]?.evidence?.message);
}

import { describe, expect, it } from 'vitest';

import { none, some } from '../../../src/core/base/outcome.ts';
import type { CloudPreview, CloudRequest, JudgeAnswer } from '../../../src/core/cloud/cloudDoor.ts';
import type { AnswerStream, StreamEvent } from '../../../src/core/model/stream.ts';
import { accepted } from '../../../src/core/pipelines/acceptance.ts';
import { askCloudForSuggestion } from '../../../src/core/pipelines/askCloudForSuggestion.ts';
import { placeOf } from '../polish/cursor.ts';
import { settled } from '../trigger/fakeClock.ts';
import { scripted } from './fakeStages.ts';

const preview = { id: 'cloud-1', host: 'cloud.example', model: 'frontier' } as CloudPreview;
const signal = new AbortController().signal;

function keystrokeAt(screen: string) {
  const { text, offset } = placeOf(screen);
  const document = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', version: 1, text };
  return { document, offset, cause: 'manual', permitted: 'yes' } as const;
}

/** A door that answers `text`, and what it was asked and told. */
function door(text: string) {
  const told: { request?: CloudRequest; outcome?: string } = {};
  const ask = (request: CloudRequest, judge: JudgeAnswer) => {
    told.request = request;
    async function* stream(): AsyncGenerator<StreamEvent> {
      yield { type: 'text', text };
      told.outcome = await judge({ text, finishReason: 'stop' });
      yield { type: 'end', finishReason: 'stop', usage: {} };
    }
    const answer: AnswerStream = stream();
    return Promise.resolve(some({ preview, stream: answer }));
  };
  return { told, ask };
}

describe('a suggestion from the cloud', () => {
  it('is polished like any other and told to the door as shown', async () => {
    const { told, ask } = door('```ts\ncompute(1);\n```');
    const outcome = await askCloudForSuggestion(
      scripted(() => '').stages,
      keystrokeAt('const a = █\n'),
      ask,
      signal,
    );
    expect(outcome).toMatchObject({
      ok: true,
      value: { id: 'cloud-1', origin: 'cloud', insertion: { text: 'compute(1);' } },
    });
    expect(told.outcome).toBe('shown');
    expect(told.request).toMatchObject({ task: 'completion', reason: 'userOptIn', paths: ['a.ts'] });
  });

  it('is withheld, and audited so, when it fails the gate', async () => {
    const failed = { name: 'parseErrors', passed: false, ms: 1 };
    const { told, ask } = door('compute((');
    const { stages } = scripted(() => '', {
      judge: () => ({ passed: false, results: [failed], failed: [failed] }),
    });
    const outcome = await askCloudForSuggestion(stages, keystrokeAt('const a = █\n'), ask, signal);
    expect(outcome).toMatchObject({ ok: false, reason: 'failedChecks' });
    expect(told.outcome).toBe('withheld');
  });

  it('hands on the refusal of the door', async () => {
    const refuse = () => Promise.resolve(none('declined'));
    const outcome = await askCloudForSuggestion(
      scripted(() => '').stages,
      keystrokeAt('const a = █\n'),
      refuse,
      signal,
    );
    expect(outcome).toEqual({ ok: false, reason: 'declined' });
  });

  it('is recorded as accepted under the cloud’s request', async () => {
    const script = scripted(() => '');
    await askCloudForSuggestion(script.stages, keystrokeAt('const a = █\n'), door('compute(1);').ask, signal);
    accepted(script.stages, 'cloud-1', { text: 'compute(1);', isKept: () => true });
    await settled();
    expect(script.audited).toMatchObject([
      { id: 'cloud-1', route: 'cloud', outcome: 'accepted', followUp: true },
    ]);
  });
});

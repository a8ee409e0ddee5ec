/** How is TGI asked for FIM? `/generate_stream`, at most four stops, whose text it leaves in the answer. */

import { at, numberAt, textAt, type Json } from '../json.ts';
import type { FimRequest } from '../stream.ts';
import { finishReason, usageOf, type Delta, type Wire } from '../wire.ts';
import { promptText } from './promptText.ts';

const mostStops = 4;

function read(frame: Json): Delta {
  if (frame['error'] !== undefined) return { error: frame['error'] };
  const isSpecial = at(frame, 'token', 'special') === true;
  const text = isSpecial ? undefined : textAt(frame, 'token', 'text');
  const logprob = isSpecial ? undefined : numberAt(frame, 'token', 'logprob');
  const finish = finishReason(at(frame, 'details', 'finish_reason'));
  const usage = usageOf(
    numberAt(frame, 'details', 'input_length'),
    numberAt(frame, 'details', 'generated_tokens'),
  );
  return {
    ...(text === undefined ? {} : { text }),
    ...(logprob === undefined ? {} : { logprobs: [logprob] }),
    ...(usage === undefined ? {} : { usage }),
    ...(finish === undefined ? {} : { finish, done: true }),
  };
}

export const tgiGenerate: Wire<FimRequest> = {
  framing: 'sse',
  prepare: (request, { traits }) => {
    const { prompt, broken } = promptText(request.prompt);
    const stop = request.prompt.stop.slice(0, traits.maxStops ?? mostStops);
    return {
      path: '/generate_stream',
      body: {
        inputs: prompt,
        stream: true,
        parameters: {
          max_new_tokens: request.maxTokens,
          // A temperature of 0 is refused here; greedy is asked for by not sampling.
          ...(request.temperature > 0
            ? { do_sample: true, temperature: request.temperature }
            : { do_sample: false }),
          stop,
          return_full_text: false,
          details: true,
        },
      },
      broken,
      stops: request.prompt.stop,
    };
  },
  read,
};

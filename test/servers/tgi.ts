/** Hugging Face TGI: `/info`, `/generate_stream` with the stop text left in, 422 for a suffix, a bare stop string, too many stops, `top_p: 1`. */

import type { AnswerFormat, AnswerSummary, Exchange } from './exchange.ts';
import {
  askedByMessages,
  askedByPrompt,
  chatFormat,
  completionFormat,
  numberOf,
  streams,
  stringOf,
  stringsOf,
} from './openaiWire.ts';
import type { Json, StandInKind } from './standIn.ts';

const finishNames = { stop: 'eos_token', length: 'length', tool_calls: 'eos_token' } as const;

function invalid(exchange: Exchange, error: string, errorType = 'validation'): void {
  exchange.json(422, { error, error_type: errorType });
}

function parametersOf(body: Json): Json {
  return typeof body['parameters'] === 'object' && body['parameters'] !== null
    ? (body['parameters'] as Json)
    : {};
}

function refusesSampling(exchange: Exchange, sampling: Json): boolean {
  const stop = sampling['stop'];
  if (stop !== undefined && !Array.isArray(stop)) {
    invalid(exchange, 'Failed to deserialize the JSON body: stop: invalid type: string, expected a sequence');
    return true;
  }
  if (stringsOf(stop).length > 4) {
    invalid(exchange, 'Input validation error: `stop` supports up to 4 stop sequences. Given: 5');
    return true;
  }
  const topP = sampling['top_p'];
  if (typeof topP === 'number' && (topP <= 0 || topP >= 1)) {
    invalid(exchange, 'Input validation error: `top_p` must be > 0.0 and < 1.0');
    return true;
  }
  if (sampling['temperature'] === 0) {
    invalid(exchange, 'Input validation error: `temperature` must be strictly positive');
    return true;
  }
  return false;
}

function nativeFormat(): AnswerFormat {
  const special = { id: 2, text: '</s>', logprob: -0.01, special: true };
  return {
    contentType: 'text/event-stream',
    keepsStop: true,
    inBandError:
      'data:{"error":{"message":"Request failed during generation: Server error","http_status_code":424}}\n\n',
    chunk: ({ text, logprob }) =>
      `data:${JSON.stringify({ index: 1, token: { id: 9, text, logprob, special: false }, generated_text: null, details: null })}\n\n`,
    close: (summary) =>
      `:keep-alive\n\ndata:${JSON.stringify({
        index: 6,
        token: special,
        generated_text: summary.text,
        details: {
          finish_reason: finishNames[summary.finish],
          generated_tokens: summary.tokensOut,
          input_length: summary.tokensIn,
        },
      })}\n\n`,
    whole: (summary) => ({
      generated_text: summary.text,
      details: { finish_reason: finishNames[summary.finish], generated_tokens: summary.tokensOut },
    }),
  };
}

async function generate(exchange: Exchange, streamed: boolean): Promise<void> {
  const parameters = parametersOf(exchange.body);
  if (refusesSampling(exchange, parameters)) return;
  const id = exchange.standIn.models[0]?.id;
  exchange.request.body['model'] = id;
  const asked = {
    ...askedByPrompt(
      exchange,
      stringOf(exchange.body['inputs']),
      numberOf(parameters['max_new_tokens'], 100),
    ),
    stop: stringsOf(parameters['stop']),
  };
  await exchange.answer(asked, nativeFormat(), streamed);
}

async function completions(exchange: Exchange): Promise<void> {
  const body = exchange.body;
  if (body['suffix'] !== undefined) {
    invalid(
      exchange,
      'Suffix is not supported and can be achieved by preprocessing the prompt.',
      'suffix not supported',
    );
    return;
  }
  if (refusesSampling(exchange, { ...body, temperature: undefined })) return;
  body['model'] = exchange.standIn.models[0]?.id;
  const asked = askedByPrompt(exchange, stringOf(body['prompt']), numberOf(body['max_tokens'], 100));
  await exchange.answer(asked, completionFormat(exchange, { keepsStop: true, finish }), streams(exchange));
}

function finish(summary: AnswerSummary): string {
  return finishNames[summary.finish];
}

export const tgi: StandInKind = {
  name: 'tgi',
  models: [{ id: 'bigcode/starcoder2-7b', fim: 'starcoder2', contextTokens: 8192 }],
  routes: {
    'GET /info': {
      open: true,
      run: (exchange) => {
        const model = exchange.standIn.models[0];
        exchange.json(200, {
          model_id: model?.id,
          sha: '0123',
          router: 'text-generation-router',
          version: exchange.standIn.traits['version'] ?? '3.3.7',
          max_input_tokens: (model?.contextTokens ?? 8192) - 1024,
          max_total_tokens: model?.contextTokens ?? 8192,
          max_stop_sequences: 4,
          max_concurrent_requests: 128,
        });
      },
    },
    'GET /health': { open: true, run: (exchange) => exchange.text(200, '') },
    'GET /v1/models': {
      open: true,
      run: (exchange) => {
        const id = exchange.standIn.models[0]?.id;
        exchange.json(200, { object: 'list', data: [{ id, object: 'model', created: 0, owned_by: id }] });
      },
    },
    'POST /generate': { asks: true, run: (exchange) => generate(exchange, false) },
    'POST /generate_stream': { asks: true, run: (exchange) => generate(exchange, true) },
    'POST /v1/completions': { asks: true, run: completions },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (!refusesSampling(exchange, { ...exchange.body, temperature: undefined })) {
          await exchange.answer(
            askedByMessages(exchange),
            chatFormat(exchange, { finish }),
            streams(exchange),
          );
        }
      },
    },
  },
  notFound: (exchange) => exchange.text(404, ''),
  refusals: {
    unauthorized: (exchange) => exchange.text(401, ''),
    modelMissing: (exchange) =>
      exchange.json(404, { error: 'Model `x` not found', error_type: 'model_not_found' }),
    tooLong: (exchange) => {
      const limit = exchange.standIn.models[0]?.contextTokens ?? 8192;
      invalid(
        exchange,
        `Input validation error: \`inputs\` must have less than ${limit} tokens. Given: ${limit + 9}`,
      );
    },
    rateLimited: (exchange) => exchange.json(429, { error: 'Model is overloaded', error_type: 'overloaded' }),
    loading: (exchange) => exchange.json(503, { error: 'Model is loading', error_type: 'loading' }),
    serverError: (exchange) =>
      exchange.json(424, {
        error: 'Request failed during generation: Server error',
        error_type: 'generation',
      }),
  },
};

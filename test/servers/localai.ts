/** LocalAI: drops a suffix silently, always ends with `stop`, and tells a failure in mid-stream as text with status 200; trait `completionTemplate: 'yes'` spoils raw prompts. */

import { askedByPrompt, completionFormat, numberOf, sse, streams, stringOf } from './openaiWire.ts';
import { compatibleChat, compatibleCompletions, compatibleRefusals, modelList } from './openaiCompatible.ts';
import type { StandInKind } from './standIn.ts';

const inBandError =
  sse({
    object: 'text_completion',
    choices: [
      {
        index: 0,
        text: 'Internal error: rpc error: code = Unavailable desc = error reading from server: EOF',
        finish_reason: 'stop',
      },
    ],
  }) + 'data: [DONE]\n\n';

export const localai: StandInKind = {
  name: 'localai',
  models: [{ id: 'qwen2.5-coder-7b', fim: 'qwenCoder', contextTokens: 8192 }],
  routes: {
    'GET /.well-known/localai.json': {
      open: true,
      run: (exchange) => exchange.json(200, { version: 'v4.9.0', capabilities: {} }),
    },
    'GET /healthz': { open: true, run: (exchange) => exchange.text(200, 'OK') },
    'GET /readyz': { open: true, run: (exchange) => exchange.text(200, 'OK') },
    'GET /version': {
      run: (exchange) =>
        exchange.json(200, { version: exchange.standIn.traits['version'] ?? 'v4.9.0 (82c191afa)' }),
    },
    'GET /v1/models': modelList(({ id }) => ({ id, object: 'model' })),
    'POST /v1/completions': {
      asks: true,
      run: async (exchange) => {
        const flavor = { inBandError, finish: () => 'stop' };
        if (exchange.standIn.traits['completionTemplate'] === 'yes' && exchange.model !== undefined) {
          const prompt = stringOf(exchange.body['prompt']);
          const asked = askedByPrompt(
            exchange,
            `Complete this:\n${prompt}`,
            numberOf(exchange.body['max_tokens'], 2048),
          );
          const seen = { ...asked, task: 'continuation' as const, prefix: prompt, suffix: '' };
          await exchange.answer(seen, completionFormat(exchange, flavor), streams(exchange));
          return;
        }
        await compatibleCompletions(exchange, { suffix: 'dropped', flavor });
      },
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: (exchange) =>
        compatibleChat(exchange, {
          inBandError:
            sse({
              object: 'chat.completion.chunk',
              choices: [
                {
                  index: 0,
                  delta: { content: 'Internal error: rpc error: code = Unavailable' },
                  finish_reason: 'stop',
                },
              ],
            }) + 'data: [DONE]\n\n',
        }),
    },
  },
  holdsKey: (request, key) =>
    request.headers['authorization'] === `Bearer ${key}` || request.headers['x-api-key'] === key,
  refusals: {
    ...compatibleRefusals,
    unauthorized: (exchange) =>
      exchange.json(401, { error: { code: 401, message: 'An authentication key is required', type: '' } }),
    modelMissing: (exchange) =>
      exchange.json(404, { error: { code: 404, message: 'model "x" not found', type: '' } }),
    tooLong: (exchange) =>
      exchange.json(400, {
        error: {
          code: 400,
          message:
            'request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it',
          type: '',
        },
      }),
    loading: (exchange, fault) =>
      exchange.json(
        503,
        { error: { code: 503, message: 'backend is starting', type: '' } },
        { 'retry-after': String(fault.retryAfterSeconds ?? 2) },
      ),
  },
};

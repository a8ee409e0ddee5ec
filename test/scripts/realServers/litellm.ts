/** A real LiteLLM proxy in front of a vLLM stand-in that can fill a middle; trait: which tokenizer stands behind it. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { startStandIn } from '../../servers/standIn.ts';
import { vllm } from '../../servers/vllm.ts';
import { freePort } from '../vscodeServer.ts';
import {
  lastLine,
  pythonWith,
  serversFolder,
  startProgram,
  untilAnswers,
  type RealServer,
} from './realServer.ts';

const key = 'sk-tandem-test';
const model = 'qwen2.5-coder-7b';

export const realLiteLlm: RealServer = {
  title: 'LiteLLM',
  start: async () => {
    const python = await pythonWith('litellm', ['litellm[proxy]']);
    if (python.startsWith('no ')) return python;
    const backend = await startStandIn(vllm, { models: [{ id: model, fim: 'qwenCoder' }], chunkDelayMs: 50 });
    const configuration = path.join(serversFolder, 'litellm.yaml');
    await writeFile(
      configuration,
      [
        'model_list:',
        `  - model_name: ${model}`,
        '    litellm_params:',
        `      model: hosted_vllm/${model}`,
        `      api_base: ${backend.url}/v1`,
        'general_settings:',
        `  master_key: ${key}`,
        '',
      ].join('\n'),
    );
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const program = path.join(path.dirname(python), 'litellm');
    const server = startProgram(
      program,
      ['--config', configuration, '--host', '127.0.0.1', '--port', `${port}`],
      {
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      },
    );
    const close = async (): Promise<void> => {
      await server.close();
      await backend.close();
    };
    if (!(await untilAnswers(`${url}/health/liveliness`, 120_000))) {
      await close();
      return `it did not start: ${lastLine(server.output())}`;
    }
    return {
      url,
      kind: 'litellm',
      key,
      canProve: true,
      sawHangUp: () =>
        backend
          .until((requests) => requests.some(({ hungUp }) => hungUp), 5000)
          .then(
            () => true,
            () => false,
          ),
      close,
    };
  },
};

/** Every server kind there is a stand-in for, with the traits that change its dialect. */

import { deepseek } from './deepseek.ts';
import { litellm } from './litellm.ts';
import { llamacpp } from './llamacpp.ts';
import { lmstudio } from './lmstudio.ts';
import { localai } from './localai.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openaiCompatible } from './openaiCompatible.ts';
import { rayserve } from './rayserve.ts';
import type { StandInKind, StandInOptions } from './standIn.ts';
import { tabbyapi } from './tabbyapi.ts';
import { tgi } from './tgi.ts';
import { vllm } from './vllm.ts';

export interface StandInVariant {
  readonly title: string;
  readonly kind: StandInKind;
  readonly options: StandInOptions;
}

const codestralFile = [{ id: 'codestral-22b-v0.1-q4_k_m.gguf', fim: 'codestral', contextTokens: 16384 }];

export const standInVariants: readonly StandInVariant[] = [
  { title: 'Ollama', kind: ollama, options: {} },
  { title: 'vLLM with the HF tokenizer', kind: vllm, options: {} },
  { title: 'vLLM with the Mistral tokenizer', kind: vllm, options: { traits: { tokenizer: 'mistral' } } },
  { title: 'llama.cpp with Qwen', kind: llamacpp, options: {} },
  { title: 'llama.cpp with Codestral', kind: llamacpp, options: { models: codestralFile } },
  {
    title: 'llama.cpp in router mode',
    kind: llamacpp,
    options: {
      traits: { router: 'yes' },
      models: [...llamacpp.models, { id: 'devstral-small-2.gguf', contextTokens: 16384 }],
    },
  },
  { title: 'TGI', kind: tgi, options: {} },
  { title: 'LocalAI', kind: localai, options: {} },
  { title: 'LM Studio', kind: lmstudio, options: {} },
  { title: 'LM Studio before 0.4', kind: lmstudio, options: { traits: { api: 'v0' } } },
  {
    title: 'LiteLLM before vLLM',
    kind: litellm,
    options: { models: [{ id: 'qwen2.5-coder-32b', fim: 'qwenCoder', contextTokens: 32768 }] },
  },
  { title: 'LiteLLM before Codestral', kind: litellm, options: { traits: { backend: 'codestral' } } },
  { title: 'Ray Serve LLM', kind: rayserve, options: {} },
  { title: 'TabbyAPI', kind: tabbyapi, options: {} },
  { title: 'Mistral API', kind: mistral, options: {} },
  { title: 'DeepSeek API', kind: deepseek, options: {} },
  { title: 'an unknown OpenAI-compatible server', kind: openaiCompatible, options: {} },
];

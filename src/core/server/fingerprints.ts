/** Which server kinds are known? A new one is a file in `kinds/` and a line here. The first that recognizes wins. */

import type { Fingerprint } from './fingerprint.ts';
import { demo } from './kinds/demo.ts';
import { deepseek } from './kinds/deepseek.ts';
import { litellm } from './kinds/litellm.ts';
import { llamacpp } from './kinds/llamacpp.ts';
import { lmstudio } from './kinds/lmstudio.ts';
import { localai } from './kinds/localai.ts';
import { mistral } from './kinds/mistral.ts';
import { ollama } from './kinds/ollama.ts';
import { openaiCompatible } from './kinds/openaiCompatible.ts';
import { rayserve } from './kinds/rayserve.ts';
import { tabbyapi } from './kinds/tabbyapi.ts';
import { tgi } from './kinds/tgi.ts';
import { vllm } from './kinds/vllm.ts';

/** LiteLLM forwards the cards of what stands behind it, so it comes before them; the unknown server is last. */
const known = [
  demo,
  litellm,
  ollama,
  llamacpp,
  lmstudio,
  localai,
  tabbyapi,
  tgi,
  vllm,
  rayserve,
  mistral,
  deepseek,
  openaiCompatible,
] as const;

export const fingerprints: readonly Fingerprint[] = known;

export type KnownKind = (typeof known)[number]['kind'];

/** Ports on this machine where a server may listen by default, without those only cloud services have. */
export const wellKnownPorts: readonly number[] = [...new Set(fingerprints.flatMap(({ ports }) => ports))];

/** Which FIM families are known? A new one is a file beside this one and a line here. */

import { codeGemma } from './codeGemma.ts';
import { codeLlama } from './codeLlama.ts';
import { codestral } from './codestral.ts';
import { codestralApi } from './codestralApi.ts';
import { deepseekCoder } from './deepseekCoder.ts';
import type { FimFamily } from './fimFamily.ts';
import { granite } from './granite.ts';
import { mellum } from './mellum.ts';
import { qwenCoder } from './qwenCoder.ts';
import { seedCoder } from './seedCoder.ts';
import { stableCode } from './stableCode.ts';
import { starcoder2 } from './starcoder2.ts';

export const fimFamilies: readonly FimFamily[] = [
  codestralApi,
  codestral,
  qwenCoder,
  deepseekCoder,
  seedCoder,
  codeGemma,
  starcoder2,
  granite,
  mellum,
  stableCode,
  codeLlama,
];

/** The family of a model trained for FIM; undefined: none known, or a variant without FIM. Looks at the last part of a path, so `mistralai/Codestral-22B-v0.1` is one. */
export function fimFamilyOf(modelId: string): FimFamily | undefined {
  return fimFamilies.find((family) => family.recognizes(modelId));
}

/** How are DeepSeek-Coder V1 and V2(-Lite) asked? Full-width bars and U+2581 in its tokens (DeepSeek-Coder README, ollama#5207). */

import { prefixSuffixMiddle, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

const tokens = ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'] as const;

export const deepseekCoder: FimFamily = {
  name: 'deepseekCoder',
  rank: 80,
  recognizes: (modelId) => /deepseek-?coder/i.test(modelId.replaceAll('_', '-')),
  controls: [
    ...tokens,
    '<｜end▁of▁sentence｜>',
    '<｜begin▁of▁sentence｜>',
    '<｜User｜>',
    '<｜Assistant｜>',
    '<|EOT|>',
  ],
  stop: ['<｜end▁of▁sentence｜>', ...tokens],
  takesWritten: true,
  lay: (parts) => prefixSuffixMiddle(tokens, commentedFiles(parts), parts),
  prefixWithSnippets: commentedFiles,
};

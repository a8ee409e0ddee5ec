/** How is CodeGemma asked? Base models only; files stand apart by `<|file_separator|>` (ai.google.dev, CodeGemma prompt structure). */

import { control, prefixSuffixMiddle, text, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

const tokens = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'] as const;

export const codeGemma: FimFamily = {
  name: 'codeGemma',
  rank: 65,
  recognizes: (modelId) => {
    if (!/code-?gemma/i.test(modelId) || /instruct|[-_:]it\b/i.test(modelId)) return false;
    // Ollama's plain 7b tags are the instruct variant; 2b exists as a base model only.
    return !modelId.includes(':') || /:(.*-)?code\b|:2b/i.test(modelId);
  },
  controls: [...tokens, '<|file_separator|>', '<start_of_turn>', '<end_of_turn>', '<bos>', '<eos>'],
  stop: ['<|file_separator|>', '<end_of_turn>', '<eos>', ...tokens],
  takesWritten: true,
  lay: (parts) => {
    if (parts.snippets.length === 0) return prefixSuffixMiddle(tokens, parts.prefix, parts);
    return [
      ...parts.snippets.flatMap((snippet) => [
        text(`${snippet.path}\n${snippet.text.trimEnd()}\n`),
        control('<|file_separator|>'),
      ]),
      text(`${parts.path}\n`),
      ...prefixSuffixMiddle(tokens, parts.prefix, parts),
    ];
  },
  prefixWithSnippets: commentedFiles,
};

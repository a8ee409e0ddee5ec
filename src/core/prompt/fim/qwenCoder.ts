/** How are Qwen2.5-Coder and Qwen3-Coder asked? (arXiv 2409.12186, QwenLM README) */

import { control, prefixSuffixMiddle, text, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

const tokens = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'] as const;
const stop = [
  '<|endoftext|>',
  '<|file_sep|>',
  '<|fim_pad|>',
  '<|repo_name|>',
  '<|im_end|>',
  '<|im_start|>',
  '<|fim_prefix|>',
  '<|fim_suffix|>',
  '<|fim_middle|>',
];

export const qwenCoder: FimFamily = {
  name: 'qwenCoder',
  rank: 90,
  recognizes: (modelId) => /qwen-?(2\.5|25|3)-?coder/i.test(modelId.replaceAll('_', '-')),
  controls: stop,
  stop,
  takesWritten: true,
  lay: (parts) => {
    const middle = prefixSuffixMiddle(tokens, parts.prefix, parts);
    if (parts.snippets.length === 0) return middle;
    return [
      control('<|repo_name|>'),
      text(`${parts.repoName}\n`),
      ...parts.snippets.flatMap((snippet) => [
        control('<|file_sep|>'),
        text(`${snippet.path}\n${snippet.text.trimEnd()}\n`),
      ]),
      control('<|file_sep|>'),
      text(`${parts.path}\n`),
      ...middle,
    ];
  },
  prefixWithSnippets: commentedFiles,
};

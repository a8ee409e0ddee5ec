/** How is StableCode 3B asked? In StarCoder's form, without tokens for files. */

import { prefixSuffixMiddle, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

const tokens = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'] as const;

export const stableCode: FimFamily = {
  name: 'stableCode',
  rank: 45,
  recognizes: (modelId) => /stable-?code/i.test(modelId) && !/instruct/i.test(modelId),
  controls: [...tokens, '<fim_pad>', '<file_sep>', '<repo_name>', '<|endoftext|>'],
  stop: ['<|endoftext|>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<fim_pad>'],
  takesWritten: true,
  lay: (parts) => prefixSuffixMiddle(tokens, commentedFiles(parts), parts),
  prefixWithSnippets: commentedFiles,
};

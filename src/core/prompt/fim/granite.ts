/** How are Granite-Code and Granite 3.3 asked? 3.0 to 3.2 know no FIM; Granite 4's tokens are not published (llama.cpp#12988, ibm-granite/granite-code-models#3). */

import { prefixSuffixMiddle, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

const tokens = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'] as const;

export const granite: FimFamily = {
  name: 'granite',
  rank: 55,
  recognizes: (modelId) => /granite-?3\.3|granite.*code/i.test(modelId) && !/embed|guardian/i.test(modelId),
  controls: [
    ...tokens,
    '<fim_pad>',
    '<reponame>',
    '<filename>',
    '<|endoftext|>',
    '<|end_of_text|>',
    '<|start_of_role|>',
    '<|end_of_role|>',
  ],
  stop: [
    '<|end_of_text|>',
    '<|endoftext|>',
    '<fim_prefix>',
    '<fim_suffix>',
    '<fim_middle>',
    '<fim_pad>',
    '<reponame>',
  ],
  takesWritten: true,
  lay: (parts) => prefixSuffixMiddle(tokens, commentedFiles(parts), parts),
  prefixWithSnippets: commentedFiles,
};

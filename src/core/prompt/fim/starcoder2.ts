/** How is StarCoder2 asked? Other files stand between `<file_sep>`, the path of the current one behind `<fim_prefix>` (bigcode-project/starcoder2#21). */

import { control, prefixSuffixMiddle, text, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

const tokens = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'] as const;

export const starcoder2: FimFamily = {
  name: 'starcoder2',
  rank: 60,
  recognizes: (modelId) => /starcoder-?2/i.test(modelId) && !/instruct/i.test(modelId),
  controls: [...tokens, '<file_sep>', '<repo_name>', '<fim_pad>', '<|endoftext|>'],
  stop: ['<|endoftext|>', '<file_sep>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
  takesWritten: true,
  lay: (parts) => {
    if (parts.snippets.length === 0) return prefixSuffixMiddle(tokens, parts.prefix, parts);
    return [
      control('<repo_name>'),
      text(parts.repoName),
      ...parts.snippets.flatMap((snippet) => [
        control('<file_sep>'),
        text(`${snippet.path}\n${snippet.text.trimEnd()}\n`),
      ]),
      control('<file_sep>'),
      ...prefixSuffixMiddle(tokens, `${parts.path}\n${parts.prefix}`, parts),
    ];
  },
  prefixWithSnippets: commentedFiles,
};

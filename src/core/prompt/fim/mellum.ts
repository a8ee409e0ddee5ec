/** How is Mellum-4b (v1) asked? File names have a token, and the suffix comes first (arXiv 2510.05788). Mellum2 is a chat model. */

import { control, text, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

export const mellum: FimFamily = {
  name: 'mellum',
  rank: 50,
  recognizes: (modelId) => /mellum/i.test(modelId) && !/mellum-?2/i.test(modelId),
  controls: [
    '<filename>',
    '<fim_suffix>',
    '<fim_prefix>',
    '<fim_middle>',
    '<fim_pad>',
    '<reponame>',
    '<|endoftext|>',
  ],
  stop: ['<|endoftext|>', '<filename>', '<fim_suffix>', '<fim_prefix>', '<fim_middle>'],
  lay: (parts) => [
    ...parts.snippets.flatMap((snippet) => [
      control('<filename>'),
      text(`${snippet.path}\n${snippet.text.trimEnd()}\n\n`),
    ]),
    control('<filename>'),
    text(`${parts.path}\n`),
    control('<fim_suffix>'),
    text(parts.suffix),
    control('<fim_prefix>'),
    text(parts.prefix),
    control('<fim_middle>'),
  ],
  prefixWithSnippets: commentedFiles,
};

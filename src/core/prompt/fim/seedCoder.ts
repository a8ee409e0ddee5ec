/** How is Seed-Coder 8B base asked? Suffix first. */

import { control, text, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

export const seedCoder: FimFamily = {
  name: 'seedCoder',
  rank: 75,
  recognizes: (modelId) => /seed-?coder/i.test(modelId) && !/instruct|reasoning/i.test(modelId),
  controls: [
    '<[fim-suffix]>',
    '<[fim-prefix]>',
    '<[fim-middle]>',
    '<[end▁of▁sentence]>',
    '<[begin▁of▁sentence]>',
  ],
  stop: ['<[end▁of▁sentence]>', '<[fim-suffix]>', '<[fim-prefix]>', '<[fim-middle]>'],
  lay: (parts) => [
    control('<[fim-suffix]>'),
    text(parts.suffix),
    control('<[fim-prefix]>'),
    text(commentedFiles(parts)),
    control('<[fim-middle]>'),
  ],
  prefixWithSnippets: commentedFiles,
};

/** How is Codestral 22B v0.1 asked? Suffix first, and no middle token (mistral-common instruct.py; llama.cpp#7644). */

import { control, text, type FimFamily } from './fimFamily.ts';
import { plusFiles } from './snippetText.ts';

export const codestral: FimFamily = {
  name: 'codestral',
  rank: 100,
  recognizes: (modelId) =>
    /codestral/i.test(modelId) && !/mamba|embed|codestral-?(25|26|latest)/i.test(modelId),
  controls: [
    '[SUFFIX]',
    '[PREFIX]',
    '[MIDDLE]',
    '<s>',
    '</s>',
    '<unk>',
    '[INST]',
    '[/INST]',
    '[TOOL_CALLS]',
    '[AVAILABLE_TOOLS]',
    '[/AVAILABLE_TOOLS]',
    '[TOOL_RESULTS]',
    '[/TOOL_RESULTS]',
    '[IMG]',
  ],
  stop: ['[PREFIX]', '[SUFFIX]', '[MIDDLE]'],
  snippetStop: ['\n+++++ '],
  // The suffix token stays where the suffix is empty; the suffix takes no dummy space, the prefix does.
  lay: (parts) => [
    control('[SUFFIX]'),
    { text: parts.suffix, glued: true },
    control('[PREFIX]'),
    text(plusFiles(parts)),
  ],
  prefixWithSnippets: plusFiles,
  tokenIds: { beginOfText: 1, controls: { '[PREFIX]': 11, '[MIDDLE]': 12, '[SUFFIX]': 13 } },
};

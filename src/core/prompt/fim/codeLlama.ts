/** How is CodeLlama asked? Only 7B and 13B base have FIM, and the spaces around the tokens matter (ollama docs/template.mdx). */

import { control, text, type FimFamily } from './fimFamily.ts';
import { commentedFiles } from './snippetText.ts';

export const codeLlama: FimFamily = {
  name: 'codeLlama',
  rank: 40,
  recognizes: (modelId) => {
    if (!/code-?llama/i.test(modelId) || /instruct|python|34b|70b/i.test(modelId)) return false;
    // Ollama's tags without `code` are the instruct variants.
    return !modelId.includes(':') || /:(.*-)?(code|base)\b/i.test(modelId);
  },
  controls: ['<PRE>', '<SUF>', '<MID>', '<EOT>', '▁<PRE>', '▁<SUF>', '▁<MID>', '▁<EOT>', '<s>', '</s>'],
  stop: ['<EOT>', '<PRE>', '<SUF>', '<MID>'],
  lay: (parts) => [
    control('<PRE> '),
    text(commentedFiles(parts)),
    control(' <SUF>'),
    text(parts.suffix),
    control(' <MID>'),
  ],
  prefixWithSnippets: commentedFiles,
};

/** How is Codestral 25.x asked? Only through Mistral's API, which lays the prompt out itself. */

import { text, type FimFamily } from './fimFamily.ts';
import { plusFiles } from './snippetText.ts';

export const codestralApi: FimFamily = {
  name: 'codestralApi',
  rank: 105,
  recognizes: (modelId) => /codestral-?(25|26|latest)/i.test(modelId) && !/embed|mamba/i.test(modelId),
  // The API takes text as text: nothing to keep out.
  controls: [],
  stop: [],
  snippetStop: ['\n+++++ '],
  lay: (parts) => [text(plusFiles(parts))],
  prefixWithSnippets: plusFiles,
};

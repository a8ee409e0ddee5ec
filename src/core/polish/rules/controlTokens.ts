/** Did control tokens of the model leak into its answer? The answer ends where the first one stands. */

import type { Scene } from '../scene.ts';

const leaked = new RegExp(
  [
    String.raw`<\|(?:fim_[a-z]+|file_sep(?:arator)?|repo_name|endoftext|end_of_text|im_(?:start|end)|code_(?:prefix|suffix|middle)|cursor|user|assistant|system)\|>`,
    String.raw`<｜[^｜\n]{1,30}｜>`,
    String.raw`\[(?:PREFIX|SUFFIX|MIDDLE)\]`,
    String.raw`<fim[_-](?:prefix|suffix|middle|pad)>`,
    String.raw`<\[(?:fim-[a-z]+|end▁of▁sentence)\]>`,
    String.raw`<(?:PRE|SUF|MID|EOT|file_sep|filename|reponame|end_of_turn|eos|bos|unk)>`,
    String.raw`<\/s>\s*$`,
    String.raw`\n\+{5} [^\n]`,
  ].join('|'),
);

/** Tokens that the file itself holds near the cursor are what the person writes about, and stay. */
export function cutControlTokens(text: string, scene: Scene): string {
  let from = 0;
  for (;;) {
    const match = leaked.exec(text.slice(from));
    if (match === null) return text;
    const token = match[0].trim();
    if (!scene.prefix.includes(token) && !scene.suffix.includes(token))
      return text.slice(0, from + match.index);
    from += match.index + match[0].length;
  }
}

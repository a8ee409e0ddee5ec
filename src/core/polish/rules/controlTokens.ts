/** Did control tokens of the model leak into its answer? The answer ends where the first one stands. */

import type { Scene } from '../scene.ts';

const leaked = new RegExp(
  [
    String.raw`<\|[\w▁-]{2,40}\|>`,
    String.raw`<｜[^｜\n]{1,30}｜>`,
    String.raw`\[(?:PREFIX|SUFFIX|MIDDLE|\/?INST)\]`,
    String.raw`<fim[_-](?:prefix|suffix|middle|pad)>`,
    String.raw`<\[(?:fim-[a-z]+|end▁of▁sentence)\]>`,
    String.raw`<(?:PRE|SUF|MID|EOT|EOM|file_sep|filename|reponame|gh_stars|empty_output|end_of_turn|eos|bos|unk)>`,
    String.raw`<(?:commit|issue|jupyter)_[a-z]+>`,
    String.raw`<\/s>`,
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
    const at = from + match.index;
    if (!isMeant(token, scene.prefix + text.slice(0, at)) && !scene.suffix.includes(token))
      return text.slice(0, at);
    from = at + match[0].length;
  }
}

function isMeant(token: string, before: string): boolean {
  // Struck-through text in HTML ends like a sequence of SentencePiece.
  return before.includes(token) || (token === '</s>' && /<s[\s>]/.test(before));
}

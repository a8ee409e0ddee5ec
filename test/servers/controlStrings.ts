/** Which control strings does a model's tokenizer know, and what does a raw prompt made of them mean? Written apart from src, so that a slip there is seen here. */

interface Layout {
  readonly prefix: string;
  readonly suffix: string;
  /** Absent: the answer starts at the end of the prompt without a token (Codestral). */
  readonly middle?: string;
  readonly order: 'prefixFirst' | 'suffixFirst';
  /** Other strings that the tokenizer turns into tokens. */
  readonly others: readonly string[];
  /** Spaces that belong to the layout (CodeLlama). */
  readonly spaced?: boolean;
}

export const layouts: Readonly<Record<string, Layout>> = {
  codestral: {
    prefix: '[PREFIX]',
    suffix: '[SUFFIX]',
    order: 'suffixFirst',
    others: ['[MIDDLE]', '[INST]', '[/INST]', '<s>', '</s>'],
  },
  qwenCoder: {
    prefix: '<|fim_prefix|>',
    suffix: '<|fim_suffix|>',
    middle: '<|fim_middle|>',
    order: 'prefixFirst',
    others: ['<|endoftext|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<|im_start|>', '<|im_end|>'],
  },
  deepseekCoder: {
    prefix: '<｜fim▁begin｜>',
    suffix: '<｜fim▁hole｜>',
    middle: '<｜fim▁end｜>',
    order: 'prefixFirst',
    others: ['<｜end▁of▁sentence｜>', '<｜begin▁of▁sentence｜>'],
  },
  starcoder2: {
    prefix: '<fim_prefix>',
    suffix: '<fim_suffix>',
    middle: '<fim_middle>',
    order: 'prefixFirst',
    others: ['<file_sep>', '<repo_name>', '<|endoftext|>', '<fim_pad>'],
  },
  granite: {
    prefix: '<fim_prefix>',
    suffix: '<fim_suffix>',
    middle: '<fim_middle>',
    order: 'prefixFirst',
    others: ['<fim_pad>', '<reponame>', '<|end_of_text|>', '<|endoftext|>'],
  },
  stableCode: {
    prefix: '<fim_prefix>',
    suffix: '<fim_suffix>',
    middle: '<fim_middle>',
    order: 'prefixFirst',
    others: ['<fim_pad>', '<|endoftext|>'],
  },
  codeLlama: {
    prefix: '<PRE>',
    suffix: '<SUF>',
    middle: '<MID>',
    order: 'prefixFirst',
    others: ['<EOT>', '<s>', '</s>'],
    spaced: true,
  },
  codeGemma: {
    prefix: '<|fim_prefix|>',
    suffix: '<|fim_suffix|>',
    middle: '<|fim_middle|>',
    order: 'prefixFirst',
    others: ['<|file_separator|>', '<end_of_turn>', '<eos>', '<bos>'],
  },
  seedCoder: {
    prefix: '<[fim-prefix]>',
    suffix: '<[fim-suffix]>',
    middle: '<[fim-middle]>',
    order: 'suffixFirst',
    others: ['<[end▁of▁sentence]>'],
  },
  mellum: {
    prefix: '<fim_prefix>',
    suffix: '<fim_suffix>',
    middle: '<fim_middle>',
    order: 'suffixFirst',
    others: ['<filename>', '<|endoftext|>'],
  },
};

export interface ParsedPrompt {
  readonly prefix: string;
  readonly suffix: string;
}

/** What the model sees of a raw prompt, control strings parsed as its tokenizer does; undefined: it is no FIM prompt of this family. */
export function parseFim(family: string | undefined, prompt: string): ParsedPrompt | undefined {
  const layout = family === undefined ? undefined : layouts[family];
  if (layout === undefined) return undefined;
  const suffixFirst = layout.order === 'suffixFirst';
  const [first, second] = suffixFirst ? [layout.suffix, layout.prefix] : [layout.prefix, layout.suffix];
  const firstAt = prompt.indexOf(first);
  const secondAt = prompt.indexOf(second, firstAt + first.length);
  if (firstAt === -1 || secondAt === -1) return undefined;
  const end = layout.middle === undefined ? prompt.length : prompt.indexOf(layout.middle, secondAt);
  if (end === -1) return undefined;
  // What is written of the middle already; a layout with spaces around its tokens takes none.
  const written = prompt.slice(end + (layout.middle?.length ?? 0));
  if (written.trim() !== '' && (suffixFirst || layout.spaced === true)) return undefined;
  const one = prompt.slice(firstAt + first.length, secondAt);
  const two = prompt.slice(secondAt + second.length, end);
  if (layout.spaced === true) {
    if (!one.startsWith(' ') || !one.endsWith(' ') || !two.endsWith(' ')) return undefined;
    return { prefix: one.slice(1, -1), suffix: two.slice(0, -1) };
  }
  return suffixFirst ? { prefix: two, suffix: one } : { prefix: one + written, suffix: two };
}

/** How many control tokens the tokenizer of this family would find in a text: more than the layout's own means injection. */
export function controlTokens(family: string, text: string): string[] {
  const layout = layouts[family];
  if (layout === undefined) return [];
  const all = [
    layout.prefix,
    layout.suffix,
    ...(layout.middle === undefined ? [] : [layout.middle]),
    ...layout.others,
  ];
  const found: { at: number; token: string }[] = [];
  for (const token of all) {
    for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + 1)) found.push({ at, token });
  }
  return found.sort((left, right) => left.at - right.at).map(({ token }) => token);
}

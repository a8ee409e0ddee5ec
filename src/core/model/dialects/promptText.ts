/** How does a FIM prompt become one string whose text can never act as a control token? */

import { breakControls } from '../outputFilter.ts';
import type { FimPrompt } from '../stream.ts';

export interface PromptText {
  readonly prompt: string;
  readonly broken: ReadonlyMap<string, string>;
}

/** Joins the segments; control strings inside text are broken first. Begin-of-text is left to the server. */
export function promptText(prompt: FimPrompt): PromptText {
  const broken = new Map<string, string>();
  const controls = prompt.controls ?? [];
  let joined = '';
  let text = '';
  const settle = (): void => {
    const safe = breakControls(text, controls);
    for (const [form, original] of safe.broken) broken.set(form, original);
    joined += safe.text;
    text = '';
  };
  for (const segment of prompt.segments) {
    if ('control' in segment) {
      settle();
      joined += segment.control;
    } else {
      // Neighbouring texts are one text to the tokenizer.
      text += segment.text;
    }
  }
  settle();
  return { prompt: joined, broken };
}

/** A text for servers that lay the prompt out themselves but still parse control strings in it. */
export function safeTexts(prompt: FimPrompt): {
  prefix: string;
  suffix: string;
  broken: ReadonlyMap<string, string>;
} {
  const controls = prompt.controls ?? [];
  const prefix = breakControls(prompt.prefixWithSnippets ?? prompt.prefix, controls);
  const suffix = breakControls(prompt.suffix, controls);
  return { prefix: prefix.text, suffix: suffix.text, broken: new Map([...prefix.broken, ...suffix.broken]) };
}

/**
 * Stops for servers that take the code as it is: a stop that the code itself holds is no sign of an end,
 * because there it is text, and real control tokens are not spelled out in the answer.
 */
export function stopsBesideCode(prompt: FimPrompt): readonly string[] {
  const texts = [prompt.prefix, prompt.suffix, ...prompt.snippets.map(({ text }) => text)];
  return prompt.stop.filter((stop) => texts.every((text) => !text.includes(stop)));
}

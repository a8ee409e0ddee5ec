/** A tokenizer for stand-ins: Codestral's control strings where they are parsed, else one token per character. */

const controls: readonly (readonly [string, number])[] = [
  ['<s>', 1],
  ['</s>', 2],
  ['[INST]', 3],
  ['[/INST]', 4],
  ['[PREFIX]', 11],
  ['[MIDDLE]', 12],
  ['[SUFFIX]', 13],
];
const firstCharacter = 1000;
/** SentencePiece puts a dummy space in front of a text. */
const dummySpace = 28_705;

/** Ids of a text; `parses`: control strings become their tokens, as in vLLM's hf mode. */
export function encode(text: string, parses: boolean): number[] {
  const ids: number[] = parses && controls.some(([control]) => text.startsWith(control)) ? [] : [dummySpace];
  for (let at = 0; at < text.length;) {
    const control = parses ? controls.find(([name]) => text.startsWith(name, at)) : undefined;
    if (control !== undefined) {
      ids.push(control[1]);
      at += control[0].length;
      continue;
    }
    ids.push(firstCharacter + (text.codePointAt(at) ?? 0));
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return text === '' ? [] : ids;
}

/** The text that the model sees, control tokens spelled out (without the one at the beginning of the text). */
export function decode(ids: readonly number[]): string {
  return ids
    .map((id) => {
      if (id === dummySpace || id === 1) return '';
      const control = controls.find(([, controlId]) => controlId === id);
      if (control !== undefined) return control[0];
      return id >= firstCharacter ? String.fromCodePoint(id - firstCharacter) : '';
    })
    .join('');
}

/** In whose language is a sentence told? */

/** Fills `{0}`, `{1}` … of a whole sentence; the editor layer gives VS Code's translation. */
export type Say = (sentence: string, ...values: (string | number)[]) => string;

export const sayInEnglish: Say = (sentence, ...values) =>
  sentence.replaceAll(/\{(\d)\}/g, (mark, index: string) => String(values[Number(index)] ?? mark));

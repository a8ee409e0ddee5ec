/** Did the model write `<`, `>`, `&` and quotes as entities, and what did it mean? */

import type { SearchReplacePart } from './answerPart.ts';

const entity = /&(?:lt|gt|amp|quot|#39|#x27|apos);/;

export function hasEntities(text: string): boolean {
  return entity.test(text);
}

/** The text with the characters that its entities stand for. */
export function withoutEntities(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&(?:#39|#x27|apos);/g, "'")
    .replace(/&amp;/g, '&');
}

/** Entities, and none of the characters they must stand for. */
export function isEscaped(text: string): boolean {
  return entity.test(text) && !/[<>]|&(?!(?:lt|gt|amp|quot|#39|#x27|apos);)/.test(text);
}

export function blockWithoutEntities(block: SearchReplacePart): SearchReplacePart {
  const { readings, section, text } = block;
  const all = (lines: readonly string[]): readonly string[] => lines.map(withoutEntities);
  return {
    ...block,
    search: all(block.search),
    replace: all(block.replace),
    ...(readings === undefined
      ? {}
      : { readings: readings.map((one) => ({ search: all(one.search), replace: all(one.replace) })) }),
    ...(section === undefined ? {} : { section: { ...section, lines: all(section.lines) } }),
    ...(text === undefined
      ? {}
      : { text: { search: withoutEntities(text.search), replace: withoutEntities(text.replace) } }),
  };
}

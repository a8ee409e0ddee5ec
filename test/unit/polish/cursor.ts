/** Tests that read like the screen: `█` is the cursor, before and after the suggestion is taken. */

import { cleanAnswer, fitInsertion } from '../../../src/core/polish/polish.ts';
import { shapeAt } from '../../../src/core/polish/rules/firstLine.ts';
import { sceneAt, type Scene } from '../../../src/core/polish/scene.ts';

export interface Place {
  readonly text: string;
  readonly offset: number;
}

export function placeOf(screen: string): Place {
  const offset = screen.indexOf('█');
  if (offset === -1 || screen.includes('█', offset + 1)) throw new Error('one cursor, please');
  return { text: screen.replace('█', ''), offset };
}

export function sceneOf(screen: string, languageId = 'typescript', family = 'codestral'): Scene {
  const { text, offset } = placeOf(screen);
  return sceneAt(text, offset, { languageId, family });
}

/** The screen after the model's raw answer was polished and taken; `withheld: reason` where nothing is offered. */
export function taken(screen: string, raw: string, languageId = 'typescript'): string {
  const { text, offset } = placeOf(screen);
  const scene = sceneOf(screen, languageId);
  const fitted = fitInsertion(cleanAnswer(raw, scene), scene, shapeAt(scene));
  if (!fitted.ok) return `withheld: ${fitted.reason}`;
  const { text: inserted, replaceAfter } = fitted.value;
  return `${text.slice(0, offset)}${inserted}█${text.slice(offset + replaceAfter)}`;
}

/** Which of the server's models completes, which chats, and why? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { Say } from '../base/say.ts';
import type { ServedModel } from './fingerprint.ts';

/** What is known of model families by name; handed in by whoever knows prompts. */
export interface FamilyKnowledge {
  /** The FIM family of a model by any of its names; undefined: none known. */
  fim(name: string): { readonly name: string; readonly rank: number } | undefined;
  chat(name: string): { readonly name: string; readonly rank: number };
}

export interface ChosenModel {
  readonly model: ServedModel;
  /** `unknown` where only the server says that it takes a suffix. */
  readonly family: string;
  /** One sentence. */
  readonly why: string;
}

export type NoChoice = 'noModels' | 'modelMissing' | 'noFim' | 'noChat';

const notForText = /embed|rerank|whisper|tts|bge-|clip|moderation|ocr|stable-diffusion|flux|dall-e|guard/i;
const baseOnly = /[-_:]base\b|-pt\b|[-_:]fim\b|-code(-|$|:)|starcoder|stable-?code(?!.*instruct)|:.*-base/i;

export function fimFamilyOf(
  model: ServedModel,
  families: FamilyKnowledge,
): { name: string; rank: number } | undefined {
  for (const name of namesOf(model)) {
    const family = families.fim(name);
    if (family !== undefined) return family;
  }
  return undefined;
}

export function canFim(model: ServedModel, families: FamilyKnowledge): boolean {
  return fimFamilyOf(model, families) !== undefined || model.takesSuffix === true;
}

export function canChat(model: ServedModel): boolean {
  if (model.chats !== undefined) return model.chats;
  return namesOf(model).every((name) => !notForText.test(name) && !isBaseOnly(name));
}

/** The wanted model where one is named, else the best by family, what is loaded, and size. */
export function chooseCompletion(
  models: readonly ServedModel[],
  wanted: string,
  families: FamilyKnowledge,
  say: Say,
): Outcome<ChosenModel, NoChoice> {
  if (wanted !== '') {
    const model = find(models, wanted);
    if (model === undefined) return models.length === 0 ? none('noModels') : none('modelMissing');
    const family = fimFamilyOf(model, families);
    if (family !== undefined)
      return some({ model, family: family.name, why: say('{0} is the model you set.', model.id) });
    // Without a known family only the server's own template can help; the probe has to prove it.
    if (isChatOnly(model)) return none('noFim');
    return some({
      model,
      family: 'unknown',
      why: say('{0} is the model you set; its family is not known.', model.id),
    });
  }
  const scored = models.flatMap((model) => {
    if (namesOf(model).some((name) => notForText.test(name))) return [];
    const family = fimFamilyOf(model, families);
    if (family !== undefined)
      return [{ model, family: family.name, score: family.rank * 10 + closeness(model, 24) }];
    return model.takesSuffix === true && !isChatOnly(model)
      ? [{ model, family: 'unknown', score: closeness(model, 24) }]
      : [];
  });
  const best = scored.sort((left, right) => right.score - left.score)[0];
  if (best === undefined) return models.length === 0 ? none('noModels') : none('noFim');
  const others = scored.length - 1;
  const why =
    others === 0
      ? say('{0} is the only FIM model there.', best.model.id)
      : say('{0} is the best of {1} FIM models there.', best.model.id, scored.length);
  return some({ model: best.model, family: best.family, why });
}

/** As `chooseCompletion`, for an instruction model. */
export function chooseChat(
  models: readonly ServedModel[],
  wanted: string,
  families: FamilyKnowledge,
  say: Say,
): Outcome<ChosenModel, NoChoice> {
  if (wanted !== '') {
    const model = find(models, wanted);
    if (model === undefined) return models.length === 0 ? none('noModels') : none('modelMissing');
    return some({
      model,
      family: familyOfChat(model, families).name,
      why: say('{0} is the model you set.', model.id),
    });
  }
  const scored = models.flatMap((model) => {
    if (!canChat(model)) return [];
    const family = familyOfChat(model, families);
    return [
      {
        model,
        family: family.name,
        score: family.rank * 10 + closeness(model, 130) + instructBonus(model, families),
      },
    ];
  });
  const best = scored.sort((left, right) => right.score - left.score)[0];
  if (best === undefined) return models.length === 0 ? none('noModels') : none('noChat');
  const why =
    scored.length === 1
      ? say('{0} is the only instruction model there.', best.model.id)
      : say('{0} is the best of {1} instruction models there.', best.model.id, scored.length);
  return some({ model: best.model, family: best.family, why });
}

/** Ollama's tags: `codestral` means `codestral:latest`. */
export function find(models: readonly ServedModel[], wanted: string): ServedModel | undefined {
  const lower = wanted.toLowerCase();
  return (
    models.find(({ id }) => id === wanted) ??
    models.find(({ id }) => id.toLowerCase() === lower || id.toLowerCase() === `${lower}:latest`) ??
    models.find((model) => model.otherNames?.some((name) => name.toLowerCase() === lower) === true)
  );
}

function familyOfChat(model: ServedModel, families: FamilyKnowledge): { name: string; rank: number } {
  return namesOf(model)
    .map((name) => families.chat(name))
    .reduce((best, family) => (family.rank > best.rank ? family : best));
}

function namesOf(model: ServedModel): readonly [string, ...string[]] {
  return [model.id, ...(model.otherNames ?? [])];
}

function isBaseOnly(name: string): boolean {
  return baseOnly.test(name) && !/instruct|chat/i.test(name);
}

/** Devstral and its like have the tokens but were never trained for FIM. */
function isChatOnly(model: ServedModel): boolean {
  return namesOf(model).some((name) =>
    /devstral|mistral-(medium|large|small)|instruct-only|gpt-oss/i.test(name),
  );
}

/** Billions of parameters as the name tells them, up to a sensible size, and what is loaded before what is not. */
function closeness(model: ServedModel, mostBillions: number): number {
  const told = namesOf(model)
    .map((name) => /(?:^|[^a-z0-9.])(\d+(?:\.\d+)?)b(?![a-z])/i.exec(name)?.[1])
    .find(Boolean);
  const billions = Math.min(Number(told ?? 7), mostBillions);
  return (billions / mostBillions) * 9 + (model.loaded === true ? 0.5 : 0);
}

/** A model trained for FIM chats worse than its rank says, unless it is an instruct variant. */
function instructBonus(model: ServedModel, families: FamilyKnowledge): number {
  if (namesOf(model).some((name) => /instruct|chat|devstral/i.test(name))) return 5;
  return fimFamilyOf(model, families) === undefined ? 0 : -150;
}

/** Which right answers arrive unharmed? Holes cut from files, filled with the truth in many manners. */

import { cleanAnswer } from '../../../src/core/polish/polish.ts';
import { sceneAt } from '../../../src/core/polish/scene.ts';
import { manners, say, type Manner, type RawAnswer } from './answers.ts';
import { cutHole, holeKinds, type CutHole, type HoleKind } from './holes.ts';
import { isBalanced, isBeginning, plain, screenAfter, withCrlf, type Screen } from './screen.ts';

export interface Trial {
  readonly languageId: string;
  readonly kind: HoleKind;
  readonly manner: Manner;
  readonly isRight: boolean;
  /** It was right at once and is still after some of it was typed. */
  readonly isRightLater: boolean;
  /** For reading: where, what was meant, said and shown. */
  describe(): string;
}

export interface TrialPlan {
  readonly languageId: string;
  readonly texts: readonly string[];
  readonly holesOfEachKind: number;
  readonly random: () => number;
}

export function* trials(plan: TrialPlan): Generator<Trial> {
  for (const kind of holeKinds) {
    for (const hole of holesOf(kind, plan)) {
      for (const manner of manners) {
        const answer = say(hole, manner, plan.languageId, plan.random);
        if (answer !== undefined) yield tried(hole, manner, answer, plan);
      }
    }
  }
}

function* holesOf(kind: HoleKind, { texts, holesOfEachKind, random }: TrialPlan): Generator<CutHole> {
  let count = 0;
  for (let attempt = 0; attempt < holesOfEachKind * 30 && count < holesOfEachKind; attempt++) {
    const text = texts[Math.floor(random() * texts.length)];
    const hole = text === undefined ? undefined : cutHole(text, kind, random);
    if (hole === undefined) continue;
    count++;
    yield hole;
  }
}

function tried(hole: CutHole, manner: Manner, answer: RawAnswer, { languageId, random }: TrialPlan): Trial {
  const isCrlf = random() < 0.2;
  const seen = screenAfter(isCrlf ? withCrlf(hole) : hole, answer.raw, {
    languageId,
    isCut: answer.isCut,
    random,
  });
  const isRight = answer.isPart ? isBeginning(seen.taken, hole) : plain(seen.taken) === plain(hole.whole);
  const isLaterAsked = !answer.isPart && isBalanced(hole);
  return {
    languageId,
    kind: hole.kind,
    manner,
    isRight,
    isRightLater: isRight && (!isLaterAsked || plain(seen.takenLater) === plain(hole.whole)),
    describe: () => description(hole, { languageId, manner, raw: answer.raw, seen, isRight }),
  };
}

function description(
  hole: CutHole,
  miss: { languageId: string; manner: Manner; raw: string; seen: Screen; isRight: boolean },
): string {
  const { before, after, kind, middle } = hole;
  const clean = cleanAnswer(
    miss.raw,
    sceneAt(before + after, before.length, { languageId: miss.languageId, family: 'codestral' }),
  );
  return [
    `--- ${miss.languageId}, ${kind}, ${miss.manner}${miss.isRight ? ', wrong when typed through' : ''}`,
    `${before.split('\n').slice(-6).join('\n')}█${after.split('\n').slice(0, 5).join('\n')}`,
    `middle: ${JSON.stringify(middle)}`,
    `raw:    ${JSON.stringify(miss.raw.slice(0, 400))}`,
    `clean:  ${JSON.stringify(clean.slice(0, 400))}`,
    `shown:  ${JSON.stringify(miss.seen.shown)}`,
    ...(miss.isRight ? [`later:  ${miss.seen.later}`] : []),
  ].join('\n');
}

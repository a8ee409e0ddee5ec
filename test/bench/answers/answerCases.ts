/** Which answers come out of real edits when they are written in every form, whole, garbled or spoiled? */

import { garbled } from './garbled.ts';
import { chanceFrom, type Chance } from './chance.ts';
import type { AnswerCase, Written } from './answerCase.ts';
import { materialOf, type Material } from './material.ts';
import type { RealEdit } from './revisions.ts';
import { foreign, spoiled } from './spoiled.ts';
import { changesBlanks, looksLeftOut, losesMembers, swapsIndent } from './unknowable.ts';
import { wellFormed, type WriteForm } from './wellFormed.ts';
import { textOf } from './wording.ts';

const families: readonly (readonly [AnswerCase['expect'], Readonly<Record<string, WriteForm>>])[] = [
  ['exact', wellFormed],
  ['safe', garbled],
  ['refuse', spoiled],
];

/** One edit after another; `others` are edits of other files. */
export function* answerCases(edits: readonly RealEdit[], seed: number, share: number): Generator<AnswerCase> {
  for (const [index, edit] of edits.entries()) {
    const chance = chanceFrom(seed * 1_000_003 + index);
    const material = materialOf(edit, chance);
    for (const [expect, forms] of families) {
      for (const [form, write] of Object.entries(forms)) {
        if (!chance.is(share)) continue;
        const written = write(material, chance);
        if (written === undefined || !isAsked(written, material)) continue;
        if (form.startsWith('whole file') && (changesBlanks(edit) || swapsIndent(edit))) continue;
        yield caseOf(form, isDoubtful(form, material) ? 'safe' : expect, material, written);
      }
    }
    yield* foreignCases(material, edits, chance, share);
  }
}

/** A well-formed answer that another edit, garbled, would give as well: the intended file or a refusal. */
function isDoubtful(form: string, { edit }: Material): boolean {
  if (!(form in wellFormed)) return false;
  if (form === 'whole function') return looksLeftOut(edit) || losesMembers(edit);
  return form.startsWith('whole') && looksLeftOut(edit);
}

/** A garbling that left the answer as it was, or spoiled none of it, is told by what comes out of it. */
function isAsked({ before, intended }: Written, { edit }: Material): boolean {
  return (before ?? textOf(edit.before)) !== (intended ?? textOf(edit.after));
}

function* foreignCases(
  material: Material,
  edits: readonly RealEdit[],
  chance: Chance,
  share: number,
): Generator<AnswerCase> {
  const others = edits.filter(({ path }) => path !== material.edit.path);
  const [first, ...rest] = others;
  if (first === undefined) return;
  for (const [form, write] of Object.entries(foreign)) {
    if (!chance.is(share)) continue;
    const other = materialOf(chance.oneOf([first, ...rest]), chance);
    yield caseOf(form, 'refuse', material, { answer: write(other, chance) });
  }
}

function caseOf(
  form: string,
  expect: AnswerCase['expect'],
  { edit }: Material,
  written: Written,
): AnswerCase {
  return {
    form,
    path: edit.path,
    before: written.before ?? textOf(edit.before),
    intended: written.intended ?? textOf(edit.after),
    answer: written.answer,
    expect,
  };
}

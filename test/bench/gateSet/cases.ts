/** Which cases does a set of files give: good changes, and each kind of damage done to them? */

import { languageOf } from '../../../src/core/gate/language/languages.ts';
import type { ProjectFiles } from '../../../src/core/gate/projectFiles.ts';
import type { Syntax } from '../../../src/core/gate/syntax/syntax.ts';
import type { GateCase } from '../../../src/core/gate/verdict.ts';
import { seeded, type Chance } from './chance.ts';
import { completionDamages, goodCompletions } from './completions.ts';
import { damages, type Source } from './damage.ts';
import { rightEdits } from './rightEdits.ts';

export interface LabelledCase {
  readonly id: string;
  /** `good`, or the kind of damage. */
  readonly label: string;
  readonly judged: GateCase;
}

/** A file, and where it is known, the same file before a real change. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly earlier?: string;
  readonly project?: ProjectFiles;
  /** Nothing is damaged: what is right must pass. */
  readonly onlyGood?: boolean;
}

export interface CaseOptions {
  readonly seed: number;
  /** How often each kind of damage is done to each file. */
  readonly times: number;
  /** Only these labels; all where empty. */
  readonly only: readonly string[];
}

/** Cases of one file. Damage is done on top of the real change where there is one. */
export async function casesOf(
  file: SourceFile,
  syntax: Syntax,
  options: CaseOptions,
): Promise<LabelledCase[]> {
  const facts = languageOf(file.path, '');
  const grammar = facts?.grammar;
  if (facts === undefined || grammar === undefined || !(await syntax.load(grammar))) return [];
  const parsed = syntax.parse(grammar, file.text);
  if (parsed === undefined) return [];
  try {
    const source: Source = { path: file.path, languageId: facts.id, text: file.text, root: parsed.root };
    return [...edits(source, file, options), ...completions(source, file, options)];
  } finally {
    parsed.dispose();
  }
}

/** Of its own for each kind, so that a run of one kind alone judges the same cases. */
function chanceOf(file: SourceFile, label: string, options: CaseOptions): Chance {
  return seeded(options.seed + hash(`${file.path}#${label}`));
}

function edits(source: Source, file: SourceFile, options: CaseOptions): LabelledCase[] {
  const found: LabelledCase[] = [];
  const base = {
    task: 'edit' as const,
    path: source.path,
    languageId: source.languageId,
    ...projectOf(file),
  };
  const before = file.earlier ?? source.text;
  const wanted = (label: string): boolean => options.only.length === 0 || options.only.includes(label);
  if (file.earlier !== undefined && file.earlier !== source.text && wanted('good')) {
    found.push({ id: `${source.path}#good`, label: 'good', judged: { ...base, before, after: source.text } });
  }
  for (const [label, edit] of Object.entries(rightEdits)) {
    if (!wanted(label)) continue;
    const chance = chanceOf(file, label, options);
    const earlier = edit(source, chance);
    if (earlier === undefined || earlier === source.text) continue;
    found.push({
      id: `${source.path}#${label}`,
      label,
      judged: { ...base, before: earlier, after: source.text },
    });
  }
  for (const [label, damage] of Object.entries(damages)) {
    if (file.onlyGood === true || !wanted(label)) continue;
    const chance = chanceOf(file, label, options);
    for (let time = 0; time < options.times; time++) {
      const after = damage(source, chance);
      if (after === undefined || (after === source.text && label !== 'unchanged')) continue;
      const judged = { ...base, before: label === 'unchanged' ? source.text : before, after };
      found.push({ id: `${source.path}#${label}${time}`, label, judged });
    }
  }
  return found;
}

function projectOf(file: SourceFile): { readonly project?: ProjectFiles } {
  return file.project === undefined ? {} : { project: file.project };
}

function completions(source: Source, file: SourceFile, options: CaseOptions): LabelledCase[] {
  const found: LabelledCase[] = [];
  const base = {
    task: 'completion' as const,
    path: source.path,
    languageId: source.languageId,
    ...projectOf(file),
  };
  const wanted = (label: string): boolean => options.only.length === 0 || options.only.includes(label);
  const chance = chanceOf(file, 'goodCompletion', options);
  for (let time = 0; time < options.times; time++) {
    for (const good of goodCompletions(source, chance)) {
      const id = `${source.path}#completion${time}`;
      if (wanted('goodCompletion')) found.push({ id, label: 'goodCompletion', judged: { ...base, ...good } });
      for (const [label, damage] of Object.entries(completionDamages)) {
        if (file.onlyGood === true || !wanted(label)) continue;
        const after = damage(good, chanceOf(file, `${id}${label}`, options), source);
        if (after !== undefined && after !== good.after) {
          found.push({ id: `${id}${label}`, label, judged: { ...base, ...good, after } });
        }
      }
    }
  }
  return found;
}

function hash(text: string): number {
  let value = 17;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return value;
}

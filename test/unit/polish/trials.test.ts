import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { seeded } from '../../bench/completion/random.ts';
import { trials } from '../../bench/polishSet/trials.ts';

describe('what is right', () => {
  // Our own sources: `npm run bench -- polish` tries the same on files of ten languages.
  it('arrives unharmed in 99 of 100 cases, however the model says it', () => {
    const folder = path.join(import.meta.dirname, '..', '..', '..', 'src', 'core');
    const texts = globSync('{prompt,server,gate}/**/*.ts', { cwd: folder })
      .sort()
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .filter((text) => text.length > 2_000);
    const all = [...trials({ languageId: 'typescript', texts, holesOfEachKind: 6, random: seeded(3) })];
    const wrong = all.filter(({ isRight }) => !isRight);
    expect(all.length).toBeGreaterThan(300);
    expect(wrong.length, wrong.map((trial) => trial.describe()).join('\n')).toBeLessThan(all.length / 100);
  });
});

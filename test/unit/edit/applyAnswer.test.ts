import { describe, expect, it } from 'vitest';

import { applyAnswer } from '../../../src/core/edit/applyAnswer.ts';
import { answerCases } from './corpus.ts';

const cases = answerCases();

describe('answers of models, applied to real files', () => {
  it('are at least 200, in at least six languages', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(cases.map(({ path }) => path.slice(path.lastIndexOf('.')))).size).toBeGreaterThanOrEqual(
      6,
    );
  });

  it.each(cases.map((one) => [one.id, one] as const))(
    '%s',
    (_id, { before, answer, path, intended, expect: wanted, reasons }) => {
      const result = applyAnswer(before, answer, { path });
      if (wanted === 'exact' || wanted === 'repaired') {
        expect(result.ok ? 'applied' : result.reason).toBe('applied');
      }
      if (wanted === 'refused') expect(result.ok).toBe(false);
      if (result.ok) expect(result.value).toBe(intended);
      else expect(reasons).toContain(result.reason);
    },
  );
});

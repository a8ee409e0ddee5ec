import { expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../../../src/core/gate/verdict.ts';
import { repairInstruction, wantsWholeRegion } from '../../../src/core/router/repairInstruction.ts';

function verdict(...failed: readonly CheckResult[]): Verdict {
  return { passed: false, results: failed, failed };
}

const command: CheckResult = {
  name: 'gateCommand',
  passed: false,
  ms: 1,
  evidence: { message: '`npm test` ended with exit code 1.\nexpected 3, got 4' },
};
const lazy: CheckResult = {
  name: 'lazyElision',
  passed: false,
  ms: 1,
  evidence: { message: 'A placeholder stands where code should be: `// ...`.', line: 11 },
};

test('tells what the team command said', () => {
  expect(repairInstruction(verdict(command))).toContain('expected 3, got 4');
});

test('tells the line as editors count it', () => {
  expect(repairInstruction(verdict(lazy))).toContain('lazyElision (line 12): A placeholder');
});

test('asks for the whole region after a failure of form, and only then', () => {
  expect(wantsWholeRegion(verdict(lazy))).toBe(true);
  expect(wantsWholeRegion(verdict(command))).toBe(false);
  expect(repairInstruction(verdict(lazy))).toContain('Write out the whole region');
  expect(repairInstruction(verdict(command))).not.toContain('Write out the whole region');
  expect(wantsWholeRegion(verdict(command), { applyFailure: 'the search text was not found' })).toBe(true);
});

test('keeps the end of a long output, where the failure stands', () => {
  const long = { ...command, evidence: { message: `${'x'.repeat(9000)}\nthe reason` } };
  const text = repairInstruction(verdict(long));
  expect(text).toContain('the reason');
  expect(text.length).toBeLessThan(5000);
});

test('counts what it leaves out', () => {
  const many = Array.from({ length: 8 }, (_one, n) => ({ name: `check${n}`, passed: false, ms: 0 }));
  expect(repairInstruction(verdict(...many))).toContain('and 3 more');
});

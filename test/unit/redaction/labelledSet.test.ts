import { describe, expect, it, vi } from 'vitest';
import { negatives, positives, type Positive } from '../../fixtures/redaction/labelledSet.ts';
import { redacted, session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

const SEED = 20261120;

/** What must be gone: of a URL its password, else the secret itself; encoded ones by having any finding. */
function isGone(positive: Positive): boolean {
  const after = redacted(session(), positive.text, positive.path);
  const written = positive.secrets.filter((secret) => positive.text.includes(secret));
  if (written.length === 0) return after !== positive.text;
  return written.every((secret) => !after.includes(/:\/\/[^:]*:([^@]+)@/.exec(secret)?.[1] ?? secret));
}

describe('the labelled set', () => {
  const all = positives(SEED);
  const clean = negatives(SEED);

  it('holds at least 3,000 secrets and 3,000 clean twins', () => {
    expect(all.length).toBeGreaterThanOrEqual(3000);
    expect(clean.length).toBeGreaterThanOrEqual(3000);
  });

  it('loses at least 99 of 100 secrets', () => {
    const missed = all.filter((positive) => !isGone(positive));
    expect(
      missed.length / all.length,
      JSON.stringify(missed.slice(0, 5).map(({ kind, carrier }) => [kind, carrier])),
    ).toBeLessThanOrEqual(0.01);
  });

  it('touches at most 5 of 1,000 clean texts', () => {
    const touched = clean.filter(
      (negative) => redacted(session(), negative.text, negative.path) !== negative.text,
    );
    expect(
      touched.length / clean.length,
      JSON.stringify([...new Set(touched.map(({ kind }) => kind))]),
    ).toBeLessThanOrEqual(0.005);
  });

  it('comes back whole', () => {
    for (const positive of all) {
      const own = session();
      const back = own.restore(redacted(own, positive.text, positive.path), 'localEdit');
      expect(back).toEqual({ ok: true, value: positive.text });
    }
  });

  it('stays as it is when redacted again', () => {
    for (const positive of all) {
      const own = session();
      const once = redacted(own, positive.text, positive.path);
      expect(redacted(own, once, positive.path)).toBe(once);
    }
  });
});

describe('the labelled set in company', () => {
  it.each([
    ['many in one text', 300, 3],
    ['some far apart', 30, 120],
  ])('is found as well: %s', (_name, together, linesBetween) => {
    const alone = positives(901).filter(({ path }) => path === undefined);
    const between = 'Nothing that stands in this line matters to anybody.\n'.repeat(linesBetween);
    const missed: string[] = [];
    let sought = 0;
    for (let from = 0; from < alone.length; from += together) {
      const group = alone.slice(from, from + together);
      const after = redacted(session(), group.map(({ text }) => `${text}\n${between}\n`).join(''));
      for (const { kind, text, secrets } of group) {
        const written = secrets.filter((secret) => text.includes(secret));
        sought += written.length === 0 ? 0 : 1;
        if (written.some((secret) => after.includes(passwordOf(secret)))) missed.push(kind);
      }
    }
    expect(sought).toBeGreaterThan(1500);
    expect(missed.length, missed.join(' ')).toBeLessThanOrEqual(sought / 200);
  });
});

/** Of an address only the password counts. */
function passwordOf(secret: string): string {
  return /:\/\/[^:]*:([^@]+)@/.exec(secret)?.[1] ?? secret;
}

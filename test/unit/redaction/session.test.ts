import { describe, expect, it } from 'vitest';
import { alnum, chanceFrom } from '../../fixtures/redaction/chance.ts';
import { redacted, session } from './sessions.ts';

const chance = chanceFrom(11);
const token = (): string => `glpat-${chance.text(alnum, 20)}`;

describe('in-text pragmas', () => {
  it.each(['gitleaks:allow', 'secretlint-disable-line', 'pragma: allowlist secret', 'noqa', 'nosec'])(
    '%s hides nothing',
    (pragma) => {
      const value = token();
      expect(redacted(session(), `// ${pragma}\nconst t = "${value}"; // ${pragma}\n`)).not.toContain(value);
    },
  );
});

describe('known values', () => {
  const secret = `${chance.text(alnum, 9)}-${chance.text(alnum, 9)}`;
  const forms: readonly (readonly [string, string])[] = [
    ['plain', `see ${secret}.`],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 behind one character', Buffer.from(`:${secret}`).toString('base64')],
    ['base64 behind two characters', Buffer.from(`ab${secret}cd`).toString('base64')],
    ['the first twelve characters', `it begins ${secret.slice(0, 12)}`],
    ['the last twelve characters', `it ends in ${secret.slice(-12)}`],
  ];
  it.each(forms)('are replaced: %s', (_name, text) => {
    const own = session({ knownValues: [{ value: secret }] });
    expect(redacted(own, text)).not.toBe(text);
    expect(own.restore(redacted(own, text), 'localEdit')).toEqual({ ok: true, value: text });
  });

  it('are replaced with their URL and JSON escapes', () => {
    const value = 'pa"ss wö/rd&9';
    const own = session({ knownValues: [{ value }] });
    expect(redacted(own, `a=${encodeURIComponent(value)}`)).not.toContain(encodeURIComponent(value));
    expect(redacted(own, `{"a":${JSON.stringify(value)}}`)).not.toContain(JSON.stringify(value).slice(1, -1));
  });

  it('of words count only whole', () => {
    const own = session({ knownValues: [{ value: 'correcthorsebattery' }] });
    expect(redacted(own, 'a correcthorse here')).toBe('a correcthorse here');
    expect(redacted(own, 'a correcthorsebattery here')).toContain('SECRET_');
  });

  it('can be learned and masked by hand later', () => {
    const own = session();
    own.learn([{ value: 'internal-host-77' }]);
    own.mask('Project Nightingale');
    expect(redacted(own, 'internal-host-77 of Project Nightingale')).toMatch(/^SECRET_\w+ of SECRET_\w+$/);
  });
});

describe('a request body', () => {
  it('is branded when it is clean, and refused with a secret in any string', () => {
    const own = session();
    const value = token();
    const message = { role: 'user', content: redacted(own, `fix "${value}"`) };
    expect(own.brandBody(JSON.stringify({ messages: [message] })).ok).toBe(true);
    expect(own.brandBody(JSON.stringify({ messages: [message, { content: value }] }))).toMatchObject({
      ok: false,
      reason: 'stillSecret',
    });
    expect(own.brandBody(JSON.stringify({ [value]: 1 })).ok).toBe(false);
  });

  it('is refused with a value masked by hand in it', () => {
    const own = session();
    own.mask('line\none');
    expect(own.brandBody(JSON.stringify({ content: 'the line\none here' })).ok).toBe(false);
  });

  it('has every string redacted, and values by the name beside them', () => {
    const own = session();
    const value = token();
    const body = {
      tools: [{ arguments: { path: `a/${value}`, password: 'swordfish!9' } }],
      n: 3,
      ok: true,
      none: null,
    };
    const result = own.redactJson(body);
    if (!result.ok) throw new Error(result.reason);
    const written = JSON.stringify(result.value.value);
    expect(written).not.toContain(value);
    expect(written).not.toContain('swordfish!9');
    expect(own.restore(written, 'shownAnswer')).toEqual({ ok: true, value: JSON.stringify(body) });
    expect(own.brandBody(written).ok).toBe(true);
  });
});

describe('time', () => {
  it('that is used up means nothing to send', () => {
    let now = 0;
    const own = session({
      clock: { now: () => now, monotonicMs: () => (now += 100), after: () => ({ dispose() {} }) },
      budgetMs: 50,
    });
    expect(own.redact('some text')).toMatchObject({ ok: false, reason: 'redactionTimedOut' });
    expect(own.scan('some text')).toMatchObject({ ok: false, reason: 'redactionTimedOut' });
    expect(own.brandBody('{}')).toMatchObject({ ok: false, reason: 'redactionTimedOut' });
  });
});

describe('patterns of the user', () => {
  it('find what they describe', () => {
    const own = session({ patterns: { 'Employee number': 'EMP-\\d{6}', anyCase: '(?i)project-[a-z]{4}x' } });
    expect(redacted(own, 'EMP-123456 on PROJECT-abcdX')).toMatch(
      /^SECRET_PATTERN_EMPLOYEE_NUMBER_1_\w+ on SECRET_PATTERN_ANYCASE_1_\w+$/,
    );
  });

  it.each([
    ['nested quantifiers', '(a+)+$', 'backtrackingPattern'],
    ['alternatives under a quantifier', '(a|aa)+$', 'backtrackingPattern'],
    ['quantifiers in a row', '\\d+\\d+x', 'backtrackingPattern'],
    ['large counted nesting', '(?:[a-z]*,){2,}x', 'backtrackingPattern'],
    ['back references', '(a)\\1', 'backtrackingPattern'],
    ['broken syntax', '(a', 'invalidPattern'],
    ['the empty text', 'a*', 'matchesEmptyText'],
  ])('are refused with a reason: %s', (_name, pattern, fault) => {
    const own = session({ patterns: { mine: pattern } });
    expect(own.rejectedPatterns).toEqual([{ name: 'mine', fault }]);
  });
});

describe('a text that is nearly all secret', () => {
  it('is redacted and comes back, however many values share a frame', () => {
    const chance = chanceFrom(21);
    const values = Array.from({ length: 4000 }, () => chance.text(alnum, 20));
    const text = values.map((value) => `"password": "{\\"token\\": \\"${value}\\"}",`).join('');
    const own = session();
    const after = redacted(own, text);
    // Chance makes some that read like words.
    expect(values.filter((value) => after.includes(value)).length).toBeLessThan(values.length / 100);
    expect(own.restore(after, 'localEdit')).toEqual({ ok: true, value: text });
  });
});

describe('parts of a known value', () => {
  it('are found at every offset from twelve characters on, and not below eight', () => {
    const value = chanceFrom(22).text(alnum, 40);
    for (let from = 0; from + 12 <= value.length; from++)
      for (const lead of ['', ' ', '  '])
        expect(
          redacted(session({ knownValues: [{ value }] }), `${lead}x = ${value.slice(from, from + 12)};`),
        ).toContain('SECRET_');
    expect(redacted(session({ knownValues: [{ value }] }), `x ${value.slice(3, 10)} y`)).not.toContain(
      'SECRET_',
    );
  });

  it('do not include what many values begin with', () => {
    const knownValues = Array.from({ length: 80 }, (_, index) => ({
      value: `https-internal-settings-${chanceFrom(index).text(alnum, 24)}`,
    }));
    const own = session({ knownValues });
    expect(redacted(own, 'const name = "https-internal-settings-page";')).toBe(
      'const name = "https-internal-settings-page";',
    );
    for (const { value } of knownValues)
      expect(redacted(own, `go to ${value} now`)).not.toContain(value.slice(-24));
  });
});

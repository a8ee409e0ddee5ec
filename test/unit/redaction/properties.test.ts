import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { positives } from '../../fixtures/redaction/labelledSet.ts';
import { redacted, session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

const samples = positives(7);
const fragments = [
  'password=',
  'password: "',
  '"',
  "'",
  '`',
  '\n',
  '\\',
  '\\n',
  '\\u0041',
  '%41',
  '&quot;',
  '://',
  '@',
  ':',
  ';',
  '" + "',
  '\u001b[31m',
  '\u200b',
  'ghp_',
  'sk-',
  'eyJ',
  '-----BEGIN RSA PRIVATE KEY-----',
  '-----END RSA PRIVATE KEY-----',
  'SECRET_',
  'AKIA',
  'ｐａｓｓ',
  '=',
  'Basic ',
  '> ',
  '+',
  '@@ -1 +1 @@\n',
];
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom(...fragments),
  fc.constantFrom(...samples).map((sample) => sample.text),
  fc.base64String({ maxLength: 120 }),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const anyPath = fc.option(
  fc.constantFrom('.env', 'a.ts', 'a.py', 'a.yml', '.netrc', 'etc/shadow', 'x.diff', 'Dockerfile', 'a.md'),
  { nil: undefined },
);
const runs = { numRuns: 400 };

describe('for any text', () => {
  it('restoring what was redacted gives the text again', () => {
    fc.assert(
      fc.property(anyText, anyPath, fc.nat(), (text, path, seed) => {
        const own = session({}, seed);
        expect(own.restore(redacted(own, text, path), 'localEdit')).toEqual({ ok: true, value: text });
      }),
      runs,
    );
  });

  it('restoring piece by piece gives the text again, however it is cut', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (text, lengths) => {
        const own = session();
        const after = redacted(own, text);
        const restorer = own.streamRestorer('shownAnswer');
        let back = '';
        let at = 0;
        for (let step = 0; at < after.length; step++) {
          const length = lengths[step % lengths.length] ?? 1;
          const shown = restorer.push(after.slice(at, at + length));
          back += shown.ok ? shown.value : `<${shown.reason}>`;
          at += length;
        }
        const rest = restorer.end();
        expect(back + (rest.ok ? rest.value : `<${rest.reason}>`)).toBe(text);
      }),
      runs,
    );
  });

  it('redacting again changes nothing, and nothing is found any more', () => {
    fc.assert(
      fc.property(anyText, anyPath, (text, path) => {
        const own = session();
        const once = redacted(own, text, path);
        expect(redacted(own, once, path)).toBe(once);
        expect(own.scan(once, path === undefined ? {} : { path })).toEqual({ ok: true, value: [] });
      }),
      runs,
    );
  });

  it('findings are sorted, disjoint, inside the text, and cover what was replaced', () => {
    fc.assert(
      fc.property(anyText, anyPath, (text, path) => {
        const own = session();
        const result = own.redact(text, path === undefined ? {} : { path });
        if (!result.ok) throw new Error(result.reason);
        let rebuilt = '';
        let cursor = 0;
        const places = own.placeholders(result.value.text);
        for (const [index, finding] of result.value.findings.entries()) {
          expect(finding.start).toBeGreaterThanOrEqual(cursor);
          expect(finding.end).toBeGreaterThan(finding.start);
          expect(finding.end).toBeLessThanOrEqual(text.length);
          const place = places[index];
          rebuilt +=
            text.slice(cursor, finding.start) +
            (place === undefined ? '' : result.value.text.slice(place.start, place.end));
          cursor = finding.end;
        }
        expect(rebuilt + text.slice(cursor)).toBe(result.value.text);
      }),
      runs,
    );
  });
});

describe('under every normalisation', () => {
  const disguises: readonly (readonly [string, (secret: string) => string])[] = [
    ['colors', (secret) => `\u001b[1m${secret.slice(0, 4)}\u001b[0m${secret.slice(4)}`],
    ['zero width', (secret) => [...secret].join('\u200b')],
    [
      'full width',
      (secret) => [...secret].map((each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0)).join(''),
    ],
    ['joined literals', (secret) => `${secret.slice(0, 9)}" + "${secret.slice(9)}`],
    [
      'unicode escapes',
      (secret) =>
        [...secret].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    ],
    ['URL escapes', (secret) => [...secret].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('')],
    ['base64', (secret) => Buffer.from(`x=${secret}`).toString('base64')],
    ['base64 of UTF-16', (secret) => Buffer.from(`x=${secret}`, 'utf16le').toString('base64')],
    ['hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
    ['character references', (secret) => [...secret].map((each) => `&#${each.charCodeAt(0)};`).join('')],
    ['UTF-16', (secret) => [...secret].map((each) => `${each}\u0000`).join('')],
  ];
  const token = fc
    .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), {
      minLength: 36,
      maxLength: 36,
    })
    .map((letters) => `ghp_${letters.join('')}`);
  it.each(disguises)('%s: the place found is the place of the disguised secret', (_name, disguise) => {
    fc.assert(
      fc.property(token, fc.string({ maxLength: 30 }), (secret, before) => {
        const hidden = disguise(secret);
        const lead = `${before.replace(/[^ a-z]/g, ' ')}\nconst value = "`;
        const result = session().redact(`${lead}${hidden}";\nend`);
        if (!result.ok) throw new Error(result.reason);
        expect(result.value.findings).toHaveLength(1);
        const [finding] = result.value.findings;
        expect(finding?.start).toBeGreaterThanOrEqual(lead.length);
        expect(finding?.start).toBeLessThanOrEqual(lead.length + hidden.length * 0.1);
        expect(finding?.end).toBeLessThanOrEqual(lead.length + hidden.length);
        expect(finding?.end).toBeGreaterThanOrEqual(lead.length + hidden.length * 0.9);
      }),
      { numRuns: 200 },
    );
  });
});

import { describe, expect, it, vi } from 'vitest';
import { adversarialTexts } from '../../fixtures/redaction/adversarialTexts.ts';
import { redacted, session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('a text that is made to slow or confuse a scanner', () => {
  it.each(adversarialTexts(3000).map((text) => [text.name, text] as const))(
    '%s: is redacted, holds nothing that is found again, and comes back',
    (_name, { text, path }) => {
      const own = session();
      const after = redacted(own, text, path);
      expect(own.scan(after, path === undefined ? {} : { path })).toEqual({ ok: true, value: [] });
      expect(own.restore(after, 'localEdit')).toEqual({ ok: true, value: text });
    },
  );
});

describe('a long text of which only the neighborhoods of words are scanned again', () => {
  it.each(adversarialTexts(3000, 9).map((text) => [text.name, text] as const))(
    '%s among much else: nothing is found when all of it is scanned',
    (_name, { text, path }) => {
      const own = session();
      const filler =
        'const total = items.map((item) => item.price).reduce((sum, next) => sum + next, 0);\n'.repeat(300);
      const after = redacted(own, `${filler}${text}\n${filler}`, path);
      expect(own.scan(after, path === undefined ? {} : { path })).toEqual({ ok: true, value: [] });
    },
  );
});

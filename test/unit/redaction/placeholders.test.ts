import { describe, expect, it } from 'vitest';
import { chanceFrom, alnum } from '../../fixtures/redaction/chance.ts';
import { redacted, session } from './sessions.ts';

const chance = chanceFrom(5);
const token = (): string => `ghp_${chance.text(alnum, 36)}`;

describe('a placeholder', () => {
  it('is one word that a program can hold', () => {
    const after = redacted(session(), `const t = "${token()}";`);
    expect(after).toMatch(/^const t = "SECRET_GITHUB_TOKEN_1_[a-z0-9]{6}";$/);
  });

  it('is the same for a value throughout the conversation, and another for another value', () => {
    const own = session();
    const [first, second] = [token(), token()];
    const once = redacted(own, first);
    expect(redacted(own, `again ${first}`)).toBe(`again ${once}`);
    expect(redacted(own, second)).not.toBe(once);
  });

  it('carries a tag that another conversation does not have', () => {
    const value = token();
    expect(redacted(session({}, 1), value)).not.toBe(redacted(session({}, 2), value));
  });

  it('is never a word that the text holds already', () => {
    const own = session();
    const tag = redacted(own, token()).slice(-6);
    const text = `SECRET_GITHUB_TOKEN_2_${tag} and ${token()}`;
    expect(redacted(own, text)).toContain('SECRET_GITHUB_TOKEN_3_');
  });

  it('also replaces a value that was found elsewhere and stands here without a sign', () => {
    const own = session();
    const value = `${chance.text(alnum, 12)}7!`;
    redacted(own, `DB_PASSWORD=${value}\n`);
    expect(redacted(own, `see ${value} there`)).not.toContain(value);
  });
});

describe('restoring', () => {
  it('names a placeholder that was never given out', () => {
    const own = session();
    const word = redacted(own, token());
    expect(own.restore(word.replace('_1_', '_9_'), 'localEdit')).toMatchObject({
      ok: false,
      reason: 'unknownPlaceholder',
    });
  });

  it.each([
    ['lower case', (word: string) => word.toLowerCase()],
    ['hyphens', (word: string) => word.replaceAll('_', '-')],
    ['escaped for markdown', (word: string) => word.replaceAll('_', '\\_')],
    ['without its tag', (word: string) => word.slice(0, -7)],
    ['with half its tag', (word: string) => word.slice(0, -3)],
    [
      'in camel case',
      (word: string) => word.toLowerCase().replace(/_(.)/g, (_, each: string) => each.toUpperCase()),
    ],
  ])('names a placeholder that came back altered: %s', (_name, alter) => {
    const own = session();
    const word = redacted(own, token());
    expect(own.restore(`const a = ${alter(word)};`, 'localEdit')).toMatchObject({ ok: false });
  });

  it('gives a search block the text of the file', () => {
    const own = session();
    const value = token();
    const search = redacted(own, `key = "${value}"`);
    expect(own.restore(search, 'searchBlock')).toEqual({ ok: true, value: `key = "${value}"` });
  });

  it('forbids a command that holds a placeholder, whole or altered', () => {
    const own = session();
    const word = redacted(own, token());
    expect(own.isForbiddenInCommand(`curl -H ${word}`)).toBe(true);
    expect(own.isForbiddenInCommand(`curl -H ${word.toLowerCase()}`)).toBe(true);
    expect(own.isForbiddenInCommand('curl https://x.org')).toBe(false);
  });

  it('fails a stream as soon as an altered placeholder has come', () => {
    const own = session();
    const restorer = own.streamRestorer('shownAnswer');
    const word = redacted(own, token()).toLowerCase();
    const results = [...word, ' ', 'x'].map((each) => restorer.push(each));
    expect(results.some((result) => !result.ok && result.reason === 'alteredPlaceholder')).toBe(true);
    expect(restorer.end().ok).toBe(false);
  });

  it('does not hold back text that cannot become a placeholder', () => {
    const own = session();
    redacted(own, token());
    expect(own.streamRestorer('shownAnswer').push('Some text')).toEqual({ ok: true, value: 'Some text' });
    expect(own.streamRestorer('shownAnswer').push('x = SEC')).toEqual({ ok: true, value: 'x = ' });
  });
});

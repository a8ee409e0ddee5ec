import { describe, expect, it, vi } from 'vitest';
import { alnum, chanceFrom, digits, lower } from '../../fixtures/redaction/chance.ts';
import { redacted, session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

const chance = chanceFrom(11);
const code = 'const total = items.map((item) => item.price).reduce((sum, next) => sum + next, 0);\n';

describe('a text with more secrets than can each be looked at', () => {
  const values = Array.from({ length: 3000 }, () => chance.text(alnum, 24));
  const lines = values.map((value, index) => `SERVICE_${index}_TOKEN=${value}\n`);

  it('keeps none of them, comes back, and stays as it is when redacted again', () => {
    const own = session();
    const text = lines.join('');
    const after = redacted(own, text);
    expect(values.filter((value) => after.includes(value))).toEqual([]);
    expect(redacted(own, after)).toBe(after);
    expect(own.restore(after, 'localEdit')).toEqual({ ok: true, value: text });
  });

  it('leaves the code before and behind them as it is', () => {
    const after = redacted(session(), `${code.repeat(200)}${lines.join('')}${code.repeat(200)}`);
    expect(after.startsWith(code.repeat(200))).toBe(true);
    expect(after.endsWith(code.repeat(200))).toBe(true);
  });

  it('gives each of the first hundreds a word of its own', () => {
    const first = lines.slice(0, 200).join('');
    const result = session().redact(first);
    if (!result.ok) throw new Error(result.reason);
    expect(result.value.findings.map(({ start, end }) => first.slice(start, end))).toEqual(
      values.slice(0, 200),
    );
  });

  it('is remembered by its values, wherever one of them stands alone in a later text', () => {
    const plain = Array.from({ length: 3000 }, () => `${chance.text(lower, 10)}${chance.text(digits, 2)}`);
    const later = [260, 1200, 2999].map((index) => `and then ${plain[index]} was seen\n`).join('');
    expect(redacted(session(), later)).toBe(later);
    const own = session();
    redacted(own, plain.map((value, index) => `SERVICE_${index}_PASSWORD=${value}\n`).join(''));
    const after = redacted(own, later);
    expect(plain.filter((value) => after.includes(value))).toEqual([]);
    expect(own.restore(after, 'localEdit')).toEqual({ ok: true, value: later });
  });

  it('keeps none of them in a diff, in a quotation and in escapes either', () => {
    for (const write of [
      (all: readonly string[]) =>
        `+++ b/.env\n@@ -0,0 +1,${all.length} @@\n${all.map((line) => `+${line}`).join('')}`,
      (all: readonly string[]) => all.map((line) => `> ${line}`).join(''),
      (all: readonly string[]) => JSON.stringify(all.join('')),
    ]) {
      const after = redacted(session(), write(lines));
      expect(values.filter((value) => after.includes(value))).toEqual([]);
    }
  });
});

describe('a text that says one thing again and again', () => {
  const value = chance.text(alnum, 36);
  const line = `export GITHUB_TOKEN=ghp_${value}\n`;

  it('is redacted at every place with the same word, and comes back', () => {
    const own = session();
    const text = line.repeat(2000);
    const after = redacted(own, text);
    expect(after).not.toContain(value);
    expect(own.restore(after, 'localEdit')).toEqual({ ok: true, value: text });
    expect(own.scan(after)).toEqual({ ok: true, value: [] });
  });

  it.each([0, 1, 500, 999, 1000])('shows the one line that differs, behind %d others', (before) => {
    const plain = 'export LANGUAGE_TAG=en_US.UTF-8\n';
    const own = session();
    const text = `${plain.repeat(before)}${line}${plain.repeat(1000 - before)}`;
    const after = redacted(own, text);
    expect(after).not.toContain(value);
    expect(after.replace(/ghp_\w+|SECRET_\w+/, '')).toBe(text.replace(/ghp_\w+/, ''));
  });

  it('is read to its end, where something else may give it a meaning', () => {
    const piece = 'abcdefghij ';
    const after = redacted(session(), `${piece.repeat(3000)}password = "${value}"\n${piece.repeat(3000)}`);
    expect(after).not.toContain(value);
    expect(after.startsWith(piece.repeat(3000))).toBe(true);
  });

  it('is replaced whole where its escapes hide a secret', () => {
    const hidden = [...`password=${value}`].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('');
    const after = redacted(session(), hidden.repeat(400));
    expect(after).not.toContain(hidden.slice(-30));
  });
});

import { describe, expect, it, vi } from 'vitest';
import { positives } from '../../fixtures/redaction/labelledSet.ts';
import { session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A key's block, a query with its signature, a token over two lines: the label names only a part of the secret. */
const labelIsPart = /^(?:pem|pgp|putty|sas$|wrappedToken$|loginByMail$|travisSecure$)/;
/** And here more than it: of an address, only what opens it. */
const labelIsMore = /Url$|^slackWebhook$/;

const quotes = /^\\*["'`]?$/;

/** What is masked around the secret, or missing of it. */
function looseness(
  text: string,
  secret: string,
  findings: readonly { readonly start: number; readonly end: number }[],
): string | undefined {
  const start = text.indexOf(secret);
  const end = start + secret.length;
  const over = findings.filter((finding) => finding.start < end && finding.end > start);
  const from = Math.min(...over.map((finding) => finding.start));
  const to = Math.max(...over.map((finding) => finding.end));
  if (from > start) return `${from - start} characters are left before`;
  if (to < end) return `${end - to} characters are left behind`;
  if (over.length > 1) return 'it is masked in pieces';
  if (!quotes.test(text.slice(from, start)))
    return `masked before it: ${JSON.stringify(text.slice(from, start))}`;
  if (!quotes.test(text.slice(end, to))) return `masked behind it: ${JSON.stringify(text.slice(end, to))}`;
  return undefined;
}

describe.each([3, 17, 40])('what is masked in sample %d of the labelled set', (seed) => {
  const plain = positives(seed).filter(({ text, secrets }) =>
    secrets.some((secret) => text.includes(secret)),
  );

  it('is the secret with its quotes at most, from its first character to its last', () => {
    const loose: string[] = [];
    let looked = 0;
    for (const { text, path, kind, secrets } of plain) {
      if (labelIsPart.test(kind) || labelIsMore.test(kind)) continue;
      const result = session().redact(text, path === undefined ? {} : { path });
      if (!result.ok) throw new Error(result.reason);
      for (const secret of secrets.filter((each) => text.includes(each))) {
        const isFound = result.value.findings.some(
          ({ start, end }) => start < text.indexOf(secret) + secret.length && end > text.indexOf(secret),
        );
        if (!isFound) continue;
        looked++;
        const problem = looseness(text, secret, result.value.findings);
        if (problem !== undefined) loose.push(`${kind}: ${problem}`);
      }
    }
    expect(looked).toBeGreaterThan(2500);
    expect([...new Set(loose)].slice(0, 20), `${loose.length} of ${looked}`).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';

import { retryAfter } from '../../../src/core/cloud/cloudError.ts';

function waitMs(headers: Record<string, string>): number | undefined {
  return retryAfter((name) => headers[name] ?? null);
}

describe('how long to wait', () => {
  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }, 0],
    [{ 'retry-after': '-3' }, 0],
  ])('%j', (headers, expected) => {
    expect(waitMs(headers)).toBe(expected);
  });

  it.each([
    [{}],
    [{ 'retry-after': '' }],
    [{ 'retry-after-ms': '', 'retry-after': 'soon' }],
    [{ 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT' }],
  ])('is not told by %j', (headers: Record<string, string>) => {
    expect(waitMs(headers)).toBeUndefined();
  });
});

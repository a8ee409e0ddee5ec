import { describe, expect, it } from 'vitest';

import { createPriceList, type OwnPrice } from '../../../src/core/usage/prices.ts';

const list = (own: Record<string, OwnPrice> = {}, today = '2026-11-20') =>
  createPriceList(
    () => own,
    () => today,
  );

describe('the price of a model', () => {
  it.each([
    ['claude-opus-5-5', 4, 20],
    ['claude-opus-5.5', 4, 20],
    ['anthropic/claude-opus-5.5', 4, 20],
    ['claude-sonnet-5-5-20260922', 2, 10],
    ['eu.anthropic.claude-opus-5-v1', null, null],
    ['gpt-6.1-sol', 2, 10],
    ['openai/gpt-6-luna', 0.1, 0.5],
    ['gemini-3.5-flash', 1.5, 9],
    ['gemini-3.5-flash-lite', 0.3, 2.5],
    ['mistral-medium-3.5', 1.5, 7.5],
  ])('%s', (model, tokensIn, tokensOut) => {
    const price = list().priceOf(model, 0);
    expect(price === null ? [null, null] : [price.in, price.out]).toEqual([tokensIn, tokensOut]);
  });

  it('is unknown for an unknown model, and so is the cost: not zero', () => {
    expect(list().priceOf('frontier-9000', 0)).toBeNull();
    expect(list().costUsd({ model: 'frontier-9000', tokensIn: 1, tokensOut: 1 })).toBeNull();
    expect(list().priceOf('constructor', 0)).toBeNull();
  });

  it("is the team's own where the profile names one", () => {
    const own = { 'Frontier-9000': { in: 1, out: 2 }, 'gpt-6-sol': { in: 0.5, out: 1, cached: 0.01 } };
    expect(list(own).priceOf('frontier-9000', 0)).toEqual({ in: 1, out: 2 });
    expect(list(own).costUsd({ model: 'gpt-6-sol', tokensIn: 2_000_000, tokensOut: 1_000_000 })).toBeCloseTo(
      2,
    );
    expect(list(own).models()).toContain('Frontier-9000');
  });

  it('changes on the day that was announced', () => {
    expect(list({}, '2026-12-31').priceOf('gemini-3.8-flash', 0)?.in).toBe(0.75);
    expect(list({}, '2027-01-01').priceOf('gemini-3.8-flash', 0)?.in).toBe(1.5);
  });

  it('is the higher one for a long prompt where there is one', () => {
    expect(list().priceOf('claude-haiku-5-5', 100_000)?.in).toBe(0.1);
    expect(list().priceOf('claude-haiku-5-5', 100_001)?.in).toBe(0.5);
  });
});

it('counts cached tokens at their own price and never more of them than were sent', () => {
  const cost = (tokensCached: number) =>
    list().costUsd({ model: 'claude-opus-5-5', tokensIn: 1_000_000, tokensOut: 0, tokensCached });
  expect(cost(0)).toBeCloseTo(4);
  expect(cost(500_000)).toBeCloseTo(2.1);
  expect(cost(9_000_000)).toBeCloseTo(0.2);
});

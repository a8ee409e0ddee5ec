/** What does a million tokens cost? A dated table; the team's own prices come first; unknown stays unknown. */

export interface Price {
  /** USD per million tokens. */
  readonly in: number;
  readonly out: number;
  /** Tokens read from the prompt cache; absent: as `in`. */
  readonly cached?: number;
}

interface DatedPrice extends Price {
  /** Matched against the model name in lower case, without provider prefix and date suffix. */
  readonly model: string;
  /** Last day it holds, where an end was announced (ISO date). */
  readonly until?: string;
  /** Above this many tokens in, `long` holds for the whole request. */
  readonly longAbove?: number;
  readonly long?: Price;
}

/** The day the providers' price pages were read for this table. */
export const pricesAsOf = '2026-11-20';

/**
 * Anthropic: platform.claude.com, 2026-10-24. Google: ai.google.dev, 2026-10-07. Mistral: its public
 * documentation, 2026-08-21. OpenAI: third-party trackers that cite its page, September to November 2026.
 */
const table: readonly DatedPrice[] = [
  { model: 'claude-fable-5-1', in: 10, out: 50, cached: 0.25 },
  { model: 'claude-opus-5-5', in: 4, out: 20, cached: 0.2 },
  { model: 'claude-opus-5', in: 5, out: 25 },
  { model: 'claude-sonnet-5-5', in: 2, out: 10, cached: 0.1 },
  { model: 'claude-haiku-5-5', in: 0.1, out: 0.5, longAbove: 100_000, long: { in: 0.5, out: 2.5 } },
  { model: 'gpt-6-astra', in: 10, out: 50, cached: 1 },
  { model: 'gpt-6-sol', in: 2, out: 10, cached: 0.2 },
  { model: 'gpt-6-1-sol', in: 2, out: 10, cached: 0.1 },
  { model: 'gpt-6-1-terra', in: 1, out: 5, cached: 0.05 },
  { model: 'gpt-6-luna', in: 0.1, out: 0.5 },
  { model: 'gemini-3-8-flash', in: 0.75, out: 3.75, until: '2026-12-31' },
  { model: 'gemini-3-8-flash', in: 1.5, out: 7.5 },
  { model: 'gemini-3-5-flash', in: 1.5, out: 9 },
  { model: 'gemini-3-5-flash-lite', in: 0.3, out: 2.5 },
  { model: 'gemini-3-1-pro-preview', in: 2, out: 12, longAbove: 200_000, long: { in: 4, out: 18 } },
  { model: 'codestral-25-08', in: 0.3, out: 0.9 },
  { model: 'codestral-2508', in: 0.3, out: 0.9 },
  { model: 'mistral-medium-3-5', in: 1.5, out: 7.5, cached: 0.15 },
  { model: 'mistral-large-3', in: 0.5, out: 1.5, cached: 0.05 },
];

export interface Priced {
  readonly model: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Part of `tokensIn` that came from the provider's cache. */
  readonly tokensCached?: number;
}

export interface PriceList {
  /** Price of a request of this size today; `null` where the model's price is not known. */
  priceOf(model: string, tokensIn: number): Price | null;
  /** USD; `null`: unknown, never 0 for an unknown price. */
  costUsd(request: Priced): number | null;
  /** Every model with a known price, for the choice in the usage view. */
  models(): readonly string[];
}

/**
 * @param own prices of the team profile by model name as configured, USD per million tokens
 * @param today ISO date (YYYY-MM-DD): decides between announced prices
 */
export function createPriceList(
  own: () => Readonly<Record<string, OwnPrice>>,
  today: () => string,
): PriceList {
  const priceOf = (model: string, tokensIn: number): Price | null => {
    const price = ownPrice(own(), model);
    if (price !== undefined) return price;
    const name = plainName(model);
    const row = table.find((one) => one.model === name && (one.until === undefined || today() <= one.until));
    if (row === undefined) return null;
    return row.long !== undefined && tokensIn > (row.longAbove ?? Number.POSITIVE_INFINITY) ? row.long : row;
  };
  return {
    priceOf,
    costUsd({ model, tokensIn, tokensOut, tokensCached = 0 }) {
      const price = priceOf(model, tokensIn);
      if (price === null) return null;
      const fresh = Math.max(0, tokensIn - tokensCached);
      const cached = tokensIn - fresh;
      return (fresh * price.in + cached * (price.cached ?? price.in) + tokensOut * price.out) / 1_000_000;
    },
    models: () => [...new Set([...Object.keys(own()), ...table.map(({ model }) => model)])],
  };
}

/** As the team profile writes it. */
export interface OwnPrice {
  readonly in: number;
  readonly out: number;
  readonly cached?: number | undefined;
}

function ownPrice(own: Readonly<Record<string, OwnPrice>>, model: string): Price | undefined {
  const name = plainName(model);
  const found = Object.hasOwn(own, model)
    ? own[model]
    : Object.entries(own).find(([candidate]) => plainName(candidate) === name)?.[1];
  if (found === undefined) return undefined;
  const { cached, ...price } = found;
  return cached === undefined ? price : { ...price, cached };
}

/** `anthropic/claude-opus-5.5-20260922` and `claude-opus-5-5` are one model. */
function plainName(model: string): string {
  return model
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^(?:[a-z]{2}\.)?(?:anthropic|openai|mistral|google)\./, '')
    .replace(/[._:@ ]+/g, '-')
    .replace(/-(?:20\d{6}|20\d{2}-\d{2}-\d{2}|latest)(?:-v\d+(?:-\d+)?)?$/, '');
}

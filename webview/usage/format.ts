/** How are figures written in the person's language? */

export interface Format {
  readonly whole: (value: number) => string;
  /** Short, for axes: 12K, 3M. */
  readonly short: (value: number) => string;
  readonly usd: (value: number) => string;
  readonly percent: (part: number, of: number) => string;
  readonly day: (day: string) => string;
}

export function formatFor(language: string): Format {
  const locale = language === '' ? undefined : language;
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const usd = (digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const cents = usd(2);
  const fractions = usd(4);
  return {
    whole: (value) => whole.format(value),
    short: (value) => short.format(value),
    usd: (value) => (value !== 0 && Math.abs(value) < 0.01 ? fractions : cents).format(value),
    percent: (part, of) => (of === 0 ? '–' : percent.format(part / of)),
    day: (text) => day.format(Date.parse(`${text}T00:00:00Z`)),
  };
}

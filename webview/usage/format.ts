/** How are figures written in the person's language? */

import { filled } from '../shared/host.ts';

export interface Format {
  readonly whole: (value: number) => string;
  /** Short, for axes: 12K, 3M. */
  readonly short: (value: number) => string;
  /** Below a cent with four digits; what is less than these show says so, since it is not free. */
  readonly usd: (value: number) => string;
  readonly percent: (part: number, of: number) => string;
  /** As `percent`, but what is not whole never looks whole: 99.9 %. */
  readonly share: (part: number, of: number) => string;
  /** Milliseconds below a second, else seconds; a dash for what was not measured. */
  readonly duration: (ms: number | null) => string;
  readonly day: (day: string) => string;
}

/** @param units how a number of milliseconds and of seconds is written, with {0} for the number */
export function formatFor(language: string, units: { milliseconds: string; seconds: string }): Format {
  const locale = language === '' ? undefined : language;
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  });
  const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
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
    usd: (value) =>
      value > 0 && value < 0.0001
        ? `<${fractions.format(0.0001)}`
        : (value !== 0 && Math.abs(value) < 0.01 ? fractions : cents).format(value),
    percent: (part, of) => (of === 0 ? '–' : percent.format(part / of)),
    share: (part, of) => (of === 0 ? '–' : share.format(part / of)),
    duration: (ms) => {
      if (ms === null) return '–';
      const text =
        ms < 1000
          ? filled(units.milliseconds, whole.format(ms))
          : filled(units.seconds, tenth.format(ms / 1000));
      // A unit stays with its number.
      return text.replaceAll(' ', '\u00a0');
    },
    day: (text) => day.format(Date.parse(`${text}T00:00:00Z`)),
  };
}

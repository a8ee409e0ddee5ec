/** From how many requests a day on is a server of one's own cheaper than the cloud? */

/** The team's own figures, USD. */
export interface OwnCosts {
  /** Price of the hardware, spread over `months`. */
  readonly hardwareUsd: number;
  readonly months: number;
  /** Mean draw while the server runs. */
  readonly watts: number;
  readonly hoursPerDay: number;
  readonly usdPerKwh: number;
  /** People, rent, support a month. */
  readonly operationsUsd: number;
}

/** What was used on the own server in some days, and what the cloud would have taken for it. */
export interface LocalUse {
  readonly requests: number;
  /** `null`: the price of the model compared with is unknown. */
  readonly sameInCloudUsd: number | null;
  readonly days: number;
}

export interface BreakEven {
  readonly fixedUsdPerMonth: number;
  /** At the pace of the days measured; `null`: unknown price or nothing used. */
  readonly cloudUsdPerMonth: number | null;
  /** Positive: the own server is cheaper by this much. */
  readonly savedUsdPerMonth: number | null;
  /** With requests of the size measured; `null` where they cost nothing in the cloud or nothing is known of them. */
  readonly requestsPerDay: number | null;
}

const daysPerMonth = 365 / 12;

/** Fixed cost against price per token: hardware over its months, power and operations against the cloud's bill. */
export function breakEven(costs: OwnCosts, use: LocalUse): BreakEven {
  const hardware = costs.months > 0 ? costs.hardwareUsd / costs.months : costs.hardwareUsd;
  const power = (costs.watts / 1000) * costs.hoursPerDay * daysPerMonth * costs.usdPerKwh;
  const fixedUsdPerMonth = hardware + power + costs.operationsUsd;
  if (use.sameInCloudUsd === null || use.days <= 0 || use.requests === 0) {
    return { fixedUsdPerMonth, cloudUsdPerMonth: null, savedUsdPerMonth: null, requestsPerDay: null };
  }
  const cloudUsdPerMonth = (use.sameInCloudUsd / use.days) * daysPerMonth;
  const usdPerRequest = use.sameInCloudUsd / use.requests;
  return {
    fixedUsdPerMonth,
    cloudUsdPerMonth,
    savedUsdPerMonth: cloudUsdPerMonth - fixedUsdPerMonth,
    requestsPerDay: usdPerRequest > 0 ? Math.ceil(fixedUsdPerMonth / daysPerMonth / usdPerRequest) : null,
  };
}

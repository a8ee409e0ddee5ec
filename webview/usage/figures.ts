/** What does a person see first? The few figures that tell the whole story. */

import type { UsageState } from '../../src/protocol/usage.ts';
import type { UsageWords } from '../../src/protocol/usageWords.ts';
import { element } from '../shared/dom.ts';
import { filled } from '../shared/host.ts';
import type { Format } from './format.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

export function figures(state: UsageState, words: UsageWords, format: Format): HTMLElement[] {
  const all = [
    answeredLocally(state, words, format),
    tokens(state, words, format),
    paid(state, words, format),
    notPaid(state, words, format),
    accepted(state, words, format),
    waiting(state, words, format),
  ];
  return all.map(({ name, value, note }) =>
    element('div', {}, [
      element('dt', { text: name }),
      element('dd', { className: 'value', text: value }),
      element('dd', { className: 'quiet', text: note }),
    ]),
  );
}

function answeredLocally({ report: { total } }: UsageState, words: UsageWords, format: Format): Figure {
  const { localRequests, cloudRequests } = total;
  const requests = localRequests + cloudRequests;
  return {
    name: words.answeredLocally,
    value: format.share(localRequests, requests),
    note: filled(words.ofRequests, format.whole(localRequests), format.whole(requests)),
  };
}

function tokens({ report: { total } }: UsageState, words: UsageWords, format: Format): Figure {
  return {
    name: words.localTokens,
    value: format.short(total.localTokens),
    note: filled(words.tokensInCloud, format.short(total.cloudTokens)),
  };
}

function paid({ report: { total } }: UsageState, words: UsageWords, format: Format): Figure {
  const isUnknown = total.unpriced > 0 && total.unpriced === total.cloudRequests;
  const known = total.unpriced > 0 ? `${format.usd(total.costUsd)} +` : format.usd(total.costUsd);
  return {
    name: words.cloudCost,
    value: isUnknown ? words.unknownPrice : known,
    note: filled(words.cloudRequests, format.whole(total.cloudRequests)),
  };
}

function notPaid(state: UsageState, words: UsageWords, format: Format): Figure {
  const saved = state.report.total.sameInCloudUsd;
  return {
    name: words.saved,
    value: saved === null ? words.unknownPrice : format.usd(saved),
    note: filled(words.atPrices, state.comparedModel),
  };
}

function accepted({ report: { acceptance } }: UsageState, words: UsageWords, format: Format): Figure {
  const sum = (of: 'offered' | 'accepted'): number => acceptance.reduce((total, row) => total + row[of], 0);
  return {
    name: words.acceptedSuggestions,
    value: format.percent(sum('accepted'), sum('offered')),
    note: filled(words.ofOffered, format.whole(sum('accepted')), format.whole(sum('offered'))),
  };
}

function waiting({ report: { latency } }: UsageState, words: UsageWords, format: Format): Figure {
  const local = latency.find(({ route }) => route === 'local');
  return {
    name: words.medianWait,
    value: format.duration(local?.p50Ms ?? null),
    note: filled(words.ninetyFive, format.duration(local?.p95Ms ?? null)),
  };
}

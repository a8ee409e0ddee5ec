/** Did the server put an error where the answer should be? */

import type { Check } from '../check.ts';

const longestError = 4000;
const phrases =
  /^(?:\W*(?:error|exception|fatal|failed)\b[\s:[(-]*)?(?:[\w ./-]{0,30}:\s*)?(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|too many requests|rate limit(?: exceeded| reached)?|upstream (?:connect|request) (?:error|timeout|failed)|model ['"`]?[\w./:-]*['"`]? ?(?:not found|does not exist|is not loaded|is (?:currently )?(?:loading|overloaded))|cuda (?:error|out of memory)|out of memory|context (?:length|window|size) (?:exceeded|is)|maximum context length|connection (?:refused|reset|error)|(?:request|operation|read) timed? ?out|unauthorized|invalid api key|insufficient (?:quota|memory)|no healthy upstream|overloaded_error|llama runner (?:process )?(?:has )?(?:terminated|exited)|failed to (?:load|allocate|decode)|tokeni[sz]er|slot unavailable)\b/i;

/** What a program prints when it breaks: a trace, or the name of an exception with its message. */
const thrown =
  /^(?:\[?(?:error|fatal|critical|exception)\]?[\s:]+)?(?:Traceback \(most recent call last\):|(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Timeout|Failure)(?:\s\w+)?: \S.*|panic: .*|thread '\w+' panicked at .*)$/;
/** `NetworkError: 'ERR_NETWORK',` is an entry of a table. */
const entryEnd = /[,;'"{}\])]\s*$/;
const networkFailure =
  /^(?:\W*(?:error|failed|fatal)\b[\s:\]]*)?(?:[\w -]{0,40}\bfailed with (?:http )?status(?: code)?:? \d{3}\b.*|(?:the )?(?:worker|engine|runner|server|model) (?:process )?(?:exited|died|crashed|was killed)\b.*|(?:[a-z]+ )?E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)\b.*|fetch failed|failed to fetch|network ?error|socket hang up|connection (?:error|closed|aborted)|no response from (?:server|model).*|\[?(?:error|fatal)\]?:? (?:cuda|out of memory|\d{3}\b).*|stream (?:ended|closed) (?:unexpectedly|before).*)\.?$/i;

/** Fails on an error object, a gateway's error page or a server's error phrase that is the whole answer or its first line. */
export const inBandErrorCheck: Check = {
  name: 'inBandError',
  tasks: ['completion', 'edit', 'chat'],
  run({ answer, judged, language, before }) {
    const text = answer.trim();
    if (text.length === 0 || text.length > longestError) return undefined;
    const seen = errorObject(text) ?? errorPage(text) ?? errorPhrase(text);
    if (seen === undefined) return undefined;
    // A file that is about errors may begin with one.
    if (judged.task !== 'chat' && before.includes(seen.slice(0, 40)) && before.trim() !== '')
      return undefined;
    if (judged.task === 'completion' && language?.family === 'json' && !/"object"\s*:\s*"error"/.test(text))
      return undefined;
    if (judged.task !== 'chat' && language?.family === 'json' && !/"error"\s*:/.test(text)) return undefined;
    return {
      message: `The server answered with an error in place of text: "${seen.slice(0, 120)}"`,
      line: 0,
    };
  },
};

function errorObject(text: string): string | undefined {
  const body = text.replace(/^(?:data|event):\s*(?:error\s*\n\s*data:\s*)?/, '');
  if (!/^\{[\s\S]*\}$/.test(body)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  if (keys.length > 6) return undefined;
  const named = keys.includes('error') || keys.includes('errors') || keys.includes('detail');
  const status =
    keys.includes('message') && keys.some((key) => /^(?:code|status|statusCode|type|object)$/.test(key));
  return named || status ? body.replace(/\s+/g, ' ') : undefined;
}

function errorPage(text: string): string | undefined {
  if (!/^<(?:!doctype html|html|head)\b/i.test(text)) return undefined;
  const title =
    /<(?:title|h1)>\s*([^<]*\b(?:[45]\d\d|error|gateway|unavailable|forbidden|timeout)\b[^<]*)</i.exec(text);
  return title?.[1]?.trim();
}

function errorPhrase(text: string): string | undefined {
  const line = text.split('\n', 1)[0] ?? '';
  if (line.length > 300 || text.split('\n').length > 12 || /[;{}]\s*$/.test(line)) return undefined;
  // A sentence about an error is an answer.
  if (/\b(?:means?|because|when|usually|indicates?|you|your)\b/i.test(line)) return undefined;
  const status =
    line.length <= 80 && /^(?:HTTP\/[\d.]+ |status(?: code)?:? ?|error:? )?[45]\d\d\b[ :-]+[A-Z]/i.test(line);
  return status ||
    phrases.test(line) ||
    (thrown.test(line) && !entryEnd.test(line)) ||
    networkFailure.test(line)
    ? line
    : undefined;
}

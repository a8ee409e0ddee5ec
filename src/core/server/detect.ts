/** Which server answers at a URL, and what does it serve? One parallel round of GETs, then a look at the models. */

import type { ModelError } from '../model/modelError.ts';
import type { Ask, Fingerprint, ProbeAnswers, ServedModel } from './fingerprint.ts';
import { fingerprints } from './fingerprints.ts';
import { hostOf, normalizeUrl, originOf } from './normalizeUrl.ts';
import { probeRound, type ProbePorts, type ProbeRound } from './probeRound.ts';

export interface DetectPorts extends Omit<ProbePorts, 'headers'> {
  /** Headers that carry the key given for this origin; empty where there is none. */
  headersFor(origin: string): Promise<Record<string, string>>;
  /** What a failure to connect means. */
  classify(host: string, failure: unknown): ModelError;
  /** A refusal where a server was expected. */
  refused(
    host: string,
    kind: 'unauthorized' | 'hostHeader' | 'timedOut' | 'loading' | 'webPage' | 'notAServer' | 'serverFault',
  ): ModelError;
}

export interface DetectedServer {
  readonly baseUrl: string;
  readonly fingerprint: Fingerprint;
  readonly version: string;
  readonly models: readonly ServedModel[];
  readonly slots: number;
  /** It is there, but does not tell all: a key is missing, or it still loads. */
  readonly hindrance: ModelError | undefined;
  readonly ask: Ask;
}

export type Detection =
  | { readonly found: true; readonly server: DetectedServer }
  | { readonly found: false; readonly url: string; readonly failure: ModelError };

/** Never rejects. Tries https and http where no scheme was typed. */
export async function detectServer(typed: string, ports: DetectPorts): Promise<Detection> {
  const { candidates, problem } = normalizeUrl(typed);
  if (problem !== undefined)
    return { found: false, url: typed, failure: ports.classify(typed, new Error(problem)) };
  let last: Detection | undefined;
  for (const baseUrl of candidates) {
    const detection = await detectAt(baseUrl, ports);
    if (detection.found) return detection;
    last = detection;
  }
  return last ?? { found: false, url: typed, failure: ports.classify(typed, undefined) };
}

async function detectAt(baseUrl: string, ports: DetectPorts): Promise<Detection> {
  const host = new URL(baseUrl).host;
  const headers = await ports.headersFor(originOf(baseUrl));
  const known = fingerprints.find(({ isHost }) => isHost?.(hostOf(baseUrl)) === true);
  const paths = (known === undefined ? fingerprints : [known]).flatMap((fingerprint) => fingerprint.paths);
  const round = await probeRound(baseUrl, paths, { ...ports, headers });
  let { answers } = round;
  if (answers.all().length === 0) {
    // What one connection told (a certificate, say) tells more than the silence of the others.
    const isSilent = round.failure === undefined && round.late.length > 0;
    const failure = isSilent ? ports.refused(host, 'timedOut') : ports.classify(host, round.failure);
    return { found: false, url: baseUrl, failure };
  }
  const fingerprint = known ?? fingerprints.find((candidate) => candidate.recognizes(answers));
  if (fingerprint !== undefined && fingerprint.paths.some((path) => round.late.includes(path))) {
    answers = together(answers, await probeRound(baseUrl, round.late, { ...ports, headers }, patientLimitMs));
  }
  if (fingerprint === undefined)
    return { found: false, url: baseUrl, failure: whyNone(host, answers, ports) };
  const models = fingerprint.models(answers);
  const hindranceOf = ({ failsWithoutKey, paths: asked }: Fingerprint): ModelError | undefined => {
    const told = hindrance(host, answers, ports);
    if (told !== undefined || asked.every((path) => (answers.get(path)?.status ?? 0) < 500)) return told;
    const hasKey = Object.keys(headers).length > 0;
    return ports.refused(host, failsWithoutKey === true && !hasKey ? 'unauthorized' : 'serverFault');
  };
  return {
    found: true,
    server: {
      baseUrl,
      fingerprint,
      version: fingerprint.version(answers),
      models,
      slots: fingerprint.slots?.(answers) ?? 4,
      hindrance: models.length === 0 ? hindranceOf(fingerprint) : undefined,
      ask: asker(baseUrl, ports),
    },
  };
}

/** A gateway that has just started, or asks what stands behind it, takes longer for its list of models. */
const patientLimitMs = 10_000;

function together(first: ProbeAnswers, later: ProbeRound): ProbeAnswers {
  return {
    get: (path) => first.get(path) ?? later.answers.get(path),
    json: (path) => first.json(path) ?? later.answers.json(path),
    all: () => [...first.all(), ...later.answers.all()],
  };
}

function hindrance(host: string, answers: ProbeAnswers, ports: DetectPorts): ModelError | undefined {
  const statuses = answers.all().map(({ status }) => status);
  if (statuses.includes(401)) return ports.refused(host, 'unauthorized');
  if (statuses.includes(503)) return ports.refused(host, 'loading');
  if (statuses.includes(403)) return ports.refused(host, 'unauthorized');
  return undefined;
}

function whyNone(host: string, answers: ProbeAnswers, ports: DetectPorts): ModelError {
  const all = answers.all();
  if (all.every(({ status, text }) => status === 403 && text === ''))
    return ports.refused(host, 'hostHeader');
  const stopped = hindrance(host, answers, ports);
  if (stopped !== undefined) return stopped;
  if (all.some(({ text }) => /^\s*<(!doctype|html)/i.test(text))) return ports.refused(host, 'webPage');
  return ports.refused(host, 'notAServer');
}

/** Further questions to the recognized server, each at most 5 s. */
function asker(baseUrl: string, ports: DetectPorts): Ask {
  return async (method, path, body) => {
    const limit = new AbortController();
    const timer = ports.clock.after(5000, () => limit.abort(new Error('timed out')));
    try {
      const response = await ports.fetch(baseUrl + path, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(await ports.headersFor(originOf(baseUrl))),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: limit.signal,
        redirect: 'manual',
      });
      return response.ok ? ((await response.json()) as unknown) : undefined;
    } catch {
      return undefined;
    } finally {
      timer.dispose();
    }
  };
}

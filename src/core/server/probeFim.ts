/** Does this server really fill the middle in this dialect? A 200 is no proof: some drop the suffix silently. */

import type { FimDialect } from '../model/fimDialect.ts';
import type { ModelError } from '../model/modelError.ts';
import type { FimClient, FimPrompt } from '../model/stream.ts';

export interface ProbePrompt {
  readonly prefix: string;
  readonly suffix: string;
}

/** The question of the probe. A model that sees no suffix also goes on with 3, and may even close the list the same way. */
export const firstProbe: ProbePrompt = { prefix: 'x = [1, 2, ', suffix: ', 4, 5]\nassert x[2] == 3\n' };
const firstAnswer = '3';

/** Asked where the first answer runs on like the suffix: here only the suffix tells the number. */
export const secondProbe: ProbePrompt = { prefix: 'x = [1, 2, ', suffix: ', 40, 50]\nassert x[2] == 37\n' };
const secondAnswer = '37';

const maxTokens = 8;

export type ProbeResult = 'filled' | 'notFilled' | 'unsupported';

export interface FimProber {
  client(dialect: FimDialect): FimClient;
  phrase(family: string, probe: ProbePrompt): FimPrompt;
  isModelError(failure: unknown): failure is ModelError;
}

export interface FimProof {
  readonly dialect: FimDialect;
  readonly verified: boolean;
  /** What each tried dialect did. */
  readonly tried: readonly { readonly dialect: FimDialect; readonly result: ProbeResult }[];
}

/** Tries the dialects in order and keeps the first that fills. Rejects with ModelError where the server can't be asked now. */
export async function proveFim(
  dialects: readonly FimDialect[],
  question: { readonly model: string; readonly family: string },
  prober: FimProber,
  signal: AbortSignal,
): Promise<FimProof | undefined> {
  const tried: { dialect: FimDialect; result: ProbeResult }[] = [];
  for (const dialect of dialects) {
    const result = await probe(dialect, question, prober, signal);
    tried.push({ dialect, result });
    if (result === 'filled') return { dialect, verified: true, tried };
  }
  // Silence about a suffix is worse than none: only a dialect with our own template may be used unproved.
  const usable = tried.find(({ dialect, result }) => result === 'notFilled' && !needsProof.has(dialect));
  return usable === undefined ? undefined : { dialect: usable.dialect, verified: false, tried };
}

const needsProof: ReadonlySet<FimDialect> = new Set(['completionsSuffix', 'ollamaSuffix']);

async function probe(
  dialect: FimDialect,
  question: { readonly model: string; readonly family: string },
  prober: FimProber,
  signal: AbortSignal,
): Promise<ProbeResult> {
  try {
    const first = await ask(dialect, firstProbe, question, prober, signal);
    const rest = first.startsWith(firstAnswer) ? first.slice(firstAnswer.length) : undefined;
    if (rest === undefined) return 'notFilled';
    if (rest.trim() === '') return 'filled';
    if (!agrees(rest, firstProbe.suffix) && !agrees(rest, ', 4, 5, 6, 7')) return 'notFilled';
    const second = await ask(dialect, secondProbe, question, prober, signal);
    return second.startsWith(secondAnswer) && !/^\d/.test(second.slice(secondAnswer.length))
      ? 'filled'
      : 'notFilled';
  } catch (failure) {
    if (!prober.isModelError(failure)) throw failure;
    const { kind, facts } = failure;
    const isRefused = facts.status !== undefined && facts.status < 500;
    if (
      facts.cause === 'fimUnsupported' ||
      facts.cause === 'fieldRejected' ||
      (kind === 'protocol' && isRefused)
    ) {
      return 'unsupported';
    }
    throw failure;
  }
}

/** One of both goes on where the other ends. */
function agrees(rest: string, expected: string): boolean {
  const left = rest.trim();
  const right = expected.trim();
  return left.startsWith(right) || right.startsWith(left);
}

async function ask(
  dialect: FimDialect,
  probePrompt: ProbePrompt,
  question: { readonly model: string; readonly family: string },
  prober: FimProber,
  signal: AbortSignal,
): Promise<string> {
  const prompt = prober.phrase(question.family, probePrompt);
  let text = '';
  const stream = prober
    .client(dialect)
    .complete({ model: question.model, prompt, maxTokens, temperature: 0 }, signal);
  for await (const event of stream) {
    if (event.type === 'text') text += event.text;
  }
  return text.trimStart();
}

/** What must hold against any real server? Detection, FIM, chat, cancel, refusals. */

import type { AnswerStream, StreamEvent } from '../../../src/core/model/stream.ts';
import { createChatClient, createFimClient } from '../../../src/core/model/clients.ts';
import { isModelError } from '../../../src/core/model/modelError.ts';
import { inspectServer } from '../../../src/core/pipelines/inspectServer.ts';
import type { InspectedServer } from '../../../src/core/pipelines/inspection.ts';
import { probePatience, proveInspected } from '../../../src/core/pipelines/provenFim.ts';
import { chatFamilyNamed } from '../../../src/core/prompt/chatFamilies.ts';
import { phraseFim } from '../../../src/core/prompt/fim/phraseFim.ts';
import type { ServerDescription } from '../../../src/core/server/serverDescription.ts';
import { testPorts } from '../../servers/ports.ts';
import type { RunningServer } from './realServer.ts';

export type Report = (passed: boolean, what: string) => void;

const any = { completion: '', chat: '' };

/** Runs all suites; each tells its result, none ends the others. */
export async function runSuites(running: RunningServer, report: Report): Promise<void> {
  const origin = new URL(running.url).origin;
  const ports = testPorts(running.key === undefined ? {} : { [origin]: running.key });
  const startedMs = performance.now();
  const inspection = await inspectServer(running.url, any, ports);
  const tookMs = Math.round(performance.now() - startedMs);
  const { server } = inspection;
  let { description } = inspection;
  report(
    description.kind === running.kind,
    `detected as ${description.kind} ${description.version} in ${tookMs} ms`,
  );
  if (server === undefined || inspection.failure !== undefined) {
    report(false, description.problems.join(' '));
    return;
  }
  try {
    description = await proveInspected(inspection, ports, AbortSignal.timeout(300_000));
  } catch (failure) {
    report(false, `FIM could not be tried: ${String(failure)}`);
  }
  const { completion } = description;
  const proof = completion?.verified === true ? 'proved' : 'not proved';
  report(
    completion !== undefined && (completion.verified || !running.canProve),
    `FIM by ${completion?.dialect ?? 'nothing'} with ${completion?.model ?? 'no model'}: ${proof}${running.canProve ? '' : ' (random weights)'}`,
  );
  if (running.key !== undefined) await refusesOtherKey(running, report);
  await streams('FIM', () => askFim(server, description, 40), report);
  await streams('chat', () => askChat(server, description, 40), report);
  await cancels(running, server, description, report);
  await namesMissingModel(server, description, report);
}

async function refusesOtherKey(running: RunningServer, report: Report): Promise<void> {
  const { failure } = await inspectServer(running.url, any, testPorts());
  report(failure?.kind === 'unauthorized', `without key: ${failure?.kind ?? 'no refusal'}`);
}

async function streams(task: string, ask: () => AnswerStream, report: Report): Promise<void> {
  try {
    const events: StreamEvent[] = [];
    for await (const event of ask()) events.push(event);
    const last = events.at(-1);
    const usage = last?.type === 'end' ? JSON.stringify(last.usage) : '';
    report(
      last?.type === 'end',
      `${task} streamed ${events.length - 1} pieces, ended ${last?.type === 'end' ? last.finishReason : 'wrongly'} ${usage}`,
    );
  } catch (failure) {
    report(false, `${task} failed: ${String(failure)}`);
  }
}

async function cancels(
  running: RunningServer,
  server: InspectedServer,
  description: ServerDescription,
  report: Report,
): Promise<void> {
  try {
    const stop = new AbortController();
    let last: StreamEvent | undefined;
    for await (const event of askChat(server, description, 1500, stop.signal)) {
      last = event;
      stop.abort();
    }
    report(
      last?.type === 'end' && last.finishReason !== 'length',
      `cancel ended ${last?.type === 'end' ? last.finishReason : 'wrongly'}`,
    );
    if (running.sawHangUp !== undefined)
      report(await running.sawHangUp(), 'the model behind it saw the hang-up');
    const startedMs = performance.now();
    for await (const event of askFim(server, description, 4)) void event;
    report(true, `the next request was answered after ${Math.round(performance.now() - startedMs)} ms`);
  } catch (failure) {
    report(false, `cancel failed: ${String(failure)}`);
  }
}

async function namesMissingModel(
  server: InspectedServer,
  description: ServerDescription,
  report: Report,
): Promise<void> {
  try {
    const { chat } = description;
    if (chat === undefined) return;
    for await (const event of askChat(
      server,
      { ...description, chat: { ...chat, model: 'no-such-model' } },
      4,
    )) {
      void event;
    }
    report(server.fingerprint.kind === 'llamacpp', 'a missing model was answered all the same');
  } catch (failure) {
    report(isModelError(failure) && failure.kind === 'modelMissing', `a missing model: ${String(failure)}`);
  }
}

function askFim(server: InspectedServer, { completion }: ServerDescription, maxTokens: number): AnswerStream {
  if (completion === undefined) throw new Error('no FIM model');
  const [prefix, suffix] = ['def add(a, b):\n    ', '\n    return c\n'];
  const document = {
    uri: 'file:///a.py',
    path: 'a.py',
    languageId: 'python',
    version: 1,
    text: prefix + suffix,
  };
  const prompt = phraseFim(completion.family, { document, offset: prefix.length, prefix, suffix }, []);
  const client = createFimClient(server.connection, completion.dialect, probePatience);
  return client.complete(
    { model: completion.model, prompt, maxTokens, temperature: 0 },
    new AbortController().signal,
  );
}

function askChat(
  server: InspectedServer,
  { chat }: ServerDescription,
  maxTokens: number,
  signal = new AbortController().signal,
): AnswerStream {
  if (chat === undefined) throw new Error('no instruction model');
  const client = createChatClient(
    server.connection,
    server.fingerprint.chatDialect,
    chatFamilyNamed(chat.family),
  );
  return client.chat(
    { model: chat.model, messages: [{ role: 'user', content: 'Say something long.' }], maxTokens },
    signal,
  );
}

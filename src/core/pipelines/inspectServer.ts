/** What can the server at this URL do for us? Detects it, chooses its models, and says what is wrong. */

import { chooseChat, chooseCompletion, type ChosenModel } from '../server/chooseModels.ts';
import { detectServer, type DetectedServer } from '../server/detect.ts';
import { hostAndPort } from '../server/normalizeUrl.ts';
import { problemSentence } from '../server/problemSentence.ts';
import { noChoiceSentence } from './choiceSentences.ts';
import { connectServer, detectPorts } from './connectServer.ts';
import { descriptionOf, emptyDescription, familyKnowledge, type Examined } from './describeServer.ts';
import type { InspectedServer, Inspection, InspectPorts, WantedModels } from './inspection.ts';
import { recallProof } from './provenFim.ts';

/** Detects and chooses; what was proved before is remembered, nothing is asked of a model. Never rejects. */
export async function inspectServer(
  typed: string,
  wanted: WantedModels,
  ports: InspectPorts,
): Promise<Inspection> {
  const detection = await detectServer(typed, detectPorts(ports));
  if (!detection.found) {
    const sentence = problemSentence(detection.failure, {
      url: detection.url,
      whereabouts: ports.whereabouts,
      say: ports.say,
    });
    return {
      description: { ...emptyDescription(detection.url), problems: [sentence] },
      failure: detection.failure,
      server: undefined,
    };
  }
  return describe(detection.server, wanted, ports);
}

async function describe(
  detected: DetectedServer,
  wanted: WantedModels,
  ports: InspectPorts,
): Promise<Inspection> {
  const { fingerprint, baseUrl } = detected;
  const host = hostAndPort(baseUrl);
  const connection = connectServer(detected, ports);
  const problems: string[] = [];
  const context = { url: baseUrl, whereabouts: ports.whereabouts, say: ports.say, kind: fingerprint.kind };
  if (detected.hindrance !== undefined) problems.push(problemSentence(detected.hindrance, context));
  const completion = chooseCompletion(detected.models, wanted.completion, familyKnowledge, ports.say);
  const chat = chooseChat(detected.models, wanted.chat, familyKnowledge, ports.say);
  const available = detected.models.map(({ id }) => id);
  if (detected.hindrance === undefined) {
    if (!completion.ok)
      problems.push(noChoiceSentence(completion.reason, host, wanted.completion, { ...context, available }));
    if (!chat.ok && !(chat.reason === 'noModels'))
      problems.push(noChoiceSentence(chat.reason, host, wanted.chat, { ...context, available }));
  }
  const examined = await examine(
    detected,
    completion.ok ? completion.value : undefined,
    chat.ok ? chat.value : undefined,
  );
  const dialects =
    examined.completion === undefined
      ? []
      : await fingerprint.dialects({
          family: examined.completion.family === 'unknown' ? undefined : examined.completion.family,
          model: examined.completion.model,
          ask: detected.ask,
        });
  if (examined.completion !== undefined && dialects.length === 0) {
    problems.push(
      ports.say(
        '{0} can\'t fill in the middle with {1}; set a FIM model in "tandem.completion.model".',
        host,
        examined.completion.model.id,
      ),
    );
  }
  const server: InspectedServer = {
    ...detected,
    connection,
    completionModel: dialects.length === 0 ? undefined : examined.completion?.model,
    completionFamily: examined.completion?.family ?? 'unknown',
    chatModel: examined.chat?.model,
    dialects,
  };
  const proof = recallProof(server, ports);
  return {
    description: descriptionOf(server, examined, problems, proof),
    failure: detected.hindrance,
    server,
  };
}

async function examine(
  { fingerprint, ask }: DetectedServer,
  completion: ChosenModel | undefined,
  chat: ChosenModel | undefined,
): Promise<Examined> {
  const look = async (chosen: ChosenModel | undefined): Promise<ChosenModel | undefined> =>
    chosen === undefined || fingerprint.examine === undefined
      ? chosen
      : { ...chosen, model: await fingerprint.examine(chosen.model, ask) };
  const completionLook = look(completion);
  const isSame = chat !== undefined && chat.model.id === completion?.model.id;
  const chatModel = isSame ? (await completionLook)?.model : undefined;
  return {
    completion: await completionLook,
    chat: chatModel !== undefined && chat !== undefined ? { ...chat, model: chatModel } : await look(chat),
  };
}

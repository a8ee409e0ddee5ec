/** How does an instruction model of this family want to be asked? Temperature, system prompt, reasoning, and the strings its template parses. */

export interface ChatFamily {
  readonly name: string;
  /** Higher is the better chat and edit model where a server offers several. */
  readonly rank: number;
  recognizes(modelId: string): boolean;
  readonly temperature: number;
  /** `firstUserTurn`: its template knows no system role, or its makers advise against one. */
  readonly systemPrompt: 'systemRole' | 'firstUserTurn';
  /** Whether reasoning comes before the answer; it is shown folded and never sent back. */
  readonly thinks: 'no' | 'tags' | 'openTag';
  /** Strings that its template turns into control tokens. */
  readonly controls: readonly string[];
}

const mistralControls = [
  '<s>',
  '</s>',
  '[INST]',
  '[/INST]',
  '[SYSTEM_PROMPT]',
  '[/SYSTEM_PROMPT]',
  '[TOOL_CALLS]',
  '[AVAILABLE_TOOLS]',
  '[/AVAILABLE_TOOLS]',
  '[TOOL_RESULTS]',
  '[/TOOL_RESULTS]',
  '[ARGS]',
  '[CALL_ID]',
  '[THINK]',
  '[/THINK]',
  '[PREFIX]',
  '[MIDDLE]',
  '[SUFFIX]',
];
const chatMarkupControls = ['<|im_start|>', '<|im_end|>', '<|endoftext|>'];
const deepseekControls = [
  '<｜begin▁of▁sentence｜>',
  '<｜end▁of▁sentence｜>',
  '<｜User｜>',
  '<｜Assistant｜>',
];

/** Devstral: 0.15 by its model cards, system role, no reasoning output. */
const devstral: ChatFamily = {
  name: 'devstral',
  rank: 100,
  recognizes: (modelId) => /devstral/i.test(modelId),
  temperature: 0.15,
  systemPrompt: 'systemRole',
  thinks: 'no',
  controls: mistralControls,
};

const mistral: ChatFamily = {
  name: 'mistral',
  rank: 90,
  recognizes: (modelId) =>
    /(mistral|ministral|magistral|mixtral)/i.test(tail(modelId)) || /codestral/i.test(modelId),
  temperature: 0.3,
  systemPrompt: 'systemRole',
  thinks: 'tags',
  controls: mistralControls,
};

const qwen: ChatFamily = {
  name: 'qwen',
  rank: 80,
  recognizes: (modelId) => /qwen|qwq/i.test(tail(modelId)) && !/deepseek/i.test(modelId),
  temperature: 0.3,
  systemPrompt: 'systemRole',
  thinks: 'tags',
  controls: chatMarkupControls,
};

/** DeepSeek's advice for R1: temperature about 0.6, instructions in the user's turn, reasoning never fed back. */
const deepseekR1: ChatFamily = {
  name: 'deepseekR1',
  rank: 70,
  recognizes: (modelId) => /deepseek.*r1|(^|[/:_-])r1([:_-]|$)/i.test(modelId),
  temperature: 0.6,
  systemPrompt: 'firstUserTurn',
  thinks: 'openTag',
  controls: [...deepseekControls, ...chatMarkupControls],
};

const deepseek: ChatFamily = {
  name: 'deepseek',
  rank: 75,
  recognizes: (modelId) => /deepseek/i.test(modelId),
  temperature: 0.2,
  systemPrompt: 'systemRole',
  thinks: 'tags',
  controls: deepseekControls,
};

const generic: ChatFamily = {
  name: 'generic',
  rank: 40,
  recognizes: () => true,
  temperature: 0.2,
  systemPrompt: 'systemRole',
  thinks: 'tags',
  controls: [...chatMarkupControls, '<|eot_id|>', '<|start_header_id|>', '<start_of_turn>', '<end_of_turn>'],
};

/** First match wins. */
export const chatFamilies: readonly ChatFamily[] = [devstral, deepseekR1, deepseek, mistral, qwen, generic];

/** Never undefined: what is not known is `generic`. */
export function chatFamilyOf(modelId: string): ChatFamily {
  return chatFamilies.find((family) => family.recognizes(modelId)) ?? generic;
}

/** By name, as `ChatModel.family` tells it. */
export function chatFamilyNamed(name: string): ChatFamily {
  return chatFamilies.find((family) => family.name === name) ?? generic;
}

/** The last part of a repository path: an owner's name (`mistralai/...`) is no family. */
function tail(modelId: string): string {
  return modelId.split('/').at(-1) ?? modelId;
}

/** What did another assistant know already? Server and model names from its settings; keys and clouds stay behind. */

import { parse } from 'yaml';

import type { SettingKey } from './settings.ts';

export type ImportSource = 'continue' | 'twinny' | 'llamaVscode';

export interface ImportedSettings {
  readonly source: ImportSource;
  /** Only what was found; a person confirms before any of it is written. */
  readonly values: { readonly [Key in SettingKey]?: string };
  /** Models of cloud providers that were left out: the cloud is switched on by hand or not at all. */
  readonly leftOutClouds: readonly string[];
  /** Keys were found and not read further: each is given anew for its origin. */
  readonly hasKeys: boolean;
}

interface Found {
  readonly url: string;
  readonly model: string;
}

/** @returns `undefined` where nothing of use is in it; what is malformed is passed over */
export function importContinueYaml(text: string): ImportedSettings | undefined {
  let config: unknown;
  try {
    // No aliases: a config of a few lines must not unfold into gigabytes.
    config = parse(text, { maxAliasCount: 20 });
  } catch {
    return undefined;
  }
  return isRecord(config) ? fromContinueModels(listOf(config['models'])) : undefined;
}

/** The older `config.json`, which has a model for completion apart from those for chat. */
export function importContinueJson(text: string): ImportedSettings | undefined {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(config)) return undefined;
  const completes = listOf(config['tabAutocompleteModel']).map((one) => ({
    ...one,
    roles: ['autocomplete'],
  }));
  return fromContinueModels([...listOf(config['models']), ...completes]);
}

/** Where Continue looks when a model names no address (its documentation of providers). */
const continueDefaults: Readonly<Record<string, string>> = {
  ollama: 'http://localhost:11434',
  lmstudio: 'http://localhost:1234',
  'llama.cpp': 'http://localhost:8080',
  llamafile: 'http://localhost:8080',
  vllm: 'http://localhost:8000',
};
const usualRoles = ['chat', 'edit', 'apply', 'summarize'];

function fromContinueModels(models: readonly Record<string, unknown>[]): ImportedSettings | undefined {
  let completion: Found | undefined;
  let chat: Found | undefined;
  const clouds: string[] = [];
  for (const one of models) {
    const provider = textOf(one['provider']);
    const model = textOf(one['model']);
    const url = serverUrl(textOf(one['apiBase'])) ?? continueDefaults[provider];
    if (url === undefined || isCloudHost(url)) {
      if (model !== '') clouds.push(model);
      continue;
    }
    const roles = Array.isArray(one['roles']) ? one['roles'] : usualRoles;
    if (roles.includes('autocomplete')) completion ??= { url, model };
    if (roles.includes('chat') || roles.includes('edit')) chat ??= { url, model };
  }
  const hasKeys = models.some((one) => textOf(one['apiKey']) !== '');
  return imported('continue', { completion, chat }, clouds, hasKeys);
}

/** Reads one setting of the other extension as the person set it; `undefined` where she did not. */
export type ReadSetting = (key: string) => unknown;

/** Settings of Twinny 3.1 (`apiUrl`, two ports) and later (`ollamaHostname`, `ollamaApiPort`). */
export function importTwinny(read: ReadSetting): ImportedSettings | undefined {
  const host = textOf(read('twinny.ollamaHostname')) || textOf(read('twinny.apiUrl'));
  const models = {
    completion: textOf(read('twinny.fimModelName')),
    chat: textOf(read('twinny.chatModelName')),
  };
  if (host === '' && models.completion === '' && models.chat === '') return undefined;
  const scheme = read('twinny.ollamaUseTls') === true || read('twinny.useTls') === true ? 'https' : 'http';
  const at = (port: unknown): string | undefined =>
    serverUrl(`${scheme}://${host || 'localhost'}:${typeof port === 'number' ? port : 11434}`);
  const shared = read('twinny.ollamaApiPort');
  const completionUrl = at(read('twinny.fimApiPort') ?? shared);
  const chatUrl = at(read('twinny.chatApiPort') ?? shared);
  return imported(
    'twinny',
    {
      completion: completionUrl === undefined ? undefined : { url: completionUrl, model: models.completion },
      chat: chatUrl === undefined ? undefined : { url: chatUrl, model: models.chat },
    },
    [],
    textOf(read('twinny.apiBearerToken')) !== '',
  );
}

/** llama.vscode names one llama.cpp server for completion and one for chat. */
export function importLlamaVscode(read: ReadSetting): ImportedSettings | undefined {
  const completion = serverUrl(textOf(read('llama-vscode.endpoint')));
  const chat = serverUrl(textOf(read('llama-vscode.endpoint_chat')));
  return imported(
    'llamaVscode',
    {
      completion: completion === undefined ? undefined : { url: completion, model: '' },
      chat: chat === undefined ? undefined : { url: chat, model: textOf(read('llama-vscode.ai_model')) },
    },
    [],
    textOf(read('llama-vscode.api_key')) !== '',
  );
}

function imported(
  source: ImportSource,
  { completion, chat }: { completion: Found | undefined; chat: Found | undefined },
  leftOutClouds: readonly string[],
  hasKeys: boolean,
): ImportedSettings | undefined {
  const values: { [Key in SettingKey]?: string } = {};
  const isOneServer = completion === undefined || chat === undefined || completion.url === chat.url;
  const only = completion?.url ?? chat?.url;
  if (isOneServer && only !== undefined) values['server.url'] = only;
  if (!isOneServer) {
    values['completion.url'] = completion.url;
    values['chat.url'] = chat.url;
  }
  if (completion !== undefined && completion.model !== '') values['completion.model'] = completion.model;
  if (chat !== undefined && chat.model !== '') values['chat.model'] = chat.model;
  return Object.keys(values).length === 0 ? undefined : { source, values, leftOutClouds, hasKeys };
}

/** The base that Tandem's settings take: without `/v1`, credentials or trailing slash. */
function serverUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  return `${url.origin}${path}`;
}

const cloudHosts =
  /(^|\.)(openai\.com|anthropic\.com|mistral\.ai|googleapis\.com|openrouter\.ai|azure\.com|amazonaws\.com|deepseek\.com|groq\.com|together\.xyz|fireworks\.ai)$/;

function isCloudHost(url: string): boolean {
  return cloudHosts.test(new URL(url).hostname);
}

function listOf(value: unknown): Record<string, unknown>[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

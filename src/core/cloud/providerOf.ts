/** Which provider does a setting name? */

import type { Settings } from '../settings/settings.ts';
import type { CloudProvider, CloudProviderName } from './provider.ts';
import { anthropic } from './providers/anthropic.ts';
import { azure } from './providers/azure.ts';
import { bedrock } from './providers/bedrock.ts';
import { custom } from './providers/custom.ts';
import { google } from './providers/google.ts';
import { mistral } from './providers/mistral.ts';
import { openai } from './providers/openai.ts';
import { openrouter } from './providers/openrouter.ts';

const providers: Readonly<Record<CloudProviderName, CloudProvider>> = {
  openai,
  anthropic,
  mistral,
  google,
  azure,
  bedrock,
  openrouter,
  custom,
};

/** `undefined` for `none`: there is nothing to construct a client from. */
export function providerOf(name: Settings['cloud.provider']): CloudProvider | undefined {
  return name === 'none' ? undefined : providers[name];
}

/** What would help somebody who looks at a problem? Facts about servers and settings; no key, no code, no prompt. */

import type { ServerDescription, ServerState } from './serverDescription.ts';

export interface DiagnosticsFacts {
  /** `name: version` of the extension, VS Code, Node, system. */
  readonly versions: Readonly<Record<string, string>>;
  readonly state: ServerState;
  readonly servers: readonly ServerDescription[];
  /** Settings that are not at their default; values of secrets are never among them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly remote: string;
}

/** Markdown for an issue or a chat with the administrator. */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const lines = [
    '## Tandem diagnostics',
    ...Object.entries(facts.versions).map(([name, version]) => `- ${name}: ${version}`),
    `- runs: ${facts.remote}`,
    `- state: ${facts.state}`,
    '',
    '### Servers',
    ...(facts.servers.length === 0 ? ['- none detected'] : facts.servers.flatMap(serverLines)),
    '',
    '### Settings that differ from the default',
    ...settingLines(facts.settings),
  ];
  return `${lines.join('\n')}\n`;
}

function serverLines(server: ServerDescription): string[] {
  const { completion, chat } = server;
  return [
    `- ${server.url === '' ? server.host : server.url}: ${server.kind} ${server.version}`.trimEnd(),
    completion === undefined
      ? '  - suggestions: none'
      : `  - suggestions: ${completion.model} (${completion.family}) by ${completion.dialect}, ${completion.verified ? 'FIM verified' : 'FIM not verified'}, ${completion.contextTokens} tokens. ${completion.why}`,
    chat === undefined
      ? '  - chat: none'
      : `  - chat: ${chat.model} (${chat.family}), ${chat.contextTokens} tokens. ${chat.why}`,
    `  - models: ${server.models.map(({ id }) => id).join(', ') || 'none'}`,
    ...server.problems.map((problem) => `  - problem: ${problem}`),
  ];
}

function settingLines(settings: Readonly<Record<string, unknown>>): string[] {
  const lines = Object.entries(settings).map(
    ([key, value]) => `- tandem.${key}: ${withoutLogins(JSON.stringify(value))}`,
  );
  return lines.length === 0 ? ['- none'] : lines;
}

/** A URL may hold a login: `https://name:password@host`, or a key in its query. */
function withoutLogins(text: string): string {
  return text
    .replaceAll(/\/\/[^/@\s"]*@/g, '//…@')
    .replaceAll(/([?&][^=&"\s]*(?:key|token|secret|password)[^=&"\s]*=)[^&"\s]*/gi, '$1…');
}

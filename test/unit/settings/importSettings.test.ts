import { describe, expect, it } from 'vitest';

import {
  importContinueJson,
  importContinueYaml,
  importLlamaVscode,
  importTwinny,
} from '../../../src/core/settings/importSettings.ts';

const reading = (settings: Record<string, unknown>) => (key: string) => settings[key];

describe("Continue's config.yaml", () => {
  it('gives the server and the models of both roles', () => {
    const text = `
name: Team
version: 1.0.0
schema: v1
models:
  - name: Codestral
    provider: ollama
    model: codestral:22b
    roles: [autocomplete]
  - name: Devstral
    provider: ollama
    model: devstral
    apiBase: http://localhost:11434/
    apiKey: \${{ secrets.TOKEN }}
`;
    expect(importContinueYaml(text)).toEqual({
      source: 'continue',
      values: {
        'server.url': 'http://localhost:11434',
        'completion.model': 'codestral:22b',
        'chat.model': 'devstral',
      },
      leftOutClouds: [],
      hasKeys: true,
    });
  });

  it('keeps two servers apart and leaves clouds out', () => {
    const text = `
models:
  - { provider: openai, model: codestral, apiBase: "http://gpu:8000/v1", roles: [autocomplete] }
  - { provider: vllm, model: devstral, apiBase: "http://gpu:8001/v1", roles: [chat] }
  - { provider: anthropic, model: claude-opus-5-5, apiKey: k, roles: [chat] }
  - { provider: openai, model: gpt-6-sol, apiBase: "https://api.openai.com/v1", roles: [chat] }
`;
    expect(importContinueYaml(text)).toMatchObject({
      values: { 'completion.url': 'http://gpu:8000', 'chat.url': 'http://gpu:8001' },
      leftOutClouds: ['claude-opus-5-5', 'gpt-6-sol'],
    });
  });

  it.each([
    '',
    'models: 7',
    ': : :',
    'models:\n  - just text',
    'models: [{ provider: anthropic, model: x }]',
  ])('gives nothing from %j', (text) => {
    expect(importContinueYaml(text)).toBeUndefined();
  });
});

it("reads Continue's older config.json", () => {
  const text = JSON.stringify({
    models: [{ title: 'Chat', provider: 'lmstudio', model: 'devstral' }],
    tabAutocompleteModel: { title: 'Tab', provider: 'lmstudio', model: 'codestral' },
  });
  expect(importContinueJson(text)?.values).toEqual({
    'server.url': 'http://localhost:1234',
    'completion.model': 'codestral',
    'chat.model': 'devstral',
  });
});

describe('Twinny', () => {
  it('of 3.1 names a host and two ports', () => {
    const read = reading({
      'twinny.apiUrl': 'gpu.internal',
      'twinny.fimApiPort': 8080,
      'twinny.chatApiPort': 8081,
      'twinny.useTls': true,
      'twinny.apiBearerToken': 'secret',
    });
    expect(importTwinny(read)).toEqual({
      source: 'twinny',
      values: { 'completion.url': 'https://gpu.internal:8080', 'chat.url': 'https://gpu.internal:8081' },
      leftOutClouds: [],
      hasKeys: true,
    });
  });

  it('of later versions names one Ollama', () => {
    const read = reading({ 'twinny.ollamaHostname': 'gpu', 'twinny.fimModelName': 'codestral' });
    expect(importTwinny(read)?.values).toEqual({
      'server.url': 'http://gpu:11434',
      'completion.model': 'codestral',
    });
  });

  it('that nobody set up gives nothing', () => {
    expect(importTwinny(reading({}))).toBeUndefined();
  });
});

describe('llama.vscode', () => {
  it('names a server for completion and one for chat', () => {
    const read = reading({
      'llama-vscode.endpoint': 'http://127.0.0.1:8012',
      'llama-vscode.endpoint_chat': 'http://127.0.0.1:8011/',
      'llama-vscode.api_key': '',
    });
    expect(importLlamaVscode(read)).toMatchObject({
      values: { 'completion.url': 'http://127.0.0.1:8012', 'chat.url': 'http://127.0.0.1:8011' },
      hasKeys: false,
    });
  });

  it('that nobody set up gives nothing', () => {
    expect(importLlamaVscode(reading({ 'llama-vscode.endpoint': '' }))).toBeUndefined();
  });
});

it('never takes a key or a password along', () => {
  const found = importLlamaVscode(
    reading({ 'llama-vscode.endpoint': 'http://name:hunter2@gpu:8012', 'llama-vscode.api_key': 'hunter3' }),
  );
  expect(JSON.stringify(found)).not.toContain('hunter');
});

import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { startStandIn, type StandIn } from '../servers/standIn.ts';
import { vllm } from '../servers/vllm.ts';

async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let tries = 0; tries < 150; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not seen: ${what}`);
}

const lookUp = { text: '', toolCall: { name: 'look_up', arguments: '{"symbol":"total"}' } };

describe("VS Code's own chat", () => {
  let server: StandIn;

  before(async () => {
    server = await startStandIn(vllm, {
      models: [{ id: 'devstral', contextTokens: 32_768 }],
      answer: ({ task, messages, body }) => {
        if (task !== 'chat') return [];
        const isWaiting = Array.isArray(body['tools']) && messages.at(-1)?.role !== 'tool';
        return isWaiting ? ['I look.', lookUp] : ['It is rounded ', 'once.'];
      },
    });
    const settings = vscode.workspace.getConfiguration('tandem');
    await settings.update('server.url', server.url, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    await vscode.workspace
      .getConfiguration('tandem')
      .update('server.url', undefined, vscode.ConfigurationTarget.Global);
    await server.close();
  });

  it("is offered the team's model with its real window", async () => {
    const model = await until(
      async () => (await vscode.lm.selectChatModels({ vendor: 'tandem', id: 'devstral' }))[0],
      'the model',
    );
    assert.equal(model.vendor, 'tandem');
    assert.ok(model.maxInputTokens > 20_000 && model.maxInputTokens < 32_768);
    assert.ok((await model.countTokens('four words of text')) > 0);
  });

  it('gets its answers from the team’s server', async () => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'tandem', id: 'devstral' });
    assert.ok(model !== undefined);
    const response = await model.sendRequest(
      [vscode.LanguageModelChatMessage.User('Where is it rounded?')],
      {},
      new vscode.CancellationTokenSource().token,
    );
    let text = '';
    for await (const piece of response.text) text += piece;
    assert.equal(text, 'It is rounded once.');
    const asked = server.asks().at(-1);
    assert.match(asked?.text ?? '', /Where is it rounded\?/);
  });

  it('has VS Code run the tools that the model calls, and tells it what they found', async () => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'tandem', id: 'devstral' });
    assert.ok(model !== undefined);
    const inputSchema = { type: 'object', properties: { symbol: { type: 'string' } } };
    const options = { tools: [{ name: 'look_up', description: 'Where a symbol is', inputSchema }] };
    const question = vscode.LanguageModelChatMessage.User('Where is total rounded?');
    const token = new vscode.CancellationTokenSource().token;
    const first: unknown[] = [];
    for await (const part of (await model.sendRequest([question], options, token)).stream) first.push(part);
    const call = first.at(-1);
    assert.ok(call instanceof vscode.LanguageModelToolCallPart);
    assert.equal(call.name, 'look_up');
    assert.deepEqual(call.input, { symbol: 'total' });
    const result = new vscode.LanguageModelToolResultPart(call.callId, [
      new vscode.LanguageModelTextPart('cart.ts, line 8'),
    ]);
    const history = [
      question,
      vscode.LanguageModelChatMessage.Assistant([new vscode.LanguageModelTextPart('I look.'), call]),
      vscode.LanguageModelChatMessage.User([result]),
    ];
    let text = '';
    for await (const piece of (await model.sendRequest(history, options, token)).text) text += piece;
    assert.equal(text, 'It is rounded once.');
    const roles = (server.asks().at(-1)?.body['messages'] as { role: string; content: string }[]).map(
      ({ role, content }) => `${role}: ${content}`,
    );
    assert.deepEqual(roles, ['user: Where is total rounded?', 'assistant: I look.', 'tool: cart.ts, line 8']);
  });

  it('answers @tandem about what is selected', async () => {
    const chat = vscode.workspace.getConfiguration('chat');
    await chat.update('disableAIFeatures', false, vscode.ConfigurationTarget.Global);
    // What VS Code's chat asks for where nobody signed in; Copilot's extension sets it for models of one's own.
    await vscode.commands.executeCommand('setContext', 'github.copilot.hasByokModels', true);
    const content = 'const before = 1;\nconst rounded = Math.round(sum);\n';
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 0, 1, 32);
    const asked = async (): Promise<string | undefined> => {
      await vscode.commands.executeCommand('workbench.action.chat.open', {
        query: '@tandem Which line rounds?',
        modelSelector: { vendor: 'tandem' },
      });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return server
        .asks()
        .map(({ text }) => text)
        .find((text) => text.includes('Which line rounds?'));
    };
    const text = await until(asked, 'the question of @tandem');
    assert.match(text, /Math\.round\(sum\)/);
    assert.doesNotMatch(text, /const before/);
    await chat.update('disableAIFeatures', true, vscode.ConfigurationTarget.Global);
  }).timeout(120_000);
});

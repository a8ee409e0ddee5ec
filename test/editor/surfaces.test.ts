import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { codeOracle } from '../servers/codeOracle.ts';
import { ollama } from '../servers/ollama.ts';
import { startStandIn, type StandIn } from '../servers/standIn.ts';

const known = 'export function double(value: number): number {\n  return value * 2;\n}\n';

async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (let tries = 0; tries < 150; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not seen: ${what}`);
}

function openTab(label: RegExp): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find((tab) => label.test(tab.label));
}

describe('surfaces', () => {
  let server: StandIn;

  before(async () => {
    server = await startStandIn(ollama, { answer: codeOracle([known]) });
    const settings = vscode.workspace.getConfiguration('tandem');
    await settings.update('server.url', server.url, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace
      .getConfiguration('tandem')
      .update('server.url', undefined, vscode.ConfigurationTarget.Global);
    await server.close();
  });

  it('tells where every setting comes from', async () => {
    await vscode.commands.executeCommand('tandem.team.showSources');
    const page = await until(
      () => vscode.workspace.textDocuments.find((document) => /setting sources/i.test(document.uri.path)),
      'the page of setting sources',
    );
    assert.match(page.getText(), /tandem\.server\.url/);
    assert.match(page.getText(), /tandem\.gate\.command/);
    assert.ok(page.getText().includes(server.url));
  });

  it('tells why there was no suggestion', async () => {
    await vscode.commands.executeCommand('tandem.completion.why');
    await until(() => openTab(/Why No Suggestion/), 'the explanation');
  });

  it('opens usage and the audit log', async () => {
    await vscode.commands.executeCommand('tandem.usage.open');
    await until(() => openTab(/usage/i), 'the usage view');
    await vscode.commands.executeCommand('tandem.audit.open');
    await until(() => openTab(/audit/i), 'the audit log');
  });

  it('copies diagnostics that name the server and hold no key', async () => {
    await vscode.commands.executeCommand('tandem.diagnostics.copy');
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /ollama/i);
    assert.ok(!/authorization|api[-_ ]?key\s*[:=]\s*\S/i.test(text));
  });

  it('lets no workspace name a server', async () => {
    const settings = vscode.workspace.getConfiguration('tandem');
    await assert.rejects(async () =>
      settings.update('server.url', 'http://evil.invalid', vscode.ConfigurationTarget.Workspace),
    );
  });
});

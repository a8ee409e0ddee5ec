import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { codeOracle } from '../servers/codeOracle.ts';
import { llamacpp } from '../servers/llamacpp.ts';
import { startStandIn, type StandIn } from '../servers/standIn.ts';

const head = 'export function double(value: number): number {';
const body = 'return value * 2;';
const whole = `${head}\n  ${body}\n}\n`;

/** Types as a person does, so that VS Code triggers what it triggers. */
async function type(text: string): Promise<void> {
  for (const character of text) await vscode.commands.executeCommand('type', { text: character });
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return;
    await pause(100);
  }
  throw new Error(`not seen: ${what}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('suggestions', () => {
  let server: StandIn;
  let editor: vscode.TextEditor;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('tandem');
  const text = (): string => editor.document.getText();

  before(async () => {
    server = await startStandIn(llamacpp, { answer: codeOracle([whole]) });
    await settings().update('server.url', server.url, vscode.ConfigurationTarget.Global);
    const document = await vscode.workspace.openTextDocument({
      language: 'typescript',
      content: '// file\n',
    });
    editor = await vscode.window.showTextDocument(document);
    editor.options = { insertSpaces: true, tabSize: 2, indentSize: 2 };
    editor.selection = new vscode.Selection(1, 0, 1, 0);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await settings().update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
    await settings().update('server.url', undefined, vscode.ConfigurationTarget.Global);
    await server.close();
  });

  it('are taken by VS Code’s own commands, a word and then the rest', async () => {
    await type(head);
    await type('\n');
    await until(() => server.asks().length > 0, 'a request');
    await until(async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.acceptNextWord');
      return text().includes('return');
    }, 'the first word');
    await until(async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      return text().includes(body);
    }, 'the rest');
    assert.equal(text().split(body).length, 2);
  });

  it('are not asked for by undoing', async () => {
    await pause(1_500);
    const before = server.asks().length;
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('redo');
    await pause(1_000);
    assert.equal(server.asks().length, before);
  });

  it('are not asked for where they are turned off', async () => {
    await settings().update('completion.enabled', false, vscode.ConfigurationTarget.Global);
    await pause(300);
    const before = server.asks().length;
    await type('\nconst other = ');
    await pause(1_500);
    assert.equal(server.asks().length, before);
  });
});

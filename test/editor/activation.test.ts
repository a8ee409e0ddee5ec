import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { commandIds } from '../../src/editor/commands.ts';

/** They walk through the instruction box and exist while it is open. */
const onlyInTheBox = /^tandem\.edit\.(older|newer)Instruction$/;

describe('activation', () => {
  it('registers every command of the table', async () => {
    const extension = vscode.extensions.getExtension('tandem.tandem-code');
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    // Until the parts are read, stand-ins hold the commands; those of the instruction box go with them.
    const commands = async (): Promise<Set<string>> => new Set(await vscode.commands.getCommands(true));
    while ((await commands()).has('tandem.edit.olderInstruction'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const registered = await commands();
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id) && !onlyInTheBox.test(id)),
      [],
    );
  });
});

/** Which commands are there? The table that the manifest test compares with package.json. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';

export const commandIds = [
  'tandem.connect',
  'tandem.menu',
  'tandem.completion.toggle',
  'tandem.completion.why',
  'tandem.completion.askCloud',
  'tandem.chat.focus',
  'tandem.chat.new',
  'tandem.chat.askCloud',
  'tandem.edit.start',
  'tandem.edit.accept',
  'tandem.edit.reject',
  'tandem.edit.acceptHunk',
  'tandem.edit.rejectHunk',
  'tandem.edit.nextHunk',
  'tandem.edit.previousHunk',
  'tandem.cloud.setKey',
  'tandem.server.setKey',
  'tandem.cloud.preview',
  'tandem.usage.open',
  'tandem.audit.open',
  'tandem.team.showSources',
  'tandem.diagnostics.copy',
  'tandem.edit.olderInstruction',
  'tandem.edit.newerInstruction',
  'tandem.edit.fix',
  'tandem.edit.document',
  'tandem.edit.test',
  'tandem.chat.explain',
  'tandem.commit.write',
  'tandem.chat.applyAnswer',
] as const;

export type CommandId = (typeof commandIds)[number];

/** Registers a command; what it throws is logged and shown once, because the person started it. */
export function registerCommand(
  id: CommandId,
  log: Log,
  run: (...parameters: readonly unknown[]) => unknown,
): Disposable {
  return vscode.commands.registerCommand(id, async (...parameters: unknown[]) => {
    try {
      return await run(...parameters);
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      log.error(`${id}: ${message}`);
      void vscode.window.showErrorMessage(message);
      return undefined;
    }
  });
}

/** Every command before its part is read: whoever runs one waits until `ready` has disposed of this and registered it. */
export function awaitCommands(ready: () => Promise<void>): Disposable {
  const held = new Disposables();
  for (const id of commandIds) {
    held.add(
      vscode.commands.registerCommand(id, async (...parameters: unknown[]) => {
        await ready();
        return vscode.commands.executeCommand(id, ...parameters);
      }),
    );
  }
  return held;
}

/** What should be changed? The instruction box, with the instructions given before. */

import * as vscode from 'vscode';

import { Disposables } from '../core/base/disposables.ts';
import type { KeyValueStore } from '../core/base/ports.ts';

const historyKey = 'edit.instructions';
const longestHistory = 50;
/** The keys Up and Down are bound to these while the box is open. */
const contextKey = 'tandem.instructionBox';

export interface InstructionQuestion {
  /** Where the change will be made, for the line under the box. */
  readonly place: string;
  readonly value?: string;
}

/** Undefined where the person closed the box. Up and Down walk through earlier instructions. */
export async function askInstruction(
  store: KeyValueStore,
  question: InstructionQuestion,
): Promise<string | undefined> {
  const history = readHistory(store);
  const held = new Disposables();
  const box = held.add(vscode.window.createInputBox());
  box.title = vscode.l10n.t('Edit with Tandem');
  box.placeholder = vscode.l10n.t('Describe the change');
  box.prompt =
    history.length === 0
      ? question.place
      : vscode.l10n.t('{0} (Up for earlier instructions)', question.place);
  box.value = question.value ?? '';
  let at = -1;
  let draft = box.value;
  const walk = (step: number): void => {
    if (at === -1) draft = box.value;
    at = Math.max(-1, Math.min(history.length - 1, at + step));
    box.value = at === -1 ? draft : (history[at] ?? '');
  };
  held.add(vscode.commands.registerCommand('tandem.edit.olderInstruction', () => walk(1)));
  held.add(vscode.commands.registerCommand('tandem.edit.newerInstruction', () => walk(-1)));
  await vscode.commands.executeCommand('setContext', contextKey, true);
  try {
    const value = await new Promise<string | undefined>((resolve) => {
      held.add(
        box.onDidAccept(() => {
          if (box.value.trim() === '') box.validationMessage = vscode.l10n.t('Say what should change.');
          else resolve(box.value.trim());
        }),
      );
      held.add(box.onDidHide(() => resolve(undefined)));
      box.show();
    });
    if (value !== undefined)
      await store.set(
        historyKey,
        [value, ...history.filter((one) => one !== value)].slice(0, longestHistory),
      );
    return value;
  } finally {
    await vscode.commands.executeCommand('setContext', contextKey, false);
    held.dispose();
  }
}

function readHistory(store: KeyValueStore): string[] {
  const stored = store.get(historyKey);
  return Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : [];
}

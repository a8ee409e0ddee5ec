/** The wiring diagram: every `new`, in dependency order. The only place that constructs services. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from './core/base/disposables.ts';

export async function compose(_context: vscode.ExtensionContext): Promise<Disposable> {
  const held = new Disposables();
  held.add(vscode.window.createOutputChannel('Tandem', { log: true }));
  return held;
}

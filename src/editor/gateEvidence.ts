/** What do checks of edits ask the editor and the team? The asking is read when the first edit is judged. */

import type { Disposable } from '../core/base/disposables.ts';
import type { GatePorts } from '../core/gate/gatePorts.ts';
import type { GateCommandParts } from './gateCommand.ts';

export type GateEvidence = Required<Pick<GatePorts, 'diagnostics' | 'command'>> & Disposable;

export function createGateEvidence(parts: GateCommandParts): GateEvidence {
  let command: Promise<GateEvidence['command'] & Disposable> | undefined;
  let diagnostics: Promise<GateEvidence['diagnostics']> | undefined;
  return {
    async command(judged, signal) {
      command ??= import('./gateCommand.ts').then(({ createGateCommand }) => createGateCommand(parts));
      return (await command)(judged, signal);
    },
    async diagnostics(judged, signal) {
      diagnostics ??= import('./diagnosticsDelta.ts').then(({ createAskDiagnostics }) =>
        createAskDiagnostics(parts.log),
      );
      return (await diagnostics)(judged, signal);
    },
    dispose() {
      void command?.then((run) => run.dispose());
    },
  };
}

/** How does a person who comes from another assistant take its server along? */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import * as vscode from 'vscode';

import type { ImportedSettings, ImportSource } from '../core/settings/importSettings.ts';

/** What other assistants on this machine know. Reads the person's own settings only, never a workspace's. */
export async function findImports(): Promise<readonly ImportedSettings[]> {
  // With its YAML parser a bundle of its own: nobody needs it at activation.
  const from = await import('../core/settings/importSettings.ts');
  const read = (key: string): unknown => vscode.workspace.getConfiguration().inspect(key)?.globalValue;
  const continueFolder = path.join(homedir(), '.continue');
  const yaml = await textOf(path.join(continueFolder, 'config.yaml'));
  const json = yaml === undefined ? await textOf(path.join(continueFolder, 'config.json')) : undefined;
  return [
    yaml === undefined ? undefined : from.importContinueYaml(yaml),
    json === undefined ? undefined : from.importContinueJson(json),
    from.importTwinny(read),
    from.importLlamaVscode(read),
  ].filter((found) => found !== undefined);
}

/** Asks which one, shows exactly what would be set, and sets it in the user settings after a yes. */
export async function importFromOthers(found: readonly ImportedSettings[]): Promise<void> {
  const picked =
    found.length === 1
      ? { imported: found[0] }
      : await vscode.window.showQuickPick(
          found.map((imported) => ({
            label: nameOf(imported.source),
            description: Object.values(imported.values).join(', '),
            imported,
          })),
          { title: vscode.l10n.t('Import from') },
        );
  if (picked?.imported === undefined) return;
  const { source, values, leftOutClouds, hasKeys } = picked.imported;
  const lines = Object.entries(values).map(([key, value]) => `tandem.${key}: ${value}`);
  if (hasKeys) lines.push(vscode.l10n.t('Keys are not taken along: Tandem asks for them.'));
  if (leftOutClouds.length > 0) {
    lines.push(vscode.l10n.t('Left out, because they are in a cloud: {0}', leftOutClouds.join(', ')));
  }
  const set = vscode.l10n.t('Set');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Set these in your user settings, from {0}?', nameOf(source)),
    { modal: true, detail: lines.join('\n') },
    set,
  );
  if (answer !== set) return;
  const configuration = vscode.workspace.getConfiguration('tandem');
  for (const [key, value] of Object.entries(values)) {
    await configuration.update(key, value, vscode.ConfigurationTarget.Global);
  }
}

function nameOf(source: ImportSource): string {
  switch (source) {
    case 'continue':
      return 'Continue';
    case 'twinny':
      return 'Twinny';
    case 'llamaVscode':
      return 'llama.vscode';
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

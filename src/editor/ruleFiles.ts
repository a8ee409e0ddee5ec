/** Which instructions does the repository bring along? Read in trusted workspaces only, and shown to the person as such. */

import * as vscode from 'vscode';

import type { Attachment } from '../core/conversation/conversation.ts';
import { readText, type Attachments } from './attachments.ts';

/** Read in this order; what several tools know by these names counts here too. */
const ruleFiles = [
  'AGENTS.md',
  '.tandem/rules.md',
  '.github/copilot-instructions.md',
  'CLAUDE.md',
  '.cursorrules',
  '.clinerules',
];
/** In UTF-16 code units. */
const longestRules = 40_000;

/** The team profile's instructions, named after it. */
export function teamRules(
  instructions: readonly { readonly name: string; readonly text: string }[],
): readonly Attachment[] {
  return instructions.map(({ name, text }) => ({
    id: `team ${name}`,
    kind: 'rules',
    label: name,
    paths: [],
    text,
    staysLocal: false,
  }));
}

export async function rulesOfRepository(attachments: Attachments): Promise<readonly Attachment[]> {
  if (!vscode.workspace.isTrusted) return [];
  const found: Attachment[] = [];
  for (const name of ruleFiles) {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const uri = vscode.Uri.joinPath(folder.uri, name);
      const text = await readText(uri);
      if (text === undefined || text.trim() === '') continue;
      found.push({
        ...attachments.make('rules', name, [uri], text.slice(0, longestRules)),
        languageId: 'markdown',
      });
    }
  }
  return found;
}

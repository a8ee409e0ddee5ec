/** Which slash commands are there: our own and the repository's prompt files? */

import * as vscode from 'vscode';

import {
  ownSlashCommands,
  promptFileCommand,
  type SlashCommand,
} from '../core/conversation/slashCommands.ts';

const folders = [
  ['.tandem', 'prompts'],
  ['.github', 'prompts'],
];
const largestBytes = 100_000;
const mostFiles = 50;

/** A prompt file can't take the name of a command of ours, and counts in trusted workspaces only. */
export async function slashCommands(): Promise<readonly SlashCommand[]> {
  if (!vscode.workspace.isTrusted) return ownSlashCommands;
  const commands = [...ownSlashCommands];
  for (const workspace of vscode.workspace.workspaceFolders ?? []) {
    for (const folder of folders) {
      for (const command of await commandsIn(vscode.Uri.joinPath(workspace.uri, ...folder), folder)) {
        if (!commands.some((each) => each.name === command.name)) commands.push(command);
      }
    }
  }
  return commands;
}

async function commandsIn(uri: vscode.Uri, folder: readonly string[]): Promise<SlashCommand[]> {
  let entries: [string, vscode.FileType][];
  try {
    entries = await vscode.workspace.fs.readDirectory(uri);
  } catch {
    // There is no such folder.
    return [];
  }
  const commands: SlashCommand[] = [];
  for (const [name, type] of entries.slice(0, mostFiles)) {
    if (type !== vscode.FileType.File || !name.endsWith('.md')) continue;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, name));
    if (bytes.length > largestBytes) continue;
    const path = [...folder, name].join('/');
    const command = promptFileCommand(path, new TextDecoder().decode(bytes));
    if (command !== undefined) commands.push(command);
  }
  return commands;
}

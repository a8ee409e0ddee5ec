/** What becomes of a code block of an answer? Every act is the person's own; nothing here runs by itself. */

import * as vscode from 'vscode';

import type { CodeAction } from '../protocol/chat.ts';

export interface CodeBlock {
  readonly text: string;
  readonly language: string;
  /** Workspace-relative, as the answer named it; empty where it named none. */
  readonly path: string;
}

/** Applies a block to a file through the edit pipeline and its diff. */
export type ApplyCode = (target: vscode.TextEditor, block: CodeBlock) => Promise<void>;

/** Does what was asked and returns a short sentence for the live region; empty where there is nothing to say. */
export async function actOnCode(action: CodeAction, block: CodeBlock, apply: ApplyCode): Promise<string> {
  switch (action) {
    case 'copy':
      await vscode.env.clipboard.writeText(block.text);
      return vscode.l10n.t('Copied.');
    case 'insert':
      return insert(block);
    case 'newFile':
      return newFile(block);
    case 'run':
      return run(block);
    case 'apply': {
      const target = await targetEditor(block.path);
      if (target === undefined) return needsFile();
      await apply(target, block);
      return '';
    }
  }
}

/** What the edit pipeline is told: the block is the change, nothing else is. */
export function applyInstruction(block: CodeBlock): string {
  const fence = '`'.repeat(Math.max(3, ...[...block.text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return [
    'Apply exactly this code from the conversation to the file, at the place where it belongs, and change nothing else:',
    `${fence}${block.language}\n${block.text}\n${fence}`,
  ].join('\n');
}

async function insert(block: CodeBlock): Promise<string> {
  const editor = lastEditor();
  if (editor === undefined) return needsFile();
  const inserted = await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, block.text);
  });
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  return inserted ? vscode.l10n.t('Inserted.') : vscode.l10n.t('The file cannot be changed.');
}

async function newFile(block: CodeBlock): Promise<string> {
  const language = await languageId(block.language);
  const document = await vscode.workspace.openTextDocument({
    content: block.text,
    ...(language === undefined ? {} : { language }),
  });
  await vscode.window.showTextDocument(document, { preview: false });
  return vscode.l10n.t('Opened as a new file.');
}

async function run(block: CodeBlock): Promise<string> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('This workspace is not trusted, so nothing is run in it.'),
    );
    return '';
  }
  const command = visibleCommand(block.text);
  const yes = vscode.l10n.t('Run');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Run this in the terminal?'),
    { modal: true, detail: command },
    yes,
  );
  if (answer !== yes) return '';
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal('Tandem');
  terminal.show();
  terminal.sendText(command, true);
  return vscode.l10n.t('Sent to the terminal.');
}

/** What is shown is what is run: control and invisible characters are dropped, and a leading prompt sign too. */
export function visibleCommand(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Cf}/gu, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\$ /, '').trimEnd())
    .join('\n')
    .trim();
}

function lastEditor(): vscode.TextEditor | undefined {
  return vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
}

async function targetEditor(path: string): Promise<vscode.TextEditor | undefined> {
  const uri = await findInWorkspace(path);
  return uri === undefined ? lastEditor() : vscode.window.showTextDocument(uri);
}

/** The workspace's file of that name: exactly, or where only one file ends so. Never outside the workspace. */
export async function findInWorkspace(path: string): Promise<vscode.Uri | undefined> {
  const clean = path.replace(/^\.\//, '');
  if (clean === '' || clean.startsWith('/') || /^[a-z][a-z+.-]*:/i.test(clean)) return undefined;
  if (clean.split('/').includes('..')) return undefined;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, clean);
    try {
      const found = await vscode.workspace.fs.stat(uri);
      if (found.type === vscode.FileType.File) return uri;
    } catch {
      // Not in this folder.
    }
  }
  const literal = clean.replace(/[[\]{}*?!]/g, '?');
  const found = await vscode.workspace.findFiles(`**/${literal}`, '**/node_modules/**', 2);
  return found.length === 1 ? found[0] : undefined;
}

async function languageId(language: string): Promise<string | undefined> {
  const aliases: Record<string, string> = {
    ts: 'typescript',
    tsx: 'typescriptreact',
    js: 'javascript',
    jsx: 'javascriptreact',
    py: 'python',
    sh: 'shellscript',
    bash: 'shellscript',
    rs: 'rust',
    rb: 'ruby',
    cs: 'csharp',
    yml: 'yaml',
    md: 'markdown',
  };
  const wanted = aliases[language] ?? language;
  return (await vscode.languages.getLanguages()).includes(wanted) ? wanted : undefined;
}

function needsFile(): string {
  void vscode.window.showInformationMessage(vscode.l10n.t('Open the file this belongs to first.'));
  return '';
}

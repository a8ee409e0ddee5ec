/** What helps the model with an edit, beside the code itself? Problems, rules, imports, definitions, recent changes. */

import * as vscode from 'vscode';

import type { RecentEdit } from '../core/context/knownDocuments.ts';
import type { Region } from '../core/edit/applyToRegion.ts';
import type { EditContextPiece } from '../core/prompt/editPrompt.ts';

export interface EditContextPorts {
  /** Files whose text never goes to the cloud. */
  staysLocal(uri: vscode.Uri): boolean;
  /** What the person changed lately, newest first. */
  recentEdits?(): readonly RecentEdit[];
}

const rulesFiles = ['AGENTS.md', '.github/copilot-instructions.md', '.cursorrules', 'CLAUDE.md'];
const longestRules = 8_000;
const longestDefinition = 2_500;
const mostDefinitions = 6;
const mostRecentEdits = 3;
const longestRecentEdit = 1_500;
const definitionsMs = 1_200;

/** In the order of need. Never rejects: what does not answer in time is left out. */
export async function editContext(
  document: vscode.TextDocument,
  region: Region,
  ports: EditContextPorts,
): Promise<EditContextPiece[]> {
  const range = new vscode.Range(document.positionAt(region.start), document.positionAt(region.end));
  const [rules, definitions] = await Promise.all([
    projectRules(document).catch(() => []),
    within(usedDefinitions(document, range, ports), definitionsMs, []).catch(() => []),
  ]);
  return [
    ...rules,
    ...diagnosticsOf(document, range),
    ...importsOf(document, range),
    ...definitions,
    ...recent(document, ports),
  ];
}

/** Rules of the repository count in trusted workspaces only: they are text that steers the model. */
export async function projectRules(document: vscode.TextDocument): Promise<EditContextPiece[]> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder === undefined || !vscode.workspace.isTrusted) return [];
  const uris = rulesFiles.map((name) => vscode.Uri.joinPath(folder.uri, name));
  const rulesFolder = vscode.Uri.joinPath(folder.uri, '.continue', 'rules');
  try {
    for (const [name, type] of await vscode.workspace.fs.readDirectory(rulesFolder)) {
      if (type === vscode.FileType.File && name.endsWith('.md'))
        uris.push(vscode.Uri.joinPath(rulesFolder, name));
    }
  } catch {
    // There is no such folder.
  }
  const pieces = await Promise.all(uris.map((uri) => readRules(uri)));
  const seen = new Set<string>();
  return pieces.flatMap((piece) => {
    // The same text often stands under several names, one a link to the other.
    if (piece === undefined || seen.has(piece.text)) return [];
    seen.add(piece.text);
    return [piece];
  });
}

async function readRules(uri: vscode.Uri): Promise<EditContextPiece | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).trim();
    const path = vscode.workspace.asRelativePath(uri, false);
    return text === '' ? undefined : { kind: 'rules', label: path, text: text.slice(0, longestRules), path };
  } catch {
    return undefined;
  }
}

function diagnosticsOf(document: vscode.TextDocument, range: vscode.Range): EditContextPiece[] {
  const lines = vscode.languages
    .getDiagnostics(document.uri)
    .filter(
      (diagnostic) =>
        diagnostic.severity <= vscode.DiagnosticSeverity.Warning &&
        range.intersection(diagnostic.range) !== undefined,
    )
    .slice(0, 20)
    .map((diagnostic) => {
      const source = diagnostic.source === undefined ? '' : ` [${diagnostic.source}]`;
      const code = document.lineAt(diagnostic.range.start.line).text.trim();
      return `line ${diagnostic.range.start.line + 1}${source}: ${diagnostic.message}\n    ${code}`;
    });
  return lines.length === 0
    ? []
    : [{ kind: 'diagnostics', label: `${lines.length}`, text: lines.join('\n') }];
}

const importLine =
  /^\s*(?:import\b|from\s+\S+\s+import\b|(?:export\s+)?\{?.*\}?\s*from\s+['"]|(?:const|let|var)\s.*=\s*require\(|use\s+[\w:{]|using\s+[\w.]+|#include\b|package\s+\w|require(?:_relative)?\s+['"])/;
const mostImportLines = 80;

function importsOf(document: vscode.TextDocument, range: vscode.Range): EditContextPiece[] {
  const lines: string[] = [];
  const last = Math.min(range.start.line, 200);
  let depth = 0;
  for (let line = 0; line < last && lines.length < mostImportLines; line++) {
    const text = document.lineAt(line).text;
    if (depth > 0 || importLine.test(text)) {
      lines.push(text);
      depth = /[({]\s*$/.test(text) ? 1 : depth > 0 && /[)}]/.test(text) ? 0 : depth;
    }
  }
  // Lines right above the region are in the surrounding code already.
  if (lines.length === 0 || range.start.line <= 40) return [];
  const path = vscode.workspace.asRelativePath(document.uri, false);
  return [{ kind: 'imports', label: path, text: lines.join('\n'), path }];
}

/** Definitions of names in the region that stand elsewhere, as the language server finds them. */
async function usedDefinitions(
  document: vscode.TextDocument,
  range: vscode.Range,
  ports: EditContextPorts,
): Promise<EditContextPiece[]> {
  const names = namesIn(document, range).slice(0, 16);
  const found = await Promise.all(
    names.map(({ name, position }) => definitionOf(document, name, position, range)),
  );
  const pieces: EditContextPiece[] = [];
  const seen = new Set<string>();
  for (const definition of found) {
    if (definition === undefined || seen.has(definition.key) || pieces.length >= mostDefinitions) continue;
    seen.add(definition.key);
    const path = vscode.workspace.asRelativePath(definition.uri, false);
    pieces.push({
      kind: 'definition',
      label: `${definition.name} (${path})`,
      text: definition.text,
      path,
      ...(ports.staysLocal(definition.uri) ? { staysLocal: true } : {}),
    });
  }
  return pieces;
}

const keywords = new Set(
  'if else for while return const let var function class new this self def import from in of async await try catch throw public private static void int string number boolean true false null None True False and or not is fn pub mut match struct impl use type interface extends export default'.split(
    ' ',
  ),
);

function namesIn(
  document: vscode.TextDocument,
  range: vscode.Range,
): { name: string; position: vscode.Position }[] {
  const seen = new Map<string, vscode.Position>();
  const text = document.getText(range).slice(0, 8_000);
  const offset = document.offsetAt(range.start);
  for (const match of text.matchAll(/[A-Za-z_$][\w$]{2,}/g)) {
    const [name] = match;
    if (!keywords.has(name) && !seen.has(name)) seen.set(name, document.positionAt(offset + match.index));
  }
  // Types and calls tell more than local names.
  const weight = (name: string): number => (/^[A-Z]/.test(name) ? 0 : text.includes(`${name}(`) ? 1 : 2);
  return [...seen]
    .map(([name, position]) => ({ name, position }))
    .sort((one, other) => weight(one.name) - weight(other.name));
}

interface FoundDefinition {
  readonly key: string;
  readonly name: string;
  readonly uri: vscode.Uri;
  readonly text: string;
}

async function definitionOf(
  document: vscode.TextDocument,
  name: string,
  position: vscode.Position,
  range: vscode.Range,
): Promise<FoundDefinition | undefined> {
  const locations = await vscode.commands.executeCommand<
    (vscode.Location | vscode.LocationLink)[] | undefined
  >('vscode.executeDefinitionProvider', document.uri, position);
  const [first] = locations ?? [];
  if (first === undefined) return undefined;
  const uri = 'targetUri' in first ? first.targetUri : first.uri;
  const target = 'targetUri' in first ? first.targetRange : first.range;
  if (uri.toString() === document.uri.toString() && range.intersection(target) !== undefined)
    return undefined;
  // Declarations of libraries are long, and the model knows most of them.
  if (/[\\/]node_modules[\\/]|[\\/]lib\.[\w.]+\.d\.ts$|site-packages/.test(uri.path)) return undefined;
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return undefined;
  const other = await vscode.workspace.openTextDocument(uri);
  const text = other.getText(bodyAround(other, target)).slice(0, longestDefinition);
  return { key: `${uri.toString()}#${target.start.line}`, name, uri, text };
}

/** Some servers answer with the name alone: the lines down to the end of the block belong to it. */
function bodyAround(document: vscode.TextDocument, target: vscode.Range): vscode.Range {
  if (target.end.line > target.start.line) return target;
  const depth = document.lineAt(target.start.line).firstNonWhitespaceCharacterIndex;
  let last = target.start.line;
  for (let line = last + 1; line < Math.min(document.lineCount, last + 60); line++) {
    const { isEmptyOrWhitespace, firstNonWhitespaceCharacterIndex, text } = document.lineAt(line);
    if (isEmptyOrWhitespace) continue;
    if (firstNonWhitespaceCharacterIndex <= depth && !/^\s*[)}\]]/.test(text)) break;
    last = line;
    if (firstNonWhitespaceCharacterIndex <= depth) break;
  }
  return new vscode.Range(target.start.line, 0, last, document.lineAt(last).text.length);
}

function recent(document: vscode.TextDocument, ports: EditContextPorts): EditContextPiece[] {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return (ports.recentEdits?.() ?? []).slice(0, mostRecentEdits).map(({ path, before, after }) => {
    const staysLocal = folder !== undefined && ports.staysLocal(vscode.Uri.joinPath(folder.uri, path));
    const text = [...signed('-', before), ...signed('+', after)].join('\n').slice(0, longestRecentEdit);
    return { kind: 'recentEdit', label: path, text, path, ...(staysLocal ? { staysLocal: true } : {}) };
  });
}

function signed(sign: string, text: string): string[] {
  return text.trim() === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => `${sign} ${line}`);
}

async function within<T>(work: Promise<T>, timeoutMs: number, fallback: T): Promise<T> {
  return Promise.race([work, new Promise<T>((resolve) => setTimeout(() => resolve(fallback), timeoutMs))]);
}

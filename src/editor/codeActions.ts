/** Where do people look for help with a problem? The light bulb: fix, explain, document, test. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import { leadCount } from '../core/edit/definition.ts';
import type { EditContextPiece } from '../core/prompt/editPrompt.ts';
import { registerCommand, type CommandId } from './commands.ts';
import { enclosingSymbol, ofLines, type MeantRegion } from './editRegion.ts';
import type { InlineEdit } from './inlineEdit.ts';

export interface CodeActionParts {
  readonly inlineEdit: Pick<InlineEdit, 'start'>;
  /** Opens the chat and asks this; the selection goes along. */
  readonly askChat: (question: string) => Promise<void>;
  readonly log: Log;
}

const fixCommand = 'tandem.edit.fix';
const explainCommand = 'tandem.chat.explain';
const documentCommand = 'tandem.edit.document';
const testCommand = 'tandem.edit.test';

/** Registers the provider and the commands behind its entries. */
export function registerCodeActions(parts: CodeActionParts): Disposable {
  const held = new Disposables();
  const kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite];
  held.add(
    vscode.languages.registerCodeActionsProvider(
      [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-remote' }],
      { provideCodeActions: (document, range, context) => actionsFor(document, range, context) },
      { providedCodeActionKinds: kinds },
    ),
  );
  const on = (id: CommandId, run: (target: Target) => unknown): void => {
    held.add(
      registerCommand(id, parts.log, async (uri, range, text) => run(await targetOf(uri, range, text))),
    );
  };
  on(fixCommand, (target) => fix(parts, target));
  on(explainCommand, (target) => explain(parts, target));
  on(documentCommand, async (target) => documentSymbol(parts, await namedSymbol(target)));
  on(testCommand, async (target) => testSymbol(parts, await namedSymbol(target)));
  return held;
}

/** What a command is about: given by the light bulb, else the active editor's selection and the problems in it. */
interface Target {
  readonly editor: vscode.TextEditor;
  readonly range: vscode.Range;
  /** Problems for `fix` and `explain`, a name for the others; empty where there is none. */
  readonly text: string;
}

async function targetOf(uri: unknown, range: unknown, text: unknown): Promise<Target> {
  if (uri instanceof vscode.Uri && range instanceof vscode.Range && typeof text === 'string') {
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    return { editor, range, text };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error(vscode.l10n.t('Open a file first.'));
  return { editor, range: new vscode.Range(editor.selection.start, editor.selection.end), text: '' };
}

function problemsIn({
  editor,
  range,
  text,
}: Target): { readonly range: vscode.Range; readonly text: string } | undefined {
  if (text !== '') return { range, text };
  const lines = new vscode.Range(range.start.line, 0, range.end.line, Number.MAX_SAFE_INTEGER);
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(
      (diagnostic) =>
        lines.intersection(diagnostic.range) !== undefined &&
        diagnostic.severity <= vscode.DiagnosticSeverity.Information,
    );
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    range: found.reduce((all, one) => all.union(one.range), first.range),
    text: found.map(problemText).join('\n'),
  };
}

async function namedSymbol(target: Target): Promise<Target> {
  if (target.text !== '') return target;
  const symbol = await enclosingSymbol(target.editor.document, target.range.start);
  if (symbol === undefined)
    throw new Error(vscode.l10n.t('Put the cursor into a function or a class first.'));
  return { ...target, range: symbol.range, text: symbol.name };
}

async function actionsFor(
  document: vscode.TextDocument,
  range: vscode.Range,
  context: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
  const actions: vscode.CodeAction[] = [];
  const problems = context.diagnostics.filter(
    ({ severity }) => severity <= vscode.DiagnosticSeverity.Information,
  );
  if (problems.length > 0) {
    const text = problems.map(problemText).join('\n');
    const where = problems.reduce((all, { range: one }) => all.union(one), problems[0]?.range ?? range);
    const fixing = action(vscode.l10n.t('Fix with Tandem'), vscode.CodeActionKind.QuickFix, fixCommand, [
      document.uri,
      where,
      text,
    ]);
    fixing.diagnostics = problems;
    actions.push(fixing);
    const explaining = action(
      vscode.l10n.t('Explain with Tandem'),
      vscode.CodeActionKind.QuickFix,
      explainCommand,
      [document.uri, where, text],
    );
    explaining.diagnostics = problems;
    actions.push(explaining);
  }
  const asked =
    context.only?.contains(vscode.CodeActionKind.RefactorRewrite) ??
    context.triggerKind === vscode.CodeActionTriggerKind.Invoke;
  const symbol = asked ? await enclosingSymbol(document, range.start) : undefined;
  if (symbol !== undefined) {
    const details = [document.uri, symbol.range, symbol.name];
    const kind = vscode.CodeActionKind.RefactorRewrite;
    actions.push(
      action(vscode.l10n.t('Document {0} with Tandem', symbol.name), kind, documentCommand, details),
    );
    actions.push(
      action(vscode.l10n.t('Write tests for {0} with Tandem', symbol.name), kind, testCommand, details),
    );
  }
  return actions;
}

function action(
  title: string,
  kind: vscode.CodeActionKind,
  command: string,
  details: unknown[],
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, kind);
  made.command = { command, title, arguments: details };
  return made;
}

function problemText(diagnostic: vscode.Diagnostic): string {
  const source = diagnostic.source === undefined ? '' : ` (${diagnostic.source})`;
  return `line ${diagnostic.range.start.line + 1}: ${diagnostic.message}${source}`;
}

async function fix(parts: CodeActionParts, target: Target): Promise<void> {
  const problem = problemsIn(target);
  if (problem === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No problem is reported on these lines.'));
    return;
  }
  const region = await regionOf(target.editor.document, problem.range);
  await parts.inlineEdit.start({
    instruction: `Fix this problem and change nothing else:\n${problem.text}`,
    region,
  });
}

async function explain(parts: CodeActionParts, target: Target): Promise<void> {
  const { editor, range } = target;
  const problem = problemsIn(target);
  if (range.isEmpty || problem !== undefined) {
    const region = await regionOf(editor.document, problem?.range ?? range);
    const { document } = editor;
    editor.selection = new vscode.Selection(
      document.positionAt(region.start),
      document.positionAt(region.end),
    );
  }
  await parts.askChat(problem === undefined ? '/explain' : `/explain ${problem.text}`);
}

/** The definition around the problem; without one, the lines around it. */
async function regionOf(document: vscode.TextDocument, range: vscode.Range): Promise<MeantRegion> {
  const symbol = await enclosingSymbol(document, range.start);
  if (symbol !== undefined && symbol.range.contains(range)) {
    return { ...ofLines(document, symbol.range.start.line, symbol.range.end.line), symbol: symbol.name };
  }
  const around = 12;
  return ofLines(
    document,
    Math.max(0, range.start.line - around),
    Math.min(document.lineCount - 1, range.end.line + around),
  );
}

async function documentSymbol(parts: CodeActionParts, { editor, range, text: name }: Target): Promise<void> {
  const { document } = editor;
  // The comment that is there already is rewritten, not doubled.
  const above = leadCount(document.getText().split(/\r\n|\n/), range.start.line);
  const region = { ...ofLines(document, range.start.line - above, range.end.line), symbol: name };
  const instruction = `Write the documentation comment of ${name} in the form usual for this language and project: what it guarantees, its parameters and errors where they are not plain. Change no code.`;
  await parts.inlineEdit.start({ instruction, region });
}

/** Into the test file beside the code, a new one where there is none; nothing is saved. */
async function testSymbol(parts: CodeActionParts, { editor, range, text: name }: Target): Promise<void> {
  const { document } = editor;
  const path = vscode.workspace.asRelativePath(document.uri, false);
  const code: EditContextPiece = {
    kind: 'definition',
    label: `${name} (${path})`,
    text: document.getText(range),
    path,
  };
  const file: EditContextPiece = { kind: 'file', label: path, text: document.getText(), path };
  const target = await testFile(document);
  const tests = await vscode.workspace.openTextDocument(target);
  const shown = await vscode.window.showTextDocument(tests, { preview: false });
  if (tests.languageId !== document.languageId)
    await vscode.languages.setTextDocumentLanguage(tests, document.languageId);
  const last = shown.document.lineCount - 1;
  const instruction = `Write tests for ${name} of ${path} with the test framework this project uses. Cover the edge cases; every test must be able to fail.${shown.document.getText().trim() === '' ? '' : ' Keep the tests that are there.'}`;
  await parts.inlineEdit.start({
    instruction,
    region: ofLines(shown.document, 0, last),
    context: [code, file],
  });
}

async function testFile(document: vscode.TextDocument): Promise<vscode.Uri> {
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot < 1 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  const candidates = [
    `${stem}.test${extension}`,
    `${stem}.spec${extension}`,
    `test_${stem}${extension}`,
    `${stem}_test${extension}`,
  ];
  const [existing] = await vscode.workspace.findFiles(
    `**/{${candidates.join(',')}}`,
    '**/node_modules/**',
    1,
  );
  if (existing !== undefined) return existing;
  const fresh =
    extension === '.py'
      ? `test_${stem}.py`
      : extension === '.go'
        ? `${stem}_test.go`
        : `${stem}.test${extension}`;
  return vscode.Uri.joinPath(document.uri, '..', fresh).with({ scheme: 'untitled' });
}

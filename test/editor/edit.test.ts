import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import * as vscode from 'vscode';

import type { EditEvent, EditTask } from '../../src/core/pipelines/editTask.ts';
import { refusesDocument } from '../../src/editor/editable.ts';
import { EditSession } from '../../src/editor/editSession.ts';

const before = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', ''].join('\n');
/** Three hunks: a line changed, a line gone, a line more. */
const wanted = ['one', 'TWO', 'three', 'four', 'six', 'seven', 'more', 'eight', ''].join('\n');

async function fileWith(text: string | Uint8Array, name = 'file.txt'): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder !== undefined);
  const uri = vscode.Uri.joinPath(folder.uri, `edit-${randomUUID()}`, name);
  await vscode.workspace.fs.writeFile(uri, typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return uri;
}

async function shown(text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(await fileWith(text));
  return vscode.window.showTextDocument(document, { preview: false });
}

async function onDisk(uri: vscode.Uri): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
}

function taskFor(document: vscode.TextDocument): EditTask {
  const text = document.getText();
  return {
    editId: 'edit',
    path: 'file.txt',
    languageId: 'plaintext',
    text,
    region: { start: 0, end: text.length },
    instruction: 'change it',
    context: [],
    staysLocal: false,
    start: 'local',
    agree: () => Promise.resolve(false),
  };
}

const where = { route: 'local', model: 'devstral', host: 'localhost', isDemo: false } as const;

function started(): EditEvent {
  return { type: 'started', attempt: 'first', ...where, format: 'region', leftOut: [] };
}

function proposed(text: string): EditEvent {
  const verdict = { passed: true, results: [], failed: [] };
  return {
    type: 'proposed',
    proposal: { ...where, auditId: 'audit', after: text, verdict, answer: text },
    next: { decision: 'stay', reason: 'passed' },
  };
}

function sessionFor(document: vscode.TextDocument, text: string): EditSession {
  const session = new EditSession(document, taskFor(document));
  session.take(started());
  session.take(proposed(text));
  return session;
}

async function type(editor: vscode.TextEditor, line: number, text: string): Promise<void> {
  assert.ok(await editor.edit((edit) => edit.insert(new vscode.Position(line, 0), text)));
}

describe('edit: hunks of an open document', () => {
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const orders: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[0, 1, 2], []],
    [[2], [0, 1]],
    [[1, 0], [2]],
    [[2, 0], [1]],
    [[], [2, 1, 0]],
  ];
  const expected = (accepted: readonly number[]): string =>
    [
      'one',
      accepted.includes(0) ? 'TWO' : 'two',
      'three',
      'four',
      ...(accepted.includes(1) ? [] : ['five']),
      'six',
      'seven',
      ...(accepted.includes(2) ? ['more'] : []),
      'eight',
      '',
    ].join('\n');

  for (const [accepted, rejected] of orders) {
    it(`takes ${accepted.join(', ') || 'none'} and leaves ${rejected.join(', ') || 'none'}, and undo brings all back`, async () => {
      const editor = await shown(before);
      const session = sessionFor(editor.document, wanted);
      const ids = session.hunks.map(({ id }) => id);
      assert.equal(ids.length, 3);
      for (const index of rejected) session.reject([ids[index] ?? '']);
      for (const index of accepted) assert.ok(await session.accept([ids[index] ?? '']));
      assert.equal(editor.document.getText(), expected(accepted));
      for (const _ of accepted) await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before);
      session.dispose();
    });
  }

  it('is one step to undo when all is accepted at once', async () => {
    const editor = await shown(before);
    const session = sessionFor(editor.document, wanted);
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    assert.equal(editor.document.getText(), wanted);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    assert.equal(session.pending.length, 3, 'what was undone can be decided on again');
    session.dispose();
  });

  it('moves along with what is typed elsewhere while it streams', async () => {
    const editor = await shown(before);
    const session = new EditSession(editor.document, taskFor(editor.document));
    session.take(started());
    session.take({ type: 'lines', lines: ['one', 'TWO', 'three'] });
    await type(editor, 0, 'typed above\n');
    session.take({ type: 'lines', lines: ['four', 'six'] });
    await type(editor, 9, 'typed below\n');
    session.take(proposed(wanted));
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    assert.equal(editor.document.getText(), `typed above\n${wanted}typed below\n`);
    session.dispose();
  });

  it('gives way where the person changed the same lines', async () => {
    const editor = await shown(before);
    const session = sessionFor(editor.document, wanted);
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 0, 1, 3), 'mine'));
    assert.deepEqual(
      session.hunks.map(({ state }) => state),
      ['stale', 'pending', 'pending'],
    );
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    assert.equal(editor.document.getText(), wanted.replace('TWO', 'mine'));
    session.dispose();
  });

  it('leaves document and disk as they were until a hunk is accepted, and when it is given up', async () => {
    const editor = await shown(before);
    const session = sessionFor(editor.document, wanted);
    assert.equal(session.pending.length, 3);
    assert.ok(!editor.document.isDirty, 'nothing is there that a crash or a save could put on disk');
    assert.equal(await onDisk(editor.document.uri), before);
    session.reject(session.pending.map(({ id }) => id));
    session.dispose();
    assert.ok(!editor.document.isDirty);
    assert.equal(editor.document.getText(), before);
    assert.ok(session.controller.signal.aborted, 'the request is cancelled');
  });

  it('keeps line endings and the byte order mark', async () => {
    const windows = before.replaceAll('\n', '\r\n');
    const editor = await shown(`\uFEFF${windows}`);
    assert.equal(editor.document.getText(), windows);
    const session = sessionFor(editor.document, wanted.replaceAll('\n', '\r\n'));
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    await editor.document.save();
    assert.equal(await onDisk(editor.document.uri), `\uFEFF${wanted.replaceAll('\n', '\r\n')}`);
    session.dispose();
  });

  it('puts back every byte when it is undone, line endings and byte order mark included', async () => {
    const windows = `\uFEFF${before.replaceAll('\n', '\r\n')}`;
    const editor = await shown(windows);
    const session = sessionFor(editor.document, wanted.replaceAll('\n', '\r\n'));
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    await editor.document.save();
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
    assert.equal(await onDisk(editor.document.uri), windows);
    session.dispose();
  });

  it('leaves mixed line endings on disk until something is accepted; then the file has the one VS Code gives it', async () => {
    const mixed = `\uFEFF${before.replaceAll('\n', '\r\n').replace('two\r\n', 'two\n')}`;
    const even = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    const editor = await shown(mixed);
    const session = sessionFor(editor.document, wanted.replaceAll('\n', '\r\n'));
    assert.equal(session.pending.length, 3, 'no line is changed for its ending');
    assert.ok(!editor.document.isDirty);
    assert.equal(await onDisk(editor.document.uri), mixed);
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    await editor.document.save();
    assert.equal(await onDisk(editor.document.uri), even(wanted));
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
    assert.equal(await onDisk(editor.document.uri), even(before));
    session.dispose();
  });

  it('works in a document that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ content: before });
    await vscode.window.showTextDocument(document);
    assert.equal(await refusesDocument(document), undefined);
    const session = sessionFor(document, wanted);
    assert.ok(await session.accept(session.pending.map(({ id }) => id)));
    assert.equal(document.getText(), wanted);
    session.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('edit: what is not edited', () => {
  it('a file over 1 MB or over 50,000 lines', async () => {
    const large = await vscode.workspace.openTextDocument(
      await fileWith('x'.repeat(79).concat('\n').repeat(13_000)),
    );
    assert.equal(await refusesDocument(large), 'tooLarge');
    const long = await vscode.workspace.openTextDocument(await fileWith('x\n'.repeat(50_001)));
    assert.equal(await refusesDocument(long), 'tooManyLines');
  });

  it('a file that was deleted meanwhile', async () => {
    const document = await vscode.workspace.openTextDocument(await fileWith(before));
    await vscode.workspace.fs.delete(document.uri);
    assert.equal(await refusesDocument(document), 'deleted');
  });

  it('a view without a file', async () => {
    const scheme = 'tandem-test-view';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => before,
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`${scheme}:/a.txt`));
    assert.equal(await refusesDocument(document), 'virtualDocument');
    provider.dispose();
  });

  it('a file system that can only be read', async () => {
    const scheme = 'tandem-test-readonly';
    const never = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    const provider = vscode.workspace.registerFileSystemProvider(
      scheme,
      {
        onDidChangeFile: never.event,
        watch: () => never,
        stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: before.length }),
        readFile: () => new TextEncoder().encode(before),
        readDirectory: () => [],
        createDirectory: refuse,
        writeFile: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isReadonly: true },
    );
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`${scheme}:/a.txt`));
    assert.equal(await refusesDocument(document), 'readOnly');
    provider.dispose();
  });

  it('the cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, before, 'plaintext');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    assert.equal(await refusesDocument(notebook.cellAt(0).document), 'notebook');
  });
});

/** Which errors would the language server report after an edit that it does not report before? */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';
import type { AskDiagnostics, NewDiagnostic } from '../core/gate/gatePorts.ts';
import type { GateCase } from '../core/gate/verdict.ts';
import { folderOf } from './gateFolder.ts';

/** The longest wait for the language server; without an answer the check is not held against the edit. */
const waitMs = 1500;
/** A server tells its findings in several steps (syntax, then types); quiet for this long means done. */
const quietMs = 400;
/** Below this a document is too small or the language has no server that would say something. */
const asked = new Set([
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'python',
  'go',
  'rust',
  'java',
  'csharp',
  'php',
  'ruby',
  'c',
  'cpp',
]);

/**
 * The document itself stays untouched until a hunk is accepted, so two hidden files beside it take the text before
 * and after, are opened without being shown, and are removed at once. Virtual documents would not touch the folder, but
 * a server resolves imports from a place on the disk: TypeScript's reads other schemes as files of a root of their own,
 * where every import of the project is missing, and most servers read none but files. What the place does to both (a second
 * declaration in the package, a project that leaves them out) is reported for both and cancels out.
 */
export function createAskDiagnostics(log: Log): AskDiagnostics {
  return async (judged, signal) => {
    const folder = folderOf(judged);
    if (folder === undefined || !asked.has(judged.languageId) || !vscode.workspace.isTrusted)
      return undefined;
    const original = vscode.Uri.joinPath(folder.uri, judged.path);
    if (vscode.workspace.fs.isWritableFileSystem(folder.uri.scheme) !== true) return undefined;
    const name = original.path.slice(original.path.lastIndexOf('/') + 1);
    const mark = randomBytes(4).toString('hex');
    const beside = (part: string): vscode.Uri =>
      original.with({ path: original.path.replace(/[^/]*$/, `.tandem-${mark}-${part}-${name}`) });
    const before = beside('before');
    const after = beside('after');
    try {
      return await compare(judged, before, after, signal);
    } catch (failure) {
      signal.throwIfAborted();
      log.debug(`the language server was not asked: ${failure instanceof Error ? failure.name : 'unknown'}`);
      return undefined;
    } finally {
      for (const uri of [before, after])
        await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
    }
  };
}

async function compare(
  judged: GateCase,
  before: vscode.Uri,
  after: vscode.Uri,
  signal: AbortSignal,
): Promise<readonly NewDiagnostic[] | undefined> {
  const answered = watch([before, after]);
  try {
    const encoder = new TextEncoder();
    await vscode.workspace.fs.writeFile(before, encoder.encode(judged.before));
    await vscode.workspace.fs.writeFile(after, encoder.encode(judged.after));
    await Promise.all([before, after].map((uri) => vscode.workspace.openTextDocument(uri)));
    if (scripts.has(judged.languageId)) {
      const [old, fresh] = await Promise.all([askTypeScript(before), askTypeScript(after)]);
      signal.throwIfAborted();
      if (old !== undefined && fresh !== undefined) return withoutAmbient(newErrors(old, fresh));
    }
    if (!(await answered.settled(signal))) return undefined;
    return newErrors(errorsOf(before), errorsOf(after));
  } finally {
    answered.dispose();
  }
}

/** TypeScript's own extension tells errors of documents in tabs alone, but answers when it is asked about another. */
const scripts = new Set(['typescript', 'typescriptreact', 'javascript', 'javascriptreact']);
/** A server that is still reading the project needs longer than one that only checks a file. */
const scriptWaitMs = 6000;

/**
 * A file with a dot before its name belongs to no `tsconfig.json`: the server reads it without the project's paths and
 * types. Whether a module is found is the question of another check, and a name of which the server knows whose types
 * it needs (`process`, `describe`) is not invented.
 */
const ofPlace: ReadonlySet<number> = new Set([
  1259, 1378, 2307, 2318, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2688, 2732, 2792, 2834, 2835, 2867,
  2868, 5097, 6053, 7016, 7026, 17004,
]);

interface TypeScriptAnswer {
  readonly success?: boolean;
  readonly body?: readonly {
    readonly text: string;
    readonly category: string;
    readonly code?: number;
    readonly start: { readonly line: number };
  }[];
}

/** `undefined`: there is no such server, or it did not answer in time. */
async function askTypeScript(uri: vscode.Uri): Promise<ServerError[] | undefined> {
  const asked = ['syntacticDiagnosticsSync', 'semanticDiagnosticsSync'].map((request) =>
    vscode.commands.executeCommand<TypeScriptAnswer | undefined>('typescript.tsserverRequest', request, {
      file: uri,
    }),
  );
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    limit = setTimeout(() => resolve(undefined), scriptWaitMs);
  });
  try {
    const answers = await Promise.race([Promise.all(asked), late]);
    if (answers?.every((answer) => answer?.success === true) !== true) return undefined;
    return answers
      .flatMap((answer) => answer?.body ?? [])
      .filter(({ category, code }) => category === 'error' && !ofPlace.has(code ?? 0))
      .map(({ text, start }) => ({ message: text, source: 'ts', line: start.line - 1 }));
  } catch {
    return undefined;
  } finally {
    clearTimeout(limit);
  }
}

/** Global types and values that the project's own declaration files bring are not seen from a copy. */
async function withoutAmbient(errors: readonly NewDiagnostic[]): Promise<readonly NewDiagnostic[]> {
  const names = new Set(errors.map(missingName).filter((name) => name !== undefined));
  const ambient = new Set<string>();
  for (const name of [...names].slice(0, mostNames)) {
    const found = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
      'vscode.executeWorkspaceSymbolProvider',
      name,
    );
    const isDeclared = found?.some((one) => one.name === name && /\.d\.[cm]?ts$/.test(one.location.uri.path));
    if (isDeclared === true) ambient.add(name);
  }
  return errors.filter((one) => !ambient.has(missingName(one) ?? ''));
}

const mostNames = 5;

function missingName({ message }: NewDiagnostic): string | undefined {
  return /^[^'"]*['"]([\w$]+)['"]/.exec(message)?.[1];
}

interface ServerError {
  readonly message: string;
  readonly source: string | undefined;
  /** Zero-based. */
  readonly line: number;
}

function errorsOf(uri: vscode.Uri): ServerError[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((one) => one.severity === vscode.DiagnosticSeverity.Error)
    .map(({ message, source, range }) => ({ message, source, line: range.start.line }));
}

/** A class in a copy is another class than the one in the file itself: what a server says of the two says nothing. */
const ofCopy = /\.tandem-[0-9a-f]{8}-(?:before|after)-/;

/** By message and source; lines move, and so do the numbers by which a server tells symbols apart. */
function newErrors(before: readonly ServerError[], after: readonly ServerError[]): NewDiagnostic[] {
  const left = new Map<string, number>();
  const key = (one: ServerError): string => `${one.source ?? ''} ${one.message.replaceAll(/@\d+/g, '@')}`;
  for (const one of before) left.set(key(one), (left.get(key(one)) ?? 0) + 1);
  const fresh: NewDiagnostic[] = [];
  for (const one of after) {
    if (ofCopy.test(one.message)) continue;
    const count = left.get(key(one)) ?? 0;
    if (count > 0) left.set(key(one), count - 1);
    else {
      const found = { message: one.message, line: one.line };
      fresh.push(one.source === undefined ? found : { ...found, source: one.source });
    }
  }
  return fresh;
}

interface Watch extends vscode.Disposable {
  /** True once the server said something about either file and fell quiet. */
  settled(signal: AbortSignal): Promise<boolean>;
}

function watch(uris: readonly vscode.Uri[]): Watch {
  const names = new Set(uris.map(String));
  let heard = false;
  let tell: (() => void) | undefined;
  const listener = vscode.languages.onDidChangeDiagnostics((event) => {
    if (!event.uris.some((uri) => names.has(uri.toString()))) return;
    heard = true;
    tell?.();
  });
  return {
    dispose: () => void listener.dispose(),
    settled: (signal) =>
      new Promise<boolean>((resolve, reject) => {
        const end = setTimeout(() => done(), waitMs);
        let quiet = heard ? setTimeout(() => done(), quietMs) : undefined;
        const onAbort = (): void => {
          stop();
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        const stop = (): void => {
          clearTimeout(end);
          clearTimeout(quiet);
          tell = undefined;
          signal.removeEventListener('abort', onAbort);
        };
        const done = (): void => {
          stop();
          resolve(heard);
        };
        tell = () => {
          clearTimeout(quiet);
          quiet = setTimeout(() => done(), quietMs);
        };
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      }),
  };
}

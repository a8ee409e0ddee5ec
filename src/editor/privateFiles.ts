/** Which files of the workspace must stay on this machine, and which secrets do they hold? */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { tagged, type Log } from '../core/base/log.ts';
import type { LocalOnlyFiles } from '../core/cloud/cloudPorts.ts';
import type { KnownValue } from '../core/redaction/knownValues.ts';
import { knownValuesInEnvironment, knownValuesInFile } from '../core/redaction/knownValueSources.ts';
import {
  DEFAULT_LOCAL_ONLY,
  IGNORE_FILE_NAMES,
  localOnlyRules,
  type IgnoreFile,
  type LocalOnlyRules,
} from '../core/redaction/localOnly.ts';
import { PassageIndex } from '../core/redaction/passages.ts';
import type { SettingsReader } from './settingsReader.ts';

export interface PrivateFilesParts {
  readonly settings: SettingsReader;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

/** Larger files are data, not credentials; their path alone keeps them here. */
const largestReadBytes = 256_000;
const mostFiles = 400;
/** Of what ignore files name so many paths are looked at, and so much text is read: it may be whole data sets. */
const mostPaths = 20_000;
const mostIgnoredBytes = 4_000_000;
const notSearched = '**/{node_modules,.git,dist,build,target,.venv}/**';

interface Loaded {
  readonly rules: LocalOnlyRules;
  readonly passages: PassageIndex;
}

/** Read when first needed and again after a change; held in memory, never written. */
export class PrivateFiles implements LocalOnlyFiles, Disposable {
  private readonly parts: PrivateFilesParts;
  private readonly log: Log;
  private readonly held = new Disposables();
  private loading: Promise<Loaded> | undefined;
  private rules: LocalOnlyRules;
  private values: readonly KnownValue[];

  constructor(parts: PrivateFilesParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'redaction');
    this.rules = this.rulesWith([]);
    this.values = knownValuesInEnvironment(parts.environment);
    const watcher = this.held.add(
      vscode.workspace.createFileSystemWatcher(
        `**/{${[...IGNORE_FILE_NAMES, ...DEFAULT_LOCAL_ONLY.filter(isPlain)].join(',')}}`,
      ),
    );
    const forget = (): void => this.forget();
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      this.held.add(event(forget));
    this.held.add(vscode.workspace.onDidChangeWorkspaceFolders(forget));
    this.held.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.rules.reason(vscode.workspace.asRelativePath(uri, false)) !== undefined) forget();
      }),
    );
    this.held.add(parts.settings.onDidChange(forget));
  }

  /** At once, from the rules known so far; ignore files count once they were read. */
  staysLocal(uri: vscode.Uri): boolean {
    return this.pathStaysLocal(vscode.workspace.asRelativePath(uri, false));
  }

  /** By the path relative to its workspace folder. */
  pathStaysLocal(path: string): boolean {
    void this.load().catch(() => undefined);
    return this.rules.reason(path) !== undefined;
  }

  async among(paths: readonly string[]): Promise<readonly string[]> {
    const { rules } = await this.load();
    return paths.filter((path) => rules.reason(path) !== undefined);
  }

  async quotedIn(texts: readonly string[]): Promise<readonly string[]> {
    const { passages } = await this.load();
    return [...new Set(texts.flatMap((text) => passages.find(text).map(({ path }) => path)))];
  }

  /** As read last; `among` and `quotedIn` read anew after a change. */
  knownValues(): readonly KnownValue[] {
    return this.values;
  }

  dispose(): void {
    this.held.dispose();
  }

  private forget(): void {
    this.loading = undefined;
  }

  private load(): Promise<Loaded> {
    this.loading ??= this.read();
    return this.loading;
  }

  private async read(): Promise<Loaded> {
    const ignoreFiles = await this.readIgnoreFiles();
    const rules = this.rulesWith(ignoreFiles);
    this.rules = rules;
    const passages = new PassageIndex();
    const values: KnownValue[] = [...knownValuesInEnvironment(this.parts.environment)];
    const found = await vscode.workspace.findFiles(this.candidates(), notSearched, mostFiles);
    await Promise.all(
      found.map(async (uri) => {
        const path = vscode.workspace.asRelativePath(uri, false);
        const text = rules.reason(path) === undefined ? undefined : await readSmallText(uri);
        if (text === undefined) return;
        passages.add(path, text);
        values.push(...knownValuesInFile(path, text));
      }),
    );
    if (ignoreFiles.length > 0) await this.readIgnored(rules, passages);
    this.log.debug(`${found.length} local-only candidates, ${values.length} known values`);
    this.values = values;
    return { rules, passages };
  }

  /** What ignore files name, the shortest paths first: their text is known when it is quoted. */
  private async readIgnored(rules: LocalOnlyRules, passages: PassageIndex): Promise<void> {
    const all = await vscode.workspace.findFiles('**/*', notSearched, mostPaths);
    const ignored = all
      .map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri, false) }))
      .filter(({ path }) => rules.reason(path) === 'ignoreFile')
      .sort((a, b) => a.path.length - b.path.length)
      .slice(0, mostFiles);
    let left = mostIgnoredBytes;
    for (const { uri, path } of ignored) {
      const text = await readSmallText(uri);
      if (text === undefined || text.length > left) continue;
      left -= text.length;
      passages.add(path, text);
    }
  }

  private async readIgnoreFiles(): Promise<IgnoreFile[]> {
    const found = await vscode.workspace.findFiles(
      `**/{${IGNORE_FILE_NAMES.join(',')}}`,
      notSearched,
      mostFiles,
    );
    const read = await Promise.all(
      found.map(async (uri) => {
        const text = await readSmallText(uri);
        const path = vscode.workspace.asRelativePath(uri, false);
        return text === undefined ? undefined : { folder: path.split('/').slice(0, -1).join('/'), text };
      }),
    );
    return read.filter((file) => file !== undefined);
  }

  private rulesWith(ignoreFiles: readonly IgnoreFile[]): LocalOnlyRules {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const scopes = folders.length === 0 ? [undefined] : folders.map(({ uri }) => ({ uri }));
    const neverSend = scopes.flatMap((scope) => this.parts.settings.current(scope)['privacy.neverSend']);
    return localOnlyRules({ neverSend: [...new Set(neverSend)], ignoreFiles });
  }

  /** One glob for all but what ignore files name. */
  private candidates(): string {
    const neverSend = this.parts.settings.current()['privacy.neverSend'];
    const globs = [...DEFAULT_LOCAL_ONLY, ...neverSend].flatMap((glob) =>
      glob.endsWith('/') ? [`**/${glob}**`] : glob.includes('/') ? [glob, `**/${glob}`] : [`**/${glob}`],
    );
    return `{${globs.filter((glob) => !/[{},]/.test(glob)).join(',')}}`;
  }
}

function isPlain(glob: string): boolean {
  return !/[{},/]/.test(glob);
}

async function readSmallText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestReadBytes) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

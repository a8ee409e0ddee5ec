/** How does the team's command judge an edit before it is kept? In a copy, so that no file of the person's is touched. */

import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';
import type { CommandOutcome, RunGateCommand } from '../core/gate/gatePorts.ts';
import type { GateCase } from '../core/gate/verdict.ts';
import { folderOf } from './gateFolder.ts';

export interface GateCommandParts {
  /**
   * The command in force for a file: the setting after resolution, so that a value of the workspace is there only
   * once the person approved it. Empty: none.
   */
  readonly command: (scope: { uri: vscode.Uri }) => string;
  readonly log: Log;
}

const timeLimitMs = 120_000;
const tailLines = 60;
const tailLength = 4000;
/** A larger folder is not copied: the command is skipped, and the log says so. */
const mostFiles = 20_000;
const mostBytes = 500_000_000;

/** Installed or built, and large: linked into the copy instead of copied. */
const linked = new Set([
  'node_modules',
  '.venv',
  'venv',
  'target',
  '.yarn',
  '.pnpm-store',
  'bower_components',
  '.gradle',
  '.tox',
]);
/** A command that changes history or the index must not reach the person's. */
const leftOut = new Set(['.git', '.hg', '.svn']);
/** The command is the team's, the keys are the person's. */
const keysOfOurs = /^TANDEM_\w*KEY$/;

/**
 * Runs `tandem.gate.command` in a temporary copy of the file's workspace folder that holds the proposed text (and the
 * unsaved text of other open files). The alternative, writing the proposal into the folder and taking it back, can
 * lose work when the window closes meanwhile or the person saves; a copy cannot. What it cannot do: commands that need
 * the repository's history, and folders over the limits.
 */
export function createGateCommand(parts: GateCommandParts): RunGateCommand & vscode.Disposable {
  const output = vscode.window.createOutputChannel('Tandem: Gate Command');
  const run: RunGateCommand = async (judged, signal) => {
    const folder = folderOf(judged);
    if (!vscode.workspace.isTrusted || folder?.uri.scheme !== 'file') return undefined;
    const command = parts.command({ uri: vscode.Uri.joinPath(folder.uri, judged.path) }).trim();
    if (command === '') return undefined;
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Tandem checks the edit with `{0}`', command),
        cancellable: true,
      },
      async (_progress, token) =>
        runInCopy({ command, folder, judged, signal, token, output, log: parts.log }),
    );
  };
  return Object.assign(run, { dispose: () => output.dispose() });
}

interface Job {
  readonly command: string;
  readonly folder: vscode.WorkspaceFolder;
  readonly judged: GateCase;
  readonly signal: AbortSignal;
  readonly token: vscode.CancellationToken;
  readonly output: vscode.OutputChannel;
  readonly log: Log;
}

async function runInCopy(job: Job): Promise<CommandOutcome | undefined> {
  const copy = await mkdtemp(path.join(tmpdir(), 'tandem-gate-'));
  try {
    const budget = { files: mostFiles, bytes: mostBytes };
    if (!(await copyFolder(job.folder.uri.fsPath, copy, budget, job.signal))) {
      job.log.warn('the folder is too large to copy for the gate command, which was not run');
      return undefined;
    }
    await overlay(job, copy);
    return await execute(job, copy);
  } finally {
    await rm(copy, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function copyFolder(
  from: string,
  to: string,
  budget: { files: number; bytes: number },
  signal: AbortSignal,
): Promise<boolean> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted();
    if (leftOut.has(entry.name)) continue;
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    const facts = await stat(source).catch(() => undefined);
    if (facts === undefined) continue;
    if (facts.isDirectory() && (linked.has(entry.name) || entry.isSymbolicLink())) {
      // A junction needs no right on Windows; elsewhere the kind is ignored.
      await symlink(source, target, 'junction');
    } else if (facts.isDirectory()) {
      await mkdir(target);
      if (!(await copyFolder(source, target, budget, signal))) return false;
    } else if (facts.isFile()) {
      budget.files--;
      budget.bytes -= facts.size;
      if (budget.files < 0 || budget.bytes < 0) return false;
      await copyFile(source, target, constants.COPYFILE_FICLONE);
    }
  }
  return true;
}

/** The proposal, and what stands unsaved in other editors of the folder: the edit was made for that. */
async function overlay({ folder, judged }: Job, copy: string): Promise<void> {
  const root = folder.uri.fsPath;
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.uri.scheme !== 'file') continue;
    const name = path.relative(root, document.uri.fsPath);
    if (!name.startsWith('..') && !path.isAbsolute(name)) await place(copy, name, document.getText());
  }
  await place(copy, judged.path, judged.after);
}

async function place(copy: string, name: string, text: string): Promise<void> {
  const target = path.join(copy, name);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
}

function execute(job: Job, cwd: string): Promise<CommandOutcome> {
  const { command, output, signal, token } = job;
  output.appendLine(`> ${command}`);
  return new Promise((resolve) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !keysOfOurs.test(name)));
    // The platform's own shell reads the command, as it does for npm scripts; a group of its own can be ended whole.
    const child = spawn(command, {
      cwd,
      env,
      shell: true,
      windowsHide: true,
      detached: process.platform !== 'win32',
    });
    let text = '';
    let timedOut = false;
    let cancelled = false;
    const take = (data: Buffer): void => {
      const piece = data.toString('utf8');
      output.append(piece);
      text = (text + piece).slice(-4 * tailLength);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const cancel = (): void => {
      cancelled = true;
      endTree(child);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      endTree(child);
    }, timeLimitMs);
    signal.addEventListener('abort', cancel, { once: true });
    const listener = token.onCancellationRequested(cancel);
    if (signal.aborted) cancel();
    const finish = (exitCode: number | null): void => {
      clearTimeout(timer);
      listener.dispose();
      signal.removeEventListener('abort', cancel);
      resolve({ command, exitCode, timedOut, cancelled, outputTail: tailOf(text, cwd) });
    };
    child.on('error', (failure) => {
      text += failure.message;
      finish(null);
    });
    child.on('close', (code) => finish(timedOut || cancelled ? null : code));
  });
}

function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true }).on('error', () =>
      child.kill(),
    );
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

const escape = String.fromCharCode(27);
const colors = new RegExp(`${escape}\\[[0-9;?]*[A-Za-z]`, 'g');

/** The last lines, without colors, with paths of the copy made relative. */
function tailOf(text: string, cwd: string): string {
  const plain = text
    .replace(colors, '')
    .replaceAll(cwd + path.sep, '')
    .replaceAll(cwd, '.');
  return plain.split(/\r?\n/).slice(-tailLines).join('\n').slice(-tailLength);
}

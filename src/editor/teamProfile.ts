/** Which team profiles are in force here: the machine's, the one the person named, the repository's? */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';

import type { Clock } from '../core/base/clock.ts';
import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter, type Event } from '../core/base/emitter.ts';
import type { Log } from '../core/base/log.ts';
import type { Fetch, KeyValueStore } from '../core/base/ports.ts';
import { profileLayer } from '../core/settings/profileLayer.ts';
import type { ProfileSource, ProfileState } from '../core/settings/profileSource.ts';
import type { SettingLayer } from '../core/settings/resolve.ts';
import type { MachineProfile, TeamProfile } from '../core/settings/teamProfile.ts';
import { isSignedBy, machineProfilePath } from './profileFiles.ts';
import type { ProfileLayers, SettingsScope } from './settingsReader.ts';

export interface ProfileReport {
  readonly level: 'machineProfile' | 'teamProfile' | 'repositoryProfile';
  readonly state: ProfileState;
}

export interface TeamProfiles extends ProfileLayers, Disposable {
  readonly onDidChange: Event<void>;
  /** One report for each source that was looked at and found or named. */
  reports(): readonly ProfileReport[];
  /** Prices of all profiles in force, the person's own over the machine's. A repository sets none. */
  prices(): NonNullable<TeamProfile['prices']>;
  /** What teams ask of every answer, with the name of each profile. A repository's profile gives none: it has rule files. */
  instructions(): readonly { readonly name: string; readonly text: string }[];
  refresh(): Promise<void>;
}

export interface TeamProfileParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Of the machine, not synced. */
  readonly store: KeyValueStore;
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** 15 minutes: a team's change arrives within one coffee; refreshing on focus makes it sooner. */
const refreshIntervalMs = 15 * 60_000;
/** At most one refresh on focus in this time. */
const focusPauseMs = 60_000;
const changeShownMs = 10_000;

/** Reads the machine's file and the kept copies before it resolves; the network is asked in the background. */
export async function createTeamProfiles(parts: TeamProfileParts): Promise<TeamProfiles> {
  const profiles = new Profiles(parts);
  await profiles.load();
  return profiles;
}

class Profiles implements TeamProfiles {
  private readonly disposables = new Disposables();
  private readonly changed = this.disposables.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly parts: TeamProfileParts;
  private machine: { readonly profile?: MachineProfile; readonly state: ProfileState } | undefined;
  private named: ProfileSource | undefined;
  private namedListener: Disposable | undefined;
  private timer: Disposable | undefined;
  private refreshedAtMs = Number.NEGATIVE_INFINITY;
  private repositories = new Map<string, ProfileState>();

  constructor(parts: TeamProfileParts) {
    this.parts = parts;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.tandem/team.json');
    this.disposables.add(watcher);
    const reload = (): void => void this.readRepositories();
    watcher.onDidChange(reload);
    watcher.onDidCreate(reload);
    watcher.onDidDelete(reload);
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(reload));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(reload));
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('tandem.team.profile')) void this.openNamed();
      }),
    );
    this.disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        const isDue = parts.clock.monotonicMs() - this.refreshedAtMs > focusPauseMs;
        if (focused && isDue) void this.refresh();
      }),
    );
  }

  async load(): Promise<void> {
    await this.readMachine();
    await this.readRepositories();
    await this.openNamed();
    this.schedule();
  }

  layers(scope: SettingsScope): readonly SettingLayer[] {
    const isRemote = vscode.env.remoteName !== undefined;
    const layers: SettingLayer[] = [];
    if (this.machine?.profile !== undefined) {
      const origin = this.machine.state.origin;
      layers.push(profileLayer(this.machine.profile, { level: 'machineProfile', origin, isRemote }));
    }
    const named = this.named?.state;
    if (named?.profile !== undefined) {
      layers.push(profileLayer(named.profile, { level: 'teamProfile', origin: named.origin, isRemote }));
    }
    const folder = scope.uri
      ? vscode.workspace.getWorkspaceFolder(scope.uri)
      : vscode.workspace.workspaceFolders?.[0];
    const repository = folder && this.repositories.get(folder.uri.toString());
    if (repository?.profile !== undefined) {
      const origin = repository.origin;
      layers.push(profileLayer(repository.profile, { level: 'repositoryProfile', origin, isRemote }));
    }
    return layers;
  }

  reports(): readonly ProfileReport[] {
    const reports: ProfileReport[] = [];
    if (this.machine !== undefined) reports.push({ level: 'machineProfile', state: this.machine.state });
    if (this.named !== undefined) reports.push({ level: 'teamProfile', state: this.named.state });
    for (const state of this.repositories.values()) reports.push({ level: 'repositoryProfile', state });
    return reports;
  }

  prices(): NonNullable<TeamProfile['prices']> {
    return { ...this.machine?.profile?.prices, ...this.named?.state.profile?.prices };
  }

  instructions(): readonly { readonly name: string; readonly text: string }[] {
    return [this.machine?.profile, this.named?.state.profile].flatMap((profile) => {
      const text = profile?.instructions?.trim() ?? '';
      return profile === undefined || text === '' ? [] : [{ name: profile.name, text }];
    });
  }

  async refresh(): Promise<void> {
    this.refreshedAtMs = this.parts.clock.monotonicMs();
    await this.readMachine();
    await this.named?.refresh();
  }

  dispose(): void {
    this.timer?.dispose();
    this.namedListener?.dispose();
    this.disposables.dispose();
  }

  private schedule(): void {
    this.timer = this.parts.clock.after(refreshIntervalMs, () => {
      void this.refresh().finally(() => {
        if (!this.disposables.isDisposed) this.schedule();
      });
    });
  }

  private async openNamed(): Promise<void> {
    const setting = vscode.workspace.getConfiguration('tandem').inspect<string>('team.profile')?.globalValue;
    const origin = localPath(setting || this.machine?.profile?.profile || '');
    if (origin === (this.named?.state.origin ?? '')) return;
    this.namedListener?.dispose();
    this.named = undefined;
    if (origin !== '') {
      const publicKey = this.machine?.profile?.publicKey;
      const { createProfileSource } = await import('../core/settings/profileSource.ts');
      const source = await createProfileSource(origin, {
        fetch: this.parts.fetch,
        clock: this.parts.clock,
        store: this.parts.store,
        readFile: readTextFile,
        ...(publicKey === undefined
          ? {}
          : {
              verifySignature: (text, signature) => Promise.resolve(isSignedBy(publicKey, text, signature)),
            }),
      });
      this.named = source;
      let known = source.state.profile;
      this.namedListener = source.onDidChange((state) => {
        if (known !== undefined && state.profile !== undefined && state.problem === undefined) {
          tellChange(known, state.profile);
        }
        known = state.profile;
        if (state.problem !== undefined) {
          this.parts.log.warn(`team profile ${state.origin}: ${state.problem.kind} ${state.problem.detail}`);
        }
        this.changed.fire();
      });
      void this.refresh();
    }
    this.changed.fire();
  }

  private async readMachine(): Promise<void> {
    const path = machineProfilePath(this.parts.platform, this.parts.environment);
    const before = JSON.stringify(this.machine);
    const text = await readTextFile(path).catch(() => undefined);
    if (text === undefined) this.machine = undefined;
    else {
      const { parseMachineProfile } = await import('../core/settings/teamProfile.ts');
      const parsed = parseMachineProfile(text);
      const { detail = '' } = parsed.ok ? {} : parsed;
      this.machine = parsed.ok
        ? { profile: parsed.value, state: { origin: path, profile: parsed.value } }
        : { ...this.machine, state: { origin: path, problem: { kind: parsed.reason, detail } } };
    }
    if (JSON.stringify(this.machine) !== before) this.changed.fire();
  }

  private async readRepositories(): Promise<void> {
    const found = new Map<string, ProfileState>();
    // In Restricted Mode the file is not even read.
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    for (const folder of folders) {
      const uri = vscode.Uri.joinPath(folder.uri, '.tandem', 'team.json');
      const state = await readRepositoryProfile(uri);
      if (state !== undefined) found.set(folder.uri.toString(), state);
    }
    const isNews = JSON.stringify([...found]) !== JSON.stringify([...this.repositories]);
    this.repositories = found;
    if (isNews) this.changed.fire();
  }
}

/** One quiet line that goes by itself; what changed stands in the page of setting sources. */
function tellChange(before: TeamProfile, after: TeamProfile): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const line = vscode.l10n.t('Tandem: the team profile “{0}” changed', after.name);
  vscode.window.setStatusBarMessage(line, changeShownMs);
}

async function readRepositoryProfile(uri: vscode.Uri): Promise<ProfileState | undefined> {
  const origin = vscode.workspace.asRelativePath(uri, true);
  let text: string;
  try {
    text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
  const { parseTeamProfile } = await import('../core/settings/teamProfile.ts');
  const parsed = parseTeamProfile(text);
  return parsed.ok
    ? { origin, profile: parsed.value }
    : { origin, problem: { kind: parsed.reason, detail: parsed.detail ?? '' } };
}

function localPath(origin: string): string {
  const trimmed = origin.trim();
  if (trimmed.startsWith('~/')) return join(homedir(), trimmed.slice(2));
  if (trimmed.startsWith('file://')) return vscode.Uri.parse(trimmed).fsPath;
  return trimmed;
}

async function readTextFile(path: string): Promise<string | undefined> {
  if (!isAbsolute(path)) throw new Error('the path is not absolute');
  try {
    return await readFile(path, 'utf8');
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return undefined;
    throw failure;
  }
}

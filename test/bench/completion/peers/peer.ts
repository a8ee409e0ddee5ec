/** What is another assistant to the bench? Its engine at its defaults, asked at a place, against a server of the bench. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, runProgram } from '../../../scripts/project.ts';

export interface PeerPlace {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly offset: number;
}

export interface PeerAnswer {
  readonly text: string;
  /** To be called when it is on screen, as editors do. */
  shown?(): void;
}

export interface Peer {
  /** What it would insert at the place; undefined where it has nothing. */
  complete(place: PeerPlace, signal: AbortSignal): Promise<PeerAnswer | undefined>;
  close(): Promise<void>;
}

export interface PeerKind {
  readonly name: string;
  /** How long its prompts get, in tokens: ours are made as long for comparing what the server must read. */
  readonly promptTokens: number;
  connect(url: string): Promise<Peer>;
}

/** The folder that the package is installed in; `undefined` where npm cannot be reached. No install script is run. */
export async function installed(name: string, version: string): Promise<string | undefined> {
  const folder = path.join(cacheFolder, 'bench-peers', `${name.replace('/', '-')}-${version}`);
  if (existsSync(path.join(folder, 'node_modules', name))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const { status } = await runProgram(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`],
    { cwd: folder },
  );
  return status === 0 ? folder : undefined;
}

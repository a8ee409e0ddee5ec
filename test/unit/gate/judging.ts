/** One gate for all tests of this folder, with the grammars of node_modules and a project in memory. */

import { createGate } from '../../../src/core/gate/gate.ts';
import type { GatePorts } from '../../../src/core/gate/gatePorts.ts';
import type { ProjectFiles } from '../../../src/core/gate/projectFiles.ts';
import { createSyntax } from '../../../src/core/gate/syntax/syntax.ts';
import type { GateCase, Verdict } from '../../../src/core/gate/verdict.ts';
import { nodeClock } from '../../scripts/nodeClock.ts';
import { nodeSyntaxPorts } from '../../scripts/nodeSyntax.ts';

const syntax = createSyntax(nodeSyntaxPorts);

export function gateWith(ports: Partial<GatePorts> = {}): ReturnType<typeof createGate> {
  return createGate({ clock: nodeClock, syntax, ...ports });
}
const gate = gateWith();

export function judge(judged: GateCase): Promise<Verdict> {
  return gate.judge(judged);
}

/** Names of the failed checks. */
export async function failed(judged: GateCase): Promise<string[]> {
  return (await judge(judged)).failed.map((check) => check.name);
}

export function edit(path: string, before: string, after: string, more: Partial<GateCase> = {}): GateCase {
  return { task: 'edit', path, languageId: '', before, after, ...more };
}

/** The text with `|` for the cursor. */
export function suggestion(
  path: string,
  text: string,
  after: string,
  more: Partial<GateCase> = {},
): GateCase {
  const [before = '', suffix = ''] = text.split('|');
  return { task: 'completion', path, languageId: '', before, suffix, after, ...more };
}

export function answer(after: string, more: Partial<GateCase> = {}): GateCase {
  return { task: 'chat', path: '', languageId: '', before: '', after, ...more };
}

export function project(files: Readonly<Record<string, string>>): ProjectFiles {
  const paths = Object.keys(files);
  return {
    read: (path) => Promise.resolve(files[path]),
    list: (folder) => {
      const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
      const inside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
      return Promise.resolve([...new Set(inside.map((path) => path.replace(/\/.*$/, '/')))]);
    },
  };
}

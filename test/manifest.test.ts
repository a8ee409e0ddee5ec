/** The manifest and the code agree: commands, settings, words, walkthrough, views. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { settingsTable } from '../src/core/settings/settings.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly displayName: string;
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly configuration: {
      readonly properties: Record<
        string,
        { type: string; default: unknown; scope: string; enum?: string[]; markdownDescription: string }
      >;
    };
    readonly keybindings: readonly { command: string; key: string; when: string }[];
    readonly menus: Record<string, readonly { command?: string; submenu?: string; when?: string }[]>;
    readonly views: Record<string, readonly { id: string }[]>;
    readonly walkthroughs: readonly {
      steps: readonly { id: string; description: string; media: { svg: string } }[];
    }[];
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const words = JSON.parse(read('package.nls.json')) as Record<string, string>;

/** The table lives beside vscode calls; its ids are read from the source so that this runs in plain Node. */
const commandIds = [...read('src/editor/commands.ts').matchAll(/^ {2}'(tandem\.[A-Za-z.]+)',$/gm)].map(
  ([, id]) => id,
);

const contractTitles: Record<string, string> = {
  'tandem.connect': 'Connect to a Server',
  'tandem.menu': 'Show Menu',
  'tandem.completion.toggle': 'Toggle Suggestions',
  'tandem.completion.why': 'Why No Suggestion?',
  'tandem.completion.askCloud': 'Ask the Cloud for a Suggestion',
  'tandem.chat.focus': 'Focus Chat',
  'tandem.chat.new': 'New Conversation',
  'tandem.chat.askCloud': 'Ask the Cloud for This Answer',
  'tandem.edit.start': 'Edit with an Instruction',
  'tandem.edit.accept': 'Accept Edit',
  'tandem.edit.reject': 'Reject Edit',
  'tandem.edit.acceptHunk': 'Accept Hunk',
  'tandem.edit.rejectHunk': 'Reject Hunk',
  'tandem.cloud.setKey': 'Set Cloud Key',
  'tandem.server.setKey': 'Set Server Key',
  'tandem.cloud.preview': 'Preview What Would Be Sent',
  'tandem.usage.open': 'Open Usage',
  'tandem.audit.open': 'Open Audit Log',
  'tandem.team.showSources': 'Show Setting Sources',
  'tandem.diagnostics.copy': 'Copy Diagnostics',
};

describe('identity', () => {
  it('is the one users know', () => {
    expect(`${manifest.publisher}.${manifest.name}`).toBe('tandem.tandem-code');
    expect(words['displayName']).toBe('Tandem');
  });

  it('asks for the VS Code whose types it is written against', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });

  it('pins every dependency', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d/.test(version))).toEqual([]);
  });
});

describe('commands', () => {
  it('of the contract are all contributed, with their titles', () => {
    for (const [id, title] of Object.entries(contractTitles)) {
      const contributed = manifest.contributes.commands.find(({ command }) => command === id);
      expect(contributed, id).toBeDefined();
      expect(words[contributed?.title.slice(1, -1) ?? ''], id).toBe(title);
      expect(contributed?.category).toBe('Tandem');
    }
  });

  it('in the table and in the manifest are the same', () => {
    expect(commandIds.toSorted()).toEqual(
      manifest.contributes.commands.map(({ command }) => command).toSorted(),
    );
  });

  it('bound to keys exist and have a condition', () => {
    for (const { command, when } of manifest.contributes.keybindings) {
      expect(commandIds).toContain(command);
      expect(when).not.toBe('');
    }
  });
});

describe('menus', () => {
  const entries = Object.values(manifest.contributes.menus).flat();

  it('hold commands that exist', () => {
    const named = entries.flatMap(({ command }) => command ?? []);
    expect(named.filter((command) => !commandIds.includes(command))).toEqual([]);
  });

  it('wait for views that exist', () => {
    const views = Object.values(manifest.contributes.views)
      .flat()
      .map(({ id }) => id);
    const awaited = entries.flatMap(({ when }) =>
      [...(when ?? '').matchAll(/\bview == ([\w.]+)/g)].map(([, id]) => id ?? ''),
    );
    expect(awaited.length).toBeGreaterThan(0);
    expect(awaited.filter((id) => !views.includes(id))).toEqual([]);
  });
});

describe('settings', () => {
  const properties = manifest.contributes.configuration.properties;

  it('in the table and in the manifest are the same', () => {
    expect(Object.keys(properties)).toEqual(Object.keys(settingsTable).map((key) => `tandem.${key}`));
  });

  it.each(Object.entries(settingsTable))(
    '%s has the same default and scope, and its default is valid',
    (key, row) => {
      const property = properties[`tandem.${key}`];
      expect(property?.default).toEqual(row.default);
      expect(property?.scope).toBe(row.scope);
      expect(row.accepts(row.default)).toBe(true);
      for (const value of property?.enum ?? []) expect(row.accepts(value)).toBe(true);
    },
  );

  it('that run something count only in trusted workspaces', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(
      'tandem.gate.command',
    );
  });
});

describe('words', () => {
  const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));

  it('named in the manifest all exist, and none is left over', () => {
    expect([...used].toSorted()).toEqual(Object.keys(words).toSorted());
  });

  it('name only commands and settings that exist', () => {
    for (const text of Object.values(words)) {
      for (const [, id] of text.matchAll(/command:(tandem\.[A-Za-z.]+)/g)) expect(commandIds).toContain(id);
      for (const [, id] of text.matchAll(/`#(tandem\.[A-Za-z.]+)#`/g)) {
        expect(Object.keys(manifest.contributes.configuration.properties)).toContain(id);
      }
    }
  });
});

describe('files named in the manifest', () => {
  it('exist', () => {
    const files = [...read('package.json').matchAll(/"(media\/[A-Za-z0-9/._-]+)"/g)].map(
      ([, file]) => file ?? '',
    );
    expect(files.length).toBeGreaterThan(4);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('include the walkthrough the readme promises', () => {
    expect(manifest.contributes.walkthroughs[0]?.steps.map(({ id }) => id)).toEqual([
      'connect',
      'suggest',
      'ask',
      'leave',
      'usage',
    ]);
  });
});

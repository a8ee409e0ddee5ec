/** Each wall is proved: a violation is planted in a copy of the tree and must be caught by the rule meant for it. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
let copy = '';

/** Reading the planted files through the real tree's types: only these small files are cruised. */
const planted: readonly { rule: string; file: string; text: string }[] = [
  {
    rule: 'no-cycles',
    file: 'src/core/polish/cycleA.ts',
    text: "import { b } from './cycleB.ts';\nexport const a = (): number => b();\n",
  },
  {
    rule: 'core-knows-no-editor',
    file: 'src/core/trigger/seesEditor.ts',
    text: "import type { CommandId } from '../../editor/commands.ts';\nexport type Id = CommandId;\n",
  },
  {
    rule: 'core-knows-no-editor',
    file: 'src/core/trigger/seesVsCode.ts',
    text: "import type { Uri } from 'vscode';\nexport type Where = Uri;\n",
  },
  {
    rule: 'core-knows-no-node',
    file: 'src/core/context/readsDisk.ts',
    text: "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  },
  {
    rule: 'base-stands-alone',
    file: 'src/core/base/seesStage.ts',
    text: "import type { Verdict } from '../gate/verdict.ts';\nexport type V = Verdict;\n",
  },
  {
    rule: 'stages-share-types-only',
    file: 'src/core/polish/callsModel.ts',
    text: "import { isModelError } from '../model/modelError.ts';\nexport const is = isModelError;\n",
  },
  {
    rule: 'stages-know-no-pipeline',
    file: 'src/core/polish/callsPipeline.ts',
    text: "import type { P } from '../pipelines/planted.ts';\nexport type Q = P;\n",
  },
  {
    rule: 'one-door-to-the-cloud',
    file: 'src/editor/opensDoor.ts',
    text: "import { planted } from '../core/cloud/planted.ts';\nexport const door = planted;\n",
  },
  {
    rule: 'one-door-to-the-cloud',
    file: 'src/core/pipelines/opensDoor.ts',
    text: "import { planted } from '../cloud/planted.ts';\nexport const door = planted;\n",
  },
  {
    rule: 'protocol-is-words',
    file: 'src/protocol/runsCore.ts',
    text: "import { isModelError } from '../core/model/modelError.ts';\nexport const is = isModelError;\n",
  },
  {
    rule: 'protocol-knows-only-core',
    file: 'src/protocol/seesEditor.ts',
    text: "import type { CommandId } from '../editor/commands.ts';\nexport type Id = CommandId;\n",
  },
  {
    rule: 'webview-speaks-protocol',
    file: 'webview/chat/seesCore.ts',
    text: "import type { Verdict } from '../../src/core/gate/verdict.ts';\nexport type V = Verdict;\n",
  },
  {
    rule: 'toolkit-behind-one-file',
    file: 'webview/chat/usesToolkit.ts',
    text: "import { vsCodeButton } from '@vscode/webview-ui-toolkit';\nexport const button = vsCodeButton;\n",
  },
  {
    rule: 'nobody-imports-the-root',
    file: 'src/editor/seesRoot.ts',
    text: "import { compose } from '../composition.ts';\nexport const c = compose;\n",
  },
  {
    rule: 'source-never-imports-test',
    file: 'src/editor/seesTest.ts',
    text: "import { UsageError } from '../../test/scripts/usageError.ts';\nexport const e = UsageError;\n",
  },
  {
    rule: 'source-needs-declared-packages',
    file: 'src/editor/usesDevPackage.ts',
    text: "import fc from 'fast-check';\nexport const check = fc;\n",
  },
];

const scaffold: Record<string, string> = {
  'src/core/polish/cycleB.ts': "import { a } from './cycleA.ts';\nexport const b = (): number => a();\n",
  'src/core/pipelines/planted.ts': 'export type P = string;\n',
  'src/core/cloud/planted.ts': 'export const planted = 1;\n',
  'src/composition.ts': 'export const compose = 1;\n',
  'test/scripts/usageError.ts': 'export class UsageError extends Error {}\n',
  'src/core/model/modelError.ts': 'export const isModelError = (): boolean => true;\n',
  'src/core/gate/verdict.ts': 'export type Verdict = string;\n',
  'src/editor/commands.ts': 'export type CommandId = string;\n',
  'webview/chat/main.ts': 'export const main = 1;\n',
};

function write(file: string, text: string): void {
  const target = path.join(copy, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function cruise(): { name: string; from: string }[] {
  const done = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      'src',
      'webview',
      '--output-type',
      'json',
    ],
    { cwd: copy, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (done.stdout === '') throw new Error(done.stderr);
  const result = JSON.parse(done.stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  return result.summary.violations.map(({ rule, from }) => ({ name: rule.name, from }));
}

beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'tandem-walls-'));
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    cpSync(path.join(root, file), path.join(copy, file));
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  for (const [file, text] of Object.entries(scaffold)) write(file, text);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the walls between the folders', () => {
  it('let the clean scaffold pass', () => {
    write('src/core/polish/cycleA.ts', 'export const a = (): number => 1;\n');
    expect(cruise()).toEqual([]);
  });

  it('catch each planted violation by the rule meant for it', () => {
    for (const { file, text } of planted) write(file, text);
    const caught = cruise();
    for (const { rule, file } of planted) {
      expect(caught, `${rule} in ${file}`).toContainEqual({ name: rule, from: file });
    }
  });
});

describe('lint in core', () => {
  const lint = async (file: string, text: string): Promise<string[]> => {
    const eslint = new ESLint({
      cwd: root,
      // Types are not needed for these rules, and the planted file is in no project.
      overrideConfig: [
        { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null, programs: null } } },
      ],
      ruleFilter: ({ ruleId }) => ruleId.startsWith('no-restricted'),
    });
    const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
    return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
  };

  it.each([
    ["import * as vscode from 'vscode';\nexport const v = vscode;\n", 'no-restricted-imports'],
    ["import { readFileSync } from 'node:fs';\nexport const r = readFileSync;\n", 'no-restricted-imports'],
    ["import path from 'path';\nexport const p = path;\n", 'no-restricted-imports'],
    ['export const at = Date.now();\n', 'no-restricted-properties'],
    ['export const at = new Date();\n', 'no-restricted-syntax'],
    ['export const chance = Math.random();\n', 'no-restricted-properties'],
    ['setTimeout(() => undefined, 1);\n', 'no-restricted-globals'],
    ["void fetch('http://localhost');\n", 'no-restricted-globals'],
    ["console.log('x');\n", 'no-restricted-globals'],
    ['export const home = process.env;\n', 'no-restricted-globals'],
  ])('rejects %s', async (text, rule) => {
    expect(await lint('src/core/trigger/planted.ts', text)).toContain(rule);
  });

  it('lets the editor layer use them', async () => {
    expect(
      await lint(
        'src/editor/planted.ts',
        "import * as vscode from 'vscode';\nexport const at = [Date.now(), vscode];\n",
      ),
    ).toEqual([]);
  });

  it('keeps markup from being written as text in a webview', async () => {
    expect(await lint('webview/chat/planted.ts', "document.body.innerHTML = '<b>';\n")).toContain(
      'no-restricted-properties',
    );
  });
});

describe('types as walls', () => {
  const compile = (project: string, file: string, text: string): string => {
    const folder = mkdtempSync(path.join(root, 'test-results-'));
    try {
      const planted = path.join(folder, file);
      writeFileSync(planted, text);
      const config = path.join(folder, 'tsconfig.json');
      writeFileSync(config, JSON.stringify({ extends: path.join(root, project), include: [planted] }));
      const done = spawnSync(
        process.execPath,
        [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', config],
        {
          cwd: root,
          encoding: 'utf8',
        },
      );
      return done.stdout;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('accept only redacted text as what is sent', () => {
    const type = path.join(root, 'src/core/cloud/cloudDoor.ts');
    const output = compile(
      'src/core/tsconfig.json',
      'raw.ts',
      `import type { CloudPreview } from '${type}';\nexport const body: CloudPreview['body'] = 'raw text';\n`,
    );
    expect(output).toContain("Type 'string' is not assignable to type 'Redacted'");
  });

  it('know no Node in core', () => {
    expect(compile('src/core/tsconfig.json', 'node.ts', 'export const home = process.cwd();\n')).toContain(
      "Cannot find name 'process'",
    );
  });
});

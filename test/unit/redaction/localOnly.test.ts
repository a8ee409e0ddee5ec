import { describe, expect, it } from 'vitest';
import { IGNORE_FILE_NAMES, localOnlyRules } from '../../../src/core/redaction/localOnly.ts';
import { PassageIndex } from '../../../src/core/redaction/passages.ts';
import {
  knownValuesInEnvironment,
  knownValuesInFile,
} from '../../../src/core/redaction/knownValueSources.ts';
import { alnum, chanceFrom } from '../../fixtures/redaction/chance.ts';

describe('local-only files', () => {
  const rules = localOnlyRules({
    neverSend: ['internal/**', '*.sql', '/root.txt'],
    ignoreFiles: [
      { folder: '', text: '# comment\n/private\n*.foo\n!keep.foo\n' },
      { folder: 'pkg/a', text: 'data/\n' },
    ],
  });

  it.each([
    '.env',
    'a/.env.local',
    'x/.ssh/config',
    '/home/u/.aws/credentials',
    'certs/server.PEM',
    'C:\\keys\\id_rsa',
    'db/master.key',
    'a/terraform.tfvars',
    'wp-config.php',
    '.git-credentials',
  ])('by default: %s', (path) => {
    expect(rules.reason(path)).toBe('default');
  });

  it.each([
    'src/env.ts',
    '.env.example',
    'src/key.ts',
    'README.md',
    'package.json',
    'src/secrets.ts',
    'id_rsa.pub',
  ])('not: %s', (path) => {
    expect(rules.reason(path)).toBeUndefined();
  });

  it('by neverSend, at any depth', () => {
    expect(rules.reason('internal/a/b.ts')).toBe('neverSend');
    expect(rules.reason('db/dump.sql')).toBe('neverSend');
  });

  it('by ignore files, each for its own folder', () => {
    expect(rules.reason('private/x')).toBe('ignoreFile');
    expect(rules.reason('b.foo')).toBe('ignoreFile');
    expect(rules.reason('keep.foo')).toBeUndefined();
    expect(rules.reason('pkg/a/data/x')).toBe('ignoreFile');
    expect(rules.reason('pkg/b/data/x')).toBeUndefined();
  });

  it('cannot be let out again by an ignore file', () => {
    const loosening = localOnlyRules({
      neverSend: ['*.sql'],
      ignoreFiles: [{ folder: '', text: '!.env\n!*.sql\n' }],
    });
    expect(loosening.reason('.env')).toBe('default');
    expect(loosening.reason('a.sql')).toBe('neverSend');
  });
});

describe('passages of local-only files', () => {
  const text = Array.from(
    { length: 60 },
    (_, line) => `  setting ${line} of the private part is ${line * 7919}`,
  ).join('\n');
  const index = new PassageIndex();
  index.add('private.txt', text);

  it('are noticed when quoted with other indentation and line ends', () => {
    const quoted = text.slice(300, 700).replaceAll('\n', '\r\n').replaceAll('  setting', 'setting');
    const around = `$ cat it\n${quoted}\n$ ls`;
    const [passage] = index.find(around);
    expect(passage?.path).toBe('private.txt');
    expect((passage?.end ?? 0) - (passage?.start ?? 0)).toBeGreaterThan(quoted.length - 60);
  });

  it.each(['.tandemignore', '.aiexclude', '.cursorignore', '.codeiumignore', '.copilotignore'])(
    '%s is one of the ignore files that count',
    (name) => {
      expect(IGNORE_FILE_NAMES).toContain(name);
    },
  );

  it.each([
    [
      'output of a terminal, with prompts and wraps',
      (quoted: string) => `$ cat private.txt\n${quoted.replaceAll('private ', 'private\n')}\n$`,
    ],
    [
      'an answer, as a quotation in a fence',
      (quoted: string) => `It says:\n\n\`\`\`text\n${quoted}\n\`\`\`\nand more.`,
    ],
    ['a tool result, indented', (quoted: string) => quoted.replaceAll('\n', '\n        ')],
  ])('are noticed in %s', (_name, write) => {
    const [passage] = index.find(write(text.slice(500, 900)));
    expect(passage?.path).toBe('private.txt');
  });

  it('are noticed however little more than a line of them is quoted', () => {
    for (let start = 0; start < 600; start += 37)
      expect(index.find(`x ${text.slice(start, start + 90)} y`).map(({ path }) => path)).toContain(
        'private.txt',
      );
  });

  it('are not noticed in other text, nor once the file is gone', () => {
    expect(index.find('setting of something else, which is neither private nor long')).toEqual([]);
    const other = new PassageIndex();
    other.add('a', text);
    other.remove('a');
    expect(other.find(text)).toEqual([]);
  });
});

describe('values known from the workspace', () => {
  const chance = chanceFrom(3);
  const secret = chance.text(alnum, 24);

  it('are the secrets of an env file, not its plain settings', () => {
    const values = knownValuesInFile(
      '.env',
      `PORT=8080\nNODE_ENV=production\nLOG_PATH=/var/log\nAPI_KEY="${secret}"\nDATABASE_URL=postgres://u:${secret.slice(0, 12)}@h/d\n`,
    );
    expect(values.map(({ value }) => value).sort()).toEqual([secret, secret.slice(0, 12)].sort());
  });

  it('are the secret-named variables of the environment', () => {
    const values = knownValuesInEnvironment({
      PATH: '/usr/bin',
      MY_TOKEN: secret,
      TOKEN_URL: 'https://x.org',
      EDITOR: 'vim',
    });
    expect(values.map(({ value }) => value)).toEqual([secret]);
  });
});

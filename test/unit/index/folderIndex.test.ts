import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { FolderIndex } from '../../../src/editor/folderIndex.ts';

let folder = '';
let root = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-index-'));
  root = path.join(folder, 'repository');
  await put('src/parcel.ts', 'export function weighParcel() {\n  return 1;\n}\n');
  await put('node_modules/parcel/index.js', 'weighParcel');
  await put('.gitignore', 'secret/\n');
  await put('secret/parcel.ts', 'weighParcel');
  await put('logo.png', 'weighParcel');
  await put('data.bin2', 'weigh\u0000Parcel');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, text: string): Promise<void> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

function open(): FolderIndex {
  return new FolderIndex({ root, exclusions: [], savedAs: path.join(folder, 'saved', 'index.json') });
}

async function built(): Promise<FolderIndex> {
  const index = open();
  await index.build();
  return index;
}

describe('the index of a folder', () => {
  test('holds text files that nobody ignores, and answers with lines', async () => {
    const index = await built();
    expect(index.paths().sort()).toEqual(['.gitignore', 'src/parcel.ts']);
    expect(await index.search('weigh a parcel', 5)).toMatchObject([{ path: 'src/parcel.ts', startLine: 0 }]);
    expect(index.symbols('weighp', 5)).toMatchObject([
      { name: 'weighParcel', path: 'src/parcel.ts', line: 0 },
    ]);
  });

  test('does not follow links out of the folder', async () => {
    await writeFile(path.join(folder, 'outside.ts'), 'zebra');
    await symlink(path.join(folder, 'outside.ts'), path.join(root, 'link.ts'));
    await symlink(folder, path.join(root, 'up'));
    expect(await (await built()).search('zebra', 5)).toEqual([]);
  });

  test('takes up a saved, a new and a removed file', async () => {
    const index = await built();
    await put('src/parcel.ts', 'export function stampLetter() {}\n');
    await put('src/new.ts', 'export const zebra = 1;\n');
    await index.update('src/parcel.ts');
    await index.update('src/new.ts');
    expect(await index.search('weigh', 5)).toEqual([]);
    expect(await index.search('zebra', 5)).toHaveLength(1);
    await rm(path.join(root, 'src/new.ts'));
    await index.update('src/new.ts');
    expect(await index.search('zebra', 5)).toEqual([]);
  });

  test('never takes up an ignored file on save', async () => {
    const index = await built();
    await index.update('secret/parcel.ts');
    await index.update('node_modules/parcel/index.js');
    expect(index.paths()).not.toContain('secret/parcel.ts');
    expect(index.size).toBe(2);
  });

  test('drops what a changed .gitignore ignores', async () => {
    const index = await built();
    await put('.gitignore', 'src/\nsecret/\n');
    await index.update('.gitignore');
    expect(index.paths()).toEqual(['.gitignore']);
  });

  test('is complete again from the disk and reads only what changed', async () => {
    await built();
    await put('src/late.ts', 'export const zebra = 1;\n');
    await rm(path.join(root, 'src/parcel.ts'));
    const again = await built();
    expect(again.paths().sort()).toEqual(['.gitignore', 'src/late.ts']);
  });

  test('is built anew where what was saved is damaged', async () => {
    await built();
    await writeFile(path.join(folder, 'saved', 'index.json'), '{"version":1,"terms":[');
    expect((await built()).size).toBe(2);
    expect(await readFile(path.join(folder, 'saved', 'index.json'), 'utf8')).toContain('src/parcel.ts');
  });

  test('waits while it is paused', async () => {
    const index = open();
    index.setPaused(true);
    let done = false;
    const building = index.build().then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(done).toBe(false);
    index.setPaused(false);
    await building;
    expect(index.size).toBe(2);
  });
});

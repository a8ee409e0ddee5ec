import { expect, it } from 'vitest';

import { projectAfter } from '../../../src/core/gate/project/projectAfter.ts';
import type { ProjectFiles } from '../../../src/core/gate/projectFiles.ts';

const files: ProjectFiles = {
  read: (path) => Promise.resolve(path === 'src/a.ts' ? 'a' : undefined),
  list: (folder) => Promise.resolve(folder === 'src' ? ['a.ts', 'b.ts'] : folder === '' ? ['src/'] : []),
};
const after = projectAfter(files, {
  written: new Map([
    ['src/c.ts', 'c'],
    ['docs/deep/d.md', 'd'],
    ['src/b.ts', 'new'],
  ]),
  gone: new Set(['src/a.ts']),
});

it('holds what a change of several files writes, and not what it removes', async () => {
  expect(await after.read('src/c.ts')).toBe('c');
  expect(await after.read('src/b.ts')).toBe('new');
  expect(await after.read('src/a.ts')).toBeUndefined();
  expect([...(await after.list('src'))].sort()).toEqual(['b.ts', 'c.ts']);
});

it('has the folders that come with its files', async () => {
  expect([...(await after.list(''))].sort()).toEqual(['docs/', 'src/']);
  expect(await after.list('docs')).toEqual(['deep/']);
  expect(await after.list('docs/deep')).toEqual(['d.md']);
});

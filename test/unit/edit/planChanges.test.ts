import { describe, expect, it } from 'vitest';

import { planChanges, type PlanFiles } from '../../../src/core/edit/planChanges.ts';

function project(files: Readonly<Record<string, string>>): PlanFiles {
  return {
    resolve: (path) => {
      const found = Object.keys(files).filter((one) => one === path || one.endsWith(`/${path}`));
      return Promise.resolve(found.length === 1 ? found[0] : undefined);
    },
    read: (path) => Promise.resolve(files[path]),
  };
}

const files = project({
  'src/a.ts': 'const a = 1;\nconst b = 2;\nconst c = 3;\n',
  'src/b.ts': 'export {};\n',
});

describe('an answer about several files', () => {
  it('edits, creates, renames and deletes', async () => {
    const answer = [
      'src/a.ts',
      '<<<<<<< SEARCH',
      'const b = 2;',
      '=======',
      'const b = 20;',
      '>>>>>>> REPLACE',
      '',
      '```ts path=src/new.ts',
      'export const fresh = true;',
      '```',
      'RENAME src/b.ts -> src/d.ts',
    ].join('\n');
    const plan = await planChanges(answer, files);
    expect(plan.problems).toEqual([]);
    expect(plan.changes).toEqual([
      expect.objectContaining({
        kind: 'edit',
        path: 'src/a.ts',
        after: 'const a = 1;\nconst b = 20;\nconst c = 3;\n',
      }),
      { kind: 'create', path: 'src/new.ts', after: 'export const fresh = true;\n' },
      expect.objectContaining({ kind: 'rename', path: 'src/b.ts', to: 'src/d.ts' }),
    ]);
  });

  it('finds a file whose path the model shortened', async () => {
    const plan = await planChanges('a.ts\n<<<<<<< SEARCH\nconst c = 3;\n=======\n>>>>>>> REPLACE\n', files);
    expect(plan.changes).toMatchObject([
      { kind: 'edit', path: 'src/a.ts', after: 'const a = 1;\nconst b = 2;\n' },
    ]);
  });

  it('changes nothing of a file of which one block cannot be placed', async () => {
    const good = '<<<<<<< SEARCH\nconst b = 2;\n=======\nconst b = 20;\n>>>>>>> REPLACE\n';
    const bad = '<<<<<<< SEARCH\nnowhere\n=======\nelse\n>>>>>>> REPLACE\n';
    const plan = await planChanges(`src/a.ts\n${good}\n${bad}`, files);
    expect(plan).toEqual({ changes: [], problems: [{ path: 'src/a.ts', reason: 'noMatch' }] });
  });

  it('takes code without a path for the file at hand', async () => {
    const plan = await planChanges(
      '<<<<<<< SEARCH\nexport {};\n=======\nexport default 1;\n>>>>>>> REPLACE\n',
      files,
      { path: 'src/b.ts' },
    );
    expect(plan.changes).toMatchObject([{ path: 'src/b.ts', after: 'export default 1;\n' }]);
  });

  it.each([
    ['DELETE src/gone.ts\n', { path: 'src/gone.ts', reason: 'missingFile' }],
    ['RENAME src/a.ts -> src/b.ts\n', { path: 'src/b.ts', reason: 'existsAlready' }],
    ['```ts path=src/new.ts\nexport const a', { path: 'src/new.ts', reason: 'truncated' }],
    ['```ts path=src/new.ts\n// ... rest of the code ...\n```\n', { path: 'src/new.ts', reason: 'elided' }],
    [
      'src/gone.ts\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n',
      { path: 'src/gone.ts', reason: 'missingFile' },
    ],
  ])('names why a file cannot be changed: %s', async (answer, problem) => {
    expect(await planChanges(answer, files)).toEqual({ changes: [], problems: [problem] });
  });
});

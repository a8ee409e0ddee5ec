/** What stands in the project once a change of several files is made? */

import type { ProjectFiles } from '../projectFiles.ts';
import type { ChangedTogether } from '../verdict.ts';

/** The project with the written files in it and without those that are gone; nothing is written. */
export function projectAfter(files: ProjectFiles, changed: ChangedTogether): ProjectFiles {
  const { written, gone } = changed;
  const { anew } = files;
  return {
    ...(anew === undefined ? {} : { anew: () => projectAfter(anew(), changed) }),
    read: (path) => {
      if (gone.has(path)) return Promise.resolve(undefined);
      const text = written.get(path);
      return text === undefined ? files.read(path) : Promise.resolve(text);
    },
    list: async (folder) => {
      const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
      const names = new Set(await files.list(folder));
      for (const path of gone) if (path.startsWith(prefix)) names.delete(path.slice(prefix.length));
      for (const path of written.keys()) {
        if (!path.startsWith(prefix)) continue;
        const [name = '', ...below] = path.slice(prefix.length).split('/');
        names.add(below.length === 0 ? name : `${name}/`);
      }
      return [...names];
    },
  };
}

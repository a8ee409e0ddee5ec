/** Does the change import something that does not exist? */

import type { Check, CheckContext } from '../check.ts';
import { importsIn, type Import } from '../language/imports.ts';
import { pythonModules } from '../project/standardLibraries.ts';
import { resolverFor } from '../project/resolveImport.ts';
import { insideText } from '../syntax/insideText.ts';
import type { ProjectFiles } from '../projectFiles.ts';

/** Invented packages: 21.7% of those that open models name do not exist (2406.10279). */
const mostJudged = 40;
const nothing: ProjectFiles = { read: () => Promise.resolve(undefined), list: () => Promise.resolve([]) };

/** New imports that neither the project, its lockfile nor the language's own library knows. */
export const unresolvedImportsCheck: Check = {
  name: 'unresolvedImports',
  tasks: ['completion', 'edit'],
  ofProject: true,
  async run(context) {
    const { language, judged, before, after } = context;
    const resolve = resolverFor(language?.family ?? '');
    if (resolve === undefined) return undefined;
    const fresh = newImports(context);
    if (fresh.length === 0) return undefined;
    // Without a project only what claims to be the language's own can be told.
    const blind = judged.project === undefined || (await judged.project.list('')).length === 0;
    for (const imported of fresh) {
      if (blind && !claimsStandard(imported, language?.family ?? '')) continue;
      const found = await resolve({
        imported,
        path: judged.path,
        before,
        after,
        files: judged.project ?? nothing,
      });
      if (found !== 'missing') continue;
      const message = `\`${imported.module}\` is imported but stands neither in the project, its lockfile nor the standard library.`;
      return { message, line: imported.row };
    }
    return undefined;
  },
};

function claimsStandard({ module, system }: Import, family: string): boolean {
  if (family === 'python') return pythonModules.has(module.split('.')[0] ?? '');
  if (family === 'java') return module.startsWith('java.');
  if (family === 'csharp') return module.startsWith('System.');
  return family === 'go' || module.startsWith('node:') || (family === 'c' && system);
}

/** Cheap: most changes import nothing. */
const mayImport = /\b(?:import|from|require\w*|use|using|include|crate)\b|^\s*(?:[\w.]+\s+)?"[^"]+"\s*$/;

function newImports({ change, language, trees }: CheckContext): Import[] {
  const touched = new Set<number>();
  for (const hunk of change.hunks)
    for (let row = hunk.afterStart; row < hunk.afterEnd; row++) touched.add(row);
  const lines = change.afterLines;
  if (![...touched].some((row) => mayImport.test(lines[row] ?? ''))) return [];
  const known = new Set(importsIn(change.beforeLines, language).map((one) => one.module));
  const fresh = importsIn(change.afterLines, language).filter((one) => {
    if (!touched.has(one.row) || known.has(one.module)) return false;
    const line = change.afterLines[one.row] ?? '';
    if (/^\s*(?:\*|\/\/|#(?!\s*include)|--|<!--)/.test(line)) return false;
    return (
      trees === undefined ||
      !insideText(trees.after.root, one.row - trees.firstRow, Math.max(0, line.search(/\S/)))
    );
  });
  return fresh.slice(0, mostJudged);
}

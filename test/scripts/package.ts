/** Makes dist/tandem-code.vsix and compares its file list with what may ship. */

import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

import { projectRoot, runProgram } from './project.ts';

/** Whatever is in the package matches one of these; a new kind of file is added here on purpose. */
const mayShip: readonly RegExp[] = [
  /^package\.json$/,
  /^package\.nls(\.[a-z-]+)?\.json$/,
  /^(readme|changelog)\.md$/i,
  /^license(\.txt)?$/i,
  /^dist\/[A-Za-z.]+\.cjs(\.LEGAL\.txt)?$/,
  /^dist\/parts\/[A-Za-z-]+-[A-Z0-9]{8}\.cjs(\.LEGAL\.txt)?$/,
  /^dist\/grammars\/[a-z-]+\.wasm$/,
  /^dist\/webview\/[a-z]+\.(js|css)(\.LEGAL\.txt)?$/,
  /^dist\/webview\/codicon[A-Za-z0-9-]*\.ttf$/,
  /^media\/[a-z.-]+\.(svg|png|json)$/,
  /^media\/walkthrough\/[a-z]+\.(svg|md)$/,
  /^media\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
];

const sizeLimitBytes = 6_000_000;

/** The files that the allow-list does not know. */
export function unexpectedFiles(files: readonly string[]): string[] {
  return files.filter((file) => !mayShip.some((pattern) => pattern.test(file)));
}

/** Builds for production and packages; the path of the VSIX. Throws where a file is not allowed or it is too large. */
export async function packageExtension(): Promise<string> {
  const { status, output } = await runProgram(process.execPath, ['esbuild.mjs', '--production']);
  if (status !== 0) throw new Error(`the build failed:\n${output}`);
  const files = (await listFiles({ cwd: projectRoot, packageManager: PackageManager.None })).map((file) =>
    file.split(path.sep).join('/'),
  );
  const unexpected = unexpectedFiles(files);
  if (unexpected.length > 0) throw new Error(`not on the allow-list:\n${unexpected.join('\n')}`);
  const vsix = path.join(projectRoot, 'dist', 'tandem-code.vsix');
  // Packaged from a copy without the manifest's `private`, which only guards against npm publish.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-package-'));
  try {
    for (const file of files) await cp(path.join(projectRoot, file), path.join(folder, file));
    const manifest = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    delete manifest['private'];
    delete manifest['scripts'];
    delete manifest['dependencies'];
    delete manifest['devDependencies'];
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
    // The copy holds nothing else; without this file vsce warns that it might.
    await writeFile(path.join(folder, '.vscodeignore'), '');
    await createVSIX({
      cwd: folder,
      packagePath: vsix,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const { size } = await stat(vsix);
  if (size > sizeLimitBytes) throw new Error(`the VSIX has ${size} bytes; ${sizeLimitBytes} are allowed`);
  console.log(`${path.relative(process.cwd(), vsix)}: ${files.length} files, ${(size / 1e6).toFixed(2)} MB`);
  return vsix;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await packageExtension();

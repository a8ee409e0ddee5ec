/** Runs the suites of test/editor inside a real VS Code. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import * as esbuild from 'esbuild';

import type { SuiteResult } from '../editor/suite.ts';
import { buildExtension } from './build.ts';
import { cacheFolder, projectRoot } from './project.ts';
import { openEditor } from './realEditor.ts';
import { temporaryCopy } from './vscodeServer.ts';

export interface Counts {
  passed: number;
  failed: number;
}

/** Bundles the suites for the extension host. `only`: file names that contain it. */
async function bundleSuites(only: string | undefined): Promise<string> {
  const folder = path.join(projectRoot, 'test', 'editor');
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.test.ts') && (only === undefined || file.includes(only)),
  );
  const outfile = path.join(cacheFolder, 'suites', 'index.cjs');
  await esbuild.build({
    entryPoints: [path.join(folder, 'suite.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
    define: { 'import.meta.dirname': JSON.stringify(folder) },
    plugins: [
      {
        name: 'editor-tests',
        setup(build) {
          build.onResolve({ filter: /^tandem-editor-tests$/ }, () => ({
            path: 'all',
            namespace: 'editor-tests',
          }));
          build.onLoad({ filter: /.*/, namespace: 'editor-tests' }, () => ({
            contents: files.map((file) => `import ${JSON.stringify(path.join(folder, file))};`).join('\n'),
            resolveDir: folder,
          }));
        },
      },
    ],
  });
  return outfile;
}

/** VS Code of this machine where there is a desktop for it, else undefined. */
async function desktopVsCode(): Promise<string | undefined> {
  const named = process.env['VSCODE_PATH'];
  if (named !== undefined) return named;
  if (
    process.platform === 'linux' &&
    process.env['DISPLAY'] === undefined &&
    process.env['WAYLAND_DISPLAY'] === undefined
  ) {
    return undefined;
  }
  try {
    await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(3_000),
    });
  } catch {
    return undefined;
  }
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return downloadAndUnzipVSCode({ cachePath: cacheFolder, version: 'stable' });
}

export async function runEditorSuites(only?: string): Promise<Counts> {
  await buildExtension();
  const testsPath = await bundleSuites(only);
  const results = path.join(projectRoot, 'test-results', 'editor.jsonl');
  await mkdir(path.dirname(results), { recursive: true });
  await rm(results, { force: true });
  const project = await temporaryCopy(path.join(projectRoot, 'test', 'fixtures', 'sample'));
  const env = { TANDEM_TEST_RESULTS: results };
  let settled = true;
  try {
    const executable = await desktopVsCode();
    if (executable === undefined) {
      const editor = await openEditor({ folder: project.folder, extensionPath: projectRoot, testsPath, env });
      const timeout = new Promise<number>((resolve) => setTimeout(() => resolve(-1), 15 * 60_000).unref());
      settled = (await Promise.race([editor.suiteExit, timeout])) === 0;
      if (!settled) await editor.screenshot('editor-suites-failed');
      await editor.close();
    } else {
      const { runTests } = await import('@vscode/test-electron');
      settled =
        (await runTests({
          vscodeExecutablePath: executable,
          extensionDevelopmentPath: projectRoot,
          extensionTestsPath: testsPath,
          launchArgs: [project.folder, '--disable-extensions', '--disable-workspace-trust'],
          extensionTestsEnv: env,
        })) === 0;
    }
  } finally {
    await project.remove();
  }
  const counts = { passed: 0, failed: 0 };
  const lines = existsSync(results) ? (await readFile(results, 'utf8')).trim().split('\n') : [];
  for (const line of lines.filter((text) => text !== '')) {
    const result = JSON.parse(line) as SuiteResult;
    counts[result.passed ? 'passed' : 'failed']++;
    console.log(`${result.passed ? '✓' : '✗'} ${result.title} (${result.ms} ms)`);
    if (result.message !== undefined) console.log(`  ${result.message}`);
  }
  if (counts.passed + counts.failed === 0 || (!settled && counts.failed === 0)) {
    console.log('✗ the suites inside VS Code did not finish');
    counts.failed++;
  }
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const counts = await runEditorSuites(process.argv[2]);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

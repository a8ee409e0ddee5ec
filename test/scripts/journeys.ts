/** Runs the journeys: a person's stories in a real window, each with its own editor and its own servers. */

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Journey } from '../journeys/journey.ts';
import { buildExtension } from './build.ts';
import type { Counts } from './editor.ts';
import { projectRoot } from './project.ts';

/** `only`: part of a file's name. A journey that fails leaves a screenshot and is tried once more in a new window. */
export async function runJourneys(only?: string): Promise<Counts> {
  await buildExtension();
  const folder = path.join(projectRoot, 'test', 'journeys');
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.journey.ts') && (only === undefined || file.includes(only)),
  );
  const counts = { passed: 0, failed: 0 };
  for (const file of files.sort()) {
    const { journeys } = (await import(pathToFileURL(path.join(folder, file)).href)) as {
      journeys: readonly Journey[];
    };
    for (const journey of journeys) {
      const startedMs = Date.now();
      const failure = (await failureOf(journey)) === undefined ? undefined : await secondTry(journey);
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
      counts[failure === undefined ? 'passed' : 'failed']++;
      console.log(
        failure === undefined ? `✓ ${journey.title} (${seconds} s)` : `✗ ${journey.title}\n  ${failure}`,
      );
    }
  }
  if (counts.passed + counts.failed === 0) {
    console.log('✗ there is no journey of that name');
    counts.failed++;
  }
  return counts;
}

async function failureOf(journey: Journey): Promise<string | undefined> {
  try {
    await journey.run();
    return undefined;
  } catch (failure) {
    return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  }
}

/** A real window on a busy machine misses a click now and then; the report says so. */
async function secondTry(journey: Journey): Promise<string | undefined> {
  console.log(`… ${journey.title}: failed, tried once more`);
  return failureOf(journey);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const counts = await runJourneys(process.argv[2]);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

/** Runs the journeys: a person's stories in a real window, each with its own editor and its own servers. */

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Journey } from '../journeys/journey.ts';
import { ensureBrowser } from './browser.ts';
import { buildExtension } from './build.ts';
import type { Counts } from './editor.ts';
import { projectRoot } from './project.ts';
import { ensureVsCodeServer } from './vscodeServer.ts';

/** Windows at the same time. A journey waits more than it computes; a third window would starve the others. */
const windows = 2;

/**
 * `only`: part of a file's name. Journeys run two at a time, those that look at single frames alone. One that fails
 * leaves a screenshot and is tried once more, alone; the report says so.
 */
export async function runJourneys(only?: string): Promise<Counts> {
  const journeys = await journeysOf(only);
  if (journeys.length === 0) {
    console.log('✗ there is no journey of that name');
    return { passed: 0, failed: 1 };
  }
  await buildExtension();
  await ensureVsCodeServer();
  await ensureBrowser();
  const again: Journey[] = [];
  const counts = { passed: 0, failed: 0 };
  const firstTry = async (journey: Journey): Promise<void> => {
    const { failure, seconds } = await tried(journey);
    if (failure === undefined) {
      counts.passed++;
      console.log(`✓ ${journey.title} (${seconds} s)`);
    } else {
      again.push(journey);
      console.log(`… ${journey.title}: failed, will be tried once more (${seconds} s)\n  ${failure}`);
    }
  };
  await inWindows(
    journeys.filter((journey) => journey.isAlone !== true),
    firstTry,
  );
  for (const journey of journeys.filter(({ isAlone }) => isAlone === true)) await firstTry(journey);
  for (const journey of again) {
    const { failure, seconds } = await tried(journey);
    counts[failure === undefined ? 'passed' : 'failed']++;
    console.log(
      failure === undefined
        ? `✓ ${journey.title} (second try, ${seconds} s)`
        : `✗ ${journey.title}\n  ${failure}`,
    );
  }
  return counts;
}

async function journeysOf(only?: string): Promise<Journey[]> {
  const folder = path.join(projectRoot, 'test', 'journeys');
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.journey.ts') && (only === undefined || file.includes(only)),
  );
  const journeys: Journey[] = [];
  for (const file of files.sort()) {
    const module = (await import(pathToFileURL(path.join(folder, file)).href)) as {
      journeys: readonly Journey[];
    };
    journeys.push(...module.journeys);
  }
  return journeys;
}

async function inWindows(journeys: Journey[], run: (journey: Journey) => Promise<void>): Promise<void> {
  const window = async (): Promise<void> => {
    for (let journey = journeys.shift(); journey !== undefined; journey = journeys.shift()) {
      await run(journey);
    }
  };
  await Promise.all(Array.from({ length: windows }, window));
}

async function tried(journey: Journey): Promise<{ failure?: string; seconds: string }> {
  const startedMs = Date.now();
  const seconds = (): string => ((Date.now() - startedMs) / 1000).toFixed(0);
  try {
    await journey.run();
    return { seconds: seconds() };
  } catch (failure) {
    const text = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { failure: text, seconds: seconds() };
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const counts = await runJourneys(process.argv[2]);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

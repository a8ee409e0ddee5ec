/** How do the ledger's files reach the disk? Appended in one write, synced, and a torn end mended first. */

import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import type { CountedRange } from '../core/usage/countRange.ts';
import type { LedgerFiles } from '../core/usage/ledger.ts';
import type { LineCounters } from './lineCounters.ts';

const lineFeed = 10;
/** Another window's write is over long before this. */
const settleMs = 40;
/** More than this is counted elsewhere, if there is an elsewhere: typing goes on meanwhile. */
const smallBytes = 1 << 18;
let drafts = 0;

/**
 * @param folder made on first write, readable by its owner only
 * @param counters threads that count long files; without them they are counted here, piece by piece
 */
export function createLedgerFiles(folder: string, counters?: Pick<LineCounters, 'count'>): LedgerFiles {
  const pathOf = (name: string): string => {
    if (!/^[\w.-]+$/.test(name) || name.startsWith('.')) throw new Error(`not a file name: ${name}`);
    return join(folder, name);
  };
  const writable = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  };
  return {
    async read(name) {
      return orElse(readFile(pathOf(name), 'utf8'), undefined);
    },
    async write(name, text) {
      await writable();
      // A name of its own for each writing: two windows must not write into the same half-made file.
      const draft = `${pathOf(name)}.${process.pid}-${drafts++}.tmp`;
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, pathOf(name));
    },
    async append(name, text) {
      await writable();
      await mendEnd(pathOf(name), join(folder, 'torn.txt'));
      await appendLines(pathOf(name), Buffer.from(text, 'utf8'));
    },
    async list() {
      return orElse(readdir(folder), []);
    },
    async rename(from, to) {
      await rename(pathOf(from), pathOf(to));
    },
    async remove(name) {
      await rm(pathOf(name), { force: true });
    },
    async size(name) {
      return (await orElse(stat(pathOf(name)), undefined))?.size ?? 0;
    },
    async count(name, from, to) {
      const path = pathOf(name);
      const here = async (): Promise<CountedRange> => {
        const { countFile } = await import('./countFile.ts');
        return countFile(path, from, to);
      };
      if (counters === undefined || to - from < smallBytes) return here();
      return counters.count(path, from, to).catch(here);
    },
  };
}

async function appendLines(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    const { bytesWritten } = await file.write(bytes);
    // The rest in a second write could land behind another window's line: the next append mends the torn end.
    if (bytesWritten < bytes.length)
      throw new Error(`the disk took ${bytesWritten} of ${bytes.length} bytes`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/**
 * A process that was killed while writing leaves a line without its end. The fragment is copied to `aside` and
 * overwritten with blanks, which JSON allows before the next line's object: nothing moves, so other windows
 * may append at the same time.
 */
async function mendEnd(path: string, aside: string): Promise<void> {
  const file = await orElse(open(path, 'r+'), undefined);
  if (file === undefined) return;
  try {
    const fragment = await tornEnd(file);
    if (fragment === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const again = await tornEnd(file);
    if (again?.offset !== fragment.offset || !again.bytes.equals(fragment.bytes)) return;
    const blanks = Buffer.alloc(fragment.bytes.length, ' ');
    if (fragment.bytes.equals(blanks)) return;
    await appendLines(aside, Buffer.concat([fragment.bytes, Buffer.from('\n')]));
    await file.write(blanks, 0, blanks.length, fragment.offset);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function tornEnd(file: FileHandle): Promise<{ offset: number; bytes: Buffer } | undefined> {
  const { size } = await file.stat();
  if (size === 0) return undefined;
  const last = await bytesOf(file, size - 1, 1);
  if (last[0] === lineFeed) return undefined;
  for (let span = 4096; ; span *= 4) {
    const from = Math.max(0, size - span);
    const tail = await bytesOf(file, from, size - from);
    const lineStart = tail.lastIndexOf(lineFeed) + 1;
    if (lineStart > 0 || from === 0) return { offset: from + lineStart, bytes: tail.subarray(lineStart) };
  }
}

async function bytesOf(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** The value, or `fallback` where there is no such file; every other refusal of the disk is thrown on. */
async function orElse<T, F>(attempt: Promise<T>, fallback: F): Promise<T | F> {
  try {
    return await attempt;
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return fallback;
    throw failure;
  }
}

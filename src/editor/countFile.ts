/** What do the lines in a range of a file on disk add up to? One megabyte at a time, so that others get their turn. */

import { open } from 'node:fs/promises';

import { countRange, type CountedRange } from '../core/usage/countRange.ts';

/** Rejects where the file cannot be read. */
export async function countFile(path: string, from: number, to: number): Promise<CountedRange> {
  const file = await open(path, 'r');
  /** Used again for every piece: nothing of a piece is kept. */
  let buffer = Buffer.alloc(0);
  try {
    return await countRange(
      async (offset, maxBytes) => {
        if (buffer.length < maxBytes) buffer = Buffer.allocUnsafe(maxBytes);
        const { bytesRead } = await file.read(buffer, 0, maxBytes, offset);
        return buffer.subarray(0, bytesRead);
      },
      from,
      to,
    );
  } finally {
    await file.close();
  }
}

/** Files in memory that behave as the port says, with a place to break them. */

import type { FileStore } from '../../../src/core/base/ports.ts';

export function memoryFiles(): FileStore & { held: Map<string, string>; refuses: boolean } {
  const held = new Map<string, string>();
  const files = {
    held,
    refuses: false,
    read: async (name: string) => held.get(name),
    write: async (name: string, text: string) => void held.set(name, text),
    append: async (name: string, text: string) => {
      if (files.refuses) throw new Error('disk full');
      await Promise.resolve();
      held.set(name, (held.get(name) ?? '') + text);
    },
    list: async () => [...held.keys()],
    size: async (name: string) => Buffer.byteLength(held.get(name) ?? ''),
    rename: async (from: string, to: string) => {
      held.set(to, held.get(from) ?? '');
      held.delete(from);
    },
    remove: async (name: string) => void held.delete(name),
  };
  return files;
}

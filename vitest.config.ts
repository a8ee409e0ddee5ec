import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/prompts/**/*.test.ts',
      'test/webview/**/*.test.ts',
      'test/*.test.ts',
    ],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'threads',
    // Most tests wait for a server on loopback; they keep nothing in their modules.
    isolate: false,
    maxWorkers: 4,
    reporters: ['default'],
  },
});

import { describe, expect, it } from 'vitest';

import { belongsToProvider } from '../../../src/core/server/belongsToProvider.ts';

describe('a server', () => {
  it.each(['https://codestral.mistral.ai', 'https://api.mistral.ai/v1', 'https://api.deepseek.com'])(
    'at %s is a provider’s',
    (url) => {
      expect(belongsToProvider(url)).toBe(true);
    },
  );

  it.each(['http://127.0.0.1:11434', 'http://gpu.internal:8000', 'https://mistral.example.com', ''])(
    'at %j is the team’s own',
    (url) => {
      expect(belongsToProvider(url)).toBe(false);
    },
  );
});

import { expect, it } from 'vitest';

import type { CloudCall } from '../../../src/core/cloud/cloudCall.ts';
import type { CloudPreview } from '../../../src/core/cloud/cloudDoor.ts';
import { postExactly } from '../../../src/core/cloud/postExactly.ts';

const plain: string = '{"messages":[]}';

it('is a compile error to hand plain text to a client or to a preview', () => {
  // @ts-expect-error: only redacted text may be a body
  const call: CloudCall = { url: 'https://api.openai.com', host: 'api.openai.com', headers: {}, body: plain };
  // @ts-expect-error: only redacted text may be a body
  const body: CloudPreview['body'] = plain;
  expect([call.body, body]).toEqual([plain, plain]);
  expect(postExactly).toBeTypeOf('function');
});

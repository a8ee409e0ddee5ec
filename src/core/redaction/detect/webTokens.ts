/** Is this `eyJ` the head of a JSON web token? */

import { decodeBase64 } from '../shadows/base64Text.ts';
import type { Scene } from './found.ts';

const JWT =
  /eyJ[A-Za-z0-9_-]{8,2000}(?:\.|%2E)(?:[A-Za-z0-9_-]{4,8000})(?:(?:\.|%2E)[A-Za-z0-9_-]{0,2000}){0,3}/y;
const HEAD = /eyJ[A-Za-z0-9_-]{12,400}/y;

/** Reports a signed or encrypted token, also one that the end of the text cuts off. */
export function jwtAt(scene: Scene, start: number): void {
  const { text } = scene;
  if (
    !text.startsWith('eyJ', start) ||
    (/[A-Za-z0-9_-]/.test(text[start - 1] ?? ' ') &&
      !/\\[nrt]$/.test(text.slice(Math.max(0, start - 2), start)))
  )
    return;
  JWT.lastIndex = start;
  if (JWT.test(text)) {
    const end = JWT.lastIndex;
    if (isHeader(text.slice(start, start + 400))) scene.report('jwt', start, end, 'certain');
    return;
  }
  HEAD.lastIndex = start;
  if (HEAD.test(text) && HEAD.lastIndex >= text.length - 1 && isHeader(text.slice(start, start + 400))) {
    scene.report('jwt', start, text.length, 'certain');
  }
}

/** Names of RFC 7515 to 7519; or what stands behind it is JSON, too. */
function isHeader(encoded: string): boolean {
  const [head = '', body = ''] = encoded.split(/\.|%2E/);
  return (
    /"(?:alg|typ|kid|enc|cty|jku|jwk|x5[tuc]|zip|epk|p2[sc]|b64|crit|iss|aud|tag|iv|ap[uv]|url|nonce|ppt|svt)"/.test(
      decodeBase64(head, 400),
    ) ||
    (body.startsWith('eyJ') && decodeBase64(head, 400).startsWith('{"'))
  );
}

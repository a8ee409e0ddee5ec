/** Which values does a Kubernetes Secret hold? */

import type { Scene } from './found.ts';

const K8S_PAIR =
  /^(\s+)(?:"|')?[\w.-]{1,120}(?:"|')?:[ \t]*(?:"|')?([^\s"'|>#][^\n"']{2,20000}?)(?:"|')?[ \t]*(?:#[^\n]*)?$/gm;

/** Every value under `data:` and `stringData:` of a Kubernetes Secret; `kind: Secret` lies at `at`. Returns how far it looked. */
export function kubernetesSecret(scene: Scene, at: number): number {
  const { text } = scene;
  const lineFrom = text.lastIndexOf('\n', at - 1) + 1;
  const open = text.lastIndexOf('\n---', lineFrom);
  const from = Math.max(open, lineFrom - 20_000, 0);
  const next = text.indexOf('\n---', at);
  const to = Math.min(next === -1 ? text.length : next, at + 100_000);
  const document = text.slice(from, to);
  for (const block of document.matchAll(
    /^([ \t]*)"?(?:data|stringData)"?:[ \t]*\{?[ \t]*\r?\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\r?\n){1,400})/gm,
  )) {
    const body = block[2] ?? '';
    const base = from + block.index + block[0].length - body.length;
    for (const pair of body.matchAll(K8S_PAIR)) {
      const value = (pair[2] ?? '').replace(/,$/, '');
      // `-----BEGIN CERT`, which is public.
      if (value.length < 3 || /^(?:\$\{|\{\{|<|LS0tLS1CRUdJTiBDRVJU)/.test(value)) continue;
      const start = base + pair.index + pair[0].lastIndexOf(value);
      scene.report('kubernetes_secret', start, start + value.length, 'certain');
    }
  }
  return to;
}

/** Which secrets does a credential file hold that only its own format shows? */

import { CREDENTIAL_FILES } from './credentialFiles.ts';
import { isStandIn } from './placeholderValues.ts';
import { looksRandom } from './randomness.ts';
import type { Scene } from './found.ts';

/** Reports what the file's own format shows. Every expression is bounded by lines. */
export function fileSecrets(scene: Scene): void {
  const { text, file } = scene;
  const head = text.slice(0, 4000);
  for (const format of CREDENTIAL_FILES) {
    const byFile =
      file.style !== 'code' &&
      format.file !== undefined &&
      (format.file.test(file.name) || format.file.test(file.path));
    if (!byFile && !(format.text !== undefined && format.text.test(head))) continue;
    for (const match of text.matchAll(format.secret)) {
      scene.checkTime();
      const value = match[1] ?? '';
      if (value === '' || /^[x*!]{1,2}$/.test(value) || isReferenceOrStandIn(value, format.any === true))
        continue;
      if (format.kind === 'encryption_key' && format.any !== true && /^-/.test(value)) continue;
      const start = match.index + match[0].lastIndexOf(value);
      scene.report(
        format.kind,
        start,
        start + value.length,
        byFile || format.any === true ? 'certain' : 'likely',
      );
    }
  }
}

function isReferenceOrStandIn(value: string, any: boolean): boolean {
  if (any) return /^(?:\$\{|\{\{|<[^>]+>$)/.test(value);
  return isStandIn(value) && !looksRandom(value, 16);
}

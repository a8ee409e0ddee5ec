/** Which secrets does a credential file hold that only its own format shows? */

import { CREDENTIAL_FILES, type CredentialFile } from './credentialFiles.ts';
import { isStandIn } from './placeholderValues.ts';
import { looksRandom } from './randomness.ts';
import type { Found, Scene } from './found.ts';

/** Reports what the file's own format shows. Every expression is bounded by lines. */
export function fileSecrets(scene: Scene): void {
  const { text } = scene;
  for (const format of CREDENTIAL_FILES) {
    const byFile = isNamed(scene, format);
    if (!byFile && !looksLike(text, format)) continue;
    reportEntries(scene, format, { text, from: 0 }, byFile || format.any === true ? 'certain' : 'likely');
  }
}

function isNamed({ file }: Scene, format: CredentialFile): boolean {
  return (
    file.style !== 'code' &&
    format.file !== undefined &&
    (format.file.test(file.name) || format.file.test(file.path))
  );
}

const HEAD = 4000;

function looksLike(text: string, format: CredentialFile): boolean {
  return format.text?.test(text.slice(0, HEAD)) === true;
}

/** Formats of which one entry may stand anywhere in a text. */
export const EMBEDDED_FILES = CREDENTIAL_FILES.filter(({ marks }) => marks !== undefined);

const ENTRY = 400;
const ENTRIES_BEHIND = 4000;

/** Reports the entries of a file of that format around the mark at `start`. Returns how far it looked. */
export function embeddedFileAt(scene: Scene, format: CredentialFile, start: number): number {
  const { text } = scene;
  // All of it is read as such a file.
  if (isNamed(scene, format) || (start < HEAD && looksLike(text, format))) return text.length;
  const floor = Math.max(0, start - ENTRY);
  const from = floor + (floor === 0 ? 0 : text.slice(floor, start).indexOf('\n') + 1);
  if (format.text?.test(text.slice(from, start + ENTRY)) !== true) {
    const around = { text: text.slice(from, start + ENTRY), from };
    if (format.entry !== undefined)
      reportEntries(scene, { ...format, secret: format.entry }, around, 'likely');
    // What the next marks belong to was seen as well.
    return start + ENTRY / 2;
  }
  const limit = Math.min(text.length, start + ENTRIES_BEHIND);
  reportEntries(scene, format, { text: text.slice(from, limit), from }, 'likely');
  // An entry may be cut by the end of what was read.
  return limit === text.length ? limit : limit - ENTRY;
}

function reportEntries(
  scene: Scene,
  format: CredentialFile,
  part: { readonly text: string; readonly from: number },
  sureness: Found['sureness'],
): void {
  for (const match of part.text.matchAll(format.secret)) {
    scene.checkTime();
    const value = match[1] ?? '';
    if (value === '' || /^[x*!]{1,2}$/.test(value) || isReferenceOrStandIn(value, format.any === true))
      continue;
    if (format.kind === 'encryption_key' && format.any !== true && /^-/.test(value)) continue;
    const start = part.from + match.index + match[0].lastIndexOf(value);
    scene.report(format.kind, start, start + value.length, sureness);
  }
}

function isReferenceOrStandIn(value: string, any: boolean): boolean {
  if (any) return /^(?:\$\{|\{\{|<[^>]+>$)/.test(value);
  return isStandIn(value) && !looksRandom(value, 16);
}

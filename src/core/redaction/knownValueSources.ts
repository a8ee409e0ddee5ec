/** Which values of an env file, a credential file or the environment are worth knowing as secret? */

import { codedText } from './detect/codedText.ts';
import { detect } from './detect/detect.ts';
import { fileKnowledge } from './detect/fileKnowledge.ts';
import { isMadeOfStandIns, isStandIn } from './detect/placeholderValues.ts';
import { looksRandom } from './detect/randomness.ts';
import { readName } from './detect/secretNames.ts';
import type { KnownValue } from './knownValues.ts';

const ENV_LINE = /^[ \t]*(?:export[ \t]+|set[ \t]+)?([A-Za-z_][\w.-]{0,120})[ \t]*=[ \t]*(.{0,8192})$/gm;

/** Values of one local file: all that detection finds in it, and in env files whatever is no plain setting. */
export function knownValuesInFile(path: string, text: string): KnownValue[] {
  const values = new Map<string, string>();
  const file = fileKnowledge(path);
  for (const found of detect(codedText(text), file, () => {}).found) {
    if (found.kind === 'private_key') continue;
    keep(values, text.slice(found.start, found.end), 'known_value');
  }
  if (/(?:^|[./])env(?:rc)?(?:\.|$)|\.env$|^\.env/.test(file.name)) {
    for (const match of text.matchAll(ENV_LINE)) keepSetting(values, match[1] ?? '', unquote(match[2] ?? ''));
  }
  return [...values].map(([value, kind]) => ({ value, kind }));
}

/** Values of environment variables whose name or shape speaks of a secret. */
export function knownValuesInEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): KnownValue[] {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && readName(name).strength >= 2) keepSetting(values, name, value);
  }
  return [...values].map(([value, kind]) => ({ value, kind }));
}

function keepSetting(values: Map<string, string>, name: string, value: string): void {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    const password = /:\/\/[^:@/]*:([^@]{4,})@/.exec(value)?.[1];
    if (password !== undefined) keep(values, password, 'known_value');
    return;
  }
  if (/^(?:[/.~]|[A-Z]:\\|\d{1,5}$|true$|false$)/i.test(value)) return;
  if (readName(name).strength >= 2 || looksRandom(value, 16)) keep(values, value, 'known_value');
}

/** Words of everyday text would be replaced everywhere: they are not worth knowing. */
function keep(values: Map<string, string>, value: string, kind: string): void {
  const trimmed = value.trim();
  if (trimmed.length < 6 || isStandIn(trimmed) || isMadeOfStandIns(trimmed)) return;
  if (/^[a-z]+$/i.test(trimmed) && !looksRandom(trimmed) && trimmed.length < 10) return;
  values.set(trimmed, kind);
}

function unquote(raw: string): string {
  const trimmed = raw.trim();
  const quoted = /^(["'])(.*?)\1/.exec(trimmed);
  return quoted === null ? trimmed.replace(/\s+#.*$/, '') : (quoted[2] ?? '');
}

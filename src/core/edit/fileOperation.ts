/** Does a line of an answer create, rename or delete a file? */

import type { FileOperationPart, RenamePart } from './answerPart.ts';
import { readPath } from './pathLabel.ts';

const operation =
  /^[\s#>*_\-+]*(?:\*{3}\s*)?(create|new|add|delete|remove)(?:\s+(?:the\s+)?(?:new\s+)?file)?\s*[:：]?\*{0,2}\s+[`"*]*([^\s`"*:]+)[`"*:]*\s*$/i;
const renaming =
  /^[\s#>*_\-+]*(?:\*{3}\s*)?(?:rename|move)(?:\s+(?:the\s+)?file)?\s*[:：]?\*{0,2}\s+[`"*]*([^\s`"*]+?)[`"*:]*\s*(?:->|=>|→|\bto\b|\bas\b)\s*[`"*]*([^\s`"*]+?)[`"*:.]*\s*$/i;

/** `CREATE src/a.ts`, `Delete file: \`b.py\``, `RENAME a.ts -> b.ts` and their like, alone on a line. */
export function readFileOperation(line: string): FileOperationPart | RenamePart | undefined {
  const renamed = renaming.exec(line);
  if (renamed !== null) {
    const path = readPath(renamed[1] ?? '');
    const to = readPath(renamed[2] ?? '');
    return path === undefined || to === undefined ? undefined : { kind: 'rename', path, to };
  }
  const match = operation.exec(line);
  const path = match === null ? undefined : readPath(match[2] ?? '');
  if (match === null || path === undefined) return undefined;
  const kind = /delete|remove/i.test(match[1] ?? '') ? 'delete' : 'create';
  return { kind, path };
}

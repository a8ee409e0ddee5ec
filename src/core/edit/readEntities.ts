/** Do the blocks of an answer write characters as entities that the file has plainly? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { SearchReplacePart } from './answerPart.ts';
import { blockWithoutEntities, hasEntities, isEscaped } from './entities.ts';
import { isBlank } from './lines.ts';
import { standsIn } from './placeBlock.ts';

/**
 * The blocks with the characters meant. One block whose search lines stand in the file only without entities proves it
 * for all; where nothing is proven, and nothing shows that the model writes the characters plainly, it is refused.
 */
export function readEntities(
  blocks: readonly SearchReplacePart[],
  file: readonly string[],
): Outcome<readonly SearchReplacePart[], 'quotesDiffer'> {
  const texts = blocks.map(({ search, replace }) => [...search, ...replace].join('\n'));
  if (!texts.some(hasEntities)) return some(blocks);
  const searched = blocks.filter(({ search }) => hasEntities(search.join('\n')));
  const proves = (block: SearchReplacePart): boolean =>
    !standsIn(file, block.search) && isThere(file, blockWithoutEntities(block).search);
  if (searched.some(proves)) {
    const bare = (block: SearchReplacePart): SearchReplacePart => {
      const { search, replace } = blockWithoutEntities(block);
      // New lines with plain characters beside entities mean the entities.
      const isPlain =
        block.section === undefined &&
        hasEntities(block.replace.join('\n')) &&
        /[<>]/.test(block.replace.join('\n'));
      return isPlain
        ? { ...block, search, replace: block.replace }
        : { ...blockWithoutEntities(block), replace };
    };
    return some(blocks.map(bare));
  }
  if (blocks.some(({ maybeEscaped }) => maybeEscaped === true) && isEscaped(texts.join('\n')))
    return some(blocks.map(blockWithoutEntities));
  if (file.some(hasEntities) || !isEscaped(texts.join('\n'))) return some(blocks);
  return none('quotesDiffer', 'whether entities are meant is not clear');
}

/** Every line stands somewhere in the file, whatever its indentation: other things may be garbled as well. */
function isThere(file: readonly string[], search: readonly string[]): boolean {
  const own = new Set(file.map((line) => line.trim()));
  return search.every((line) => isBlank(line) || own.has(line.trim()));
}

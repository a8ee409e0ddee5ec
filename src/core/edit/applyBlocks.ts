/** What does a file become when search/replace blocks are applied to it? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { SearchReplacePart } from './answerPart.ts';
import { readEntities } from './readEntities.ts';
import { joinPlaces } from './joinPlaces.ts';
import { leftovers, standsForLines } from './leftovers.ts';
import { isBlank, splitLines, type Line } from './lines.ts';
import { closesReplace, opensSearch } from './markers.ts';
import { placeBlock, standsIn, type PlacedBlock, type PlaceReason } from './placeBlock.ts';
import { groupsOf } from './placeGroups.ts';
import { placeByNumbers, placeSection } from './placeSection.ts';
import { replaceLines } from './replaceLines.ts';
import { settleCharacters } from './settleCharacters.ts';

export type BlockReason =
  PlaceReason | 'truncated' | 'malformedBlock' | 'overlappingBlocks' | 'elided' | 'markersLeft' | 'unchanged';

/** All blocks or none. They are looked for in the file as it is, and one after another only where that finds nothing. */
export function applyBlocks(
  body: string,
  written: readonly SearchReplacePart[],
  finished: boolean,
): Outcome<string, BlockReason> {
  const lines = splitLines(body);
  const plain = lines.map((line) => line.text);
  const refused = refusesBlocks(written, plain, finished);
  if (refused !== undefined) return refused;
  const meant = readEntities(written, plain);
  if (!meant.ok) return meant;
  const blocks = meant.value;
  const placed = placeAll(plain, body.trim() === '', blocks);
  if (!placed.ok) {
    return placed.reason === 'noMatch' && blocks.length > 1 ? oneAfterAnother(body, blocks, placed) : placed;
  }
  for (const { lines: fresh, startLine, endLine } of placed.value) {
    const reason = leftovers(fresh, plain);
    if (reason !== undefined) return none(reason);
    if (standsForLines(fresh, plain.slice(startLine, endLine))) return none('elided');
  }
  const settled = settleCharacters(placed.value, plain, blocks);
  if (!settled.ok) return settled;
  const joined = joinPlaces(plain, settled.value);
  if (!joined.ok) return joined;
  const result = withLastNewline(replaceLines(lines, joined.value), blocks, lines);
  return result === body ? none('unchanged') : some(result);
}

function refusesBlocks(
  blocks: readonly SearchReplacePart[],
  file: readonly string[],
  finished: boolean,
): Outcome<never, BlockReason> | undefined {
  const holdsMarkers = file.some((line) => closesReplace(line) || opensSearch(line));
  for (const block of blocks) {
    if (block.malformed || (block.closedTwice === true && holdsMarkers)) return none('malformedBlock');
    if (block.divider !== undefined && file.includes(block.divider))
      return none('malformedBlock', 'the divider is missing');
    if (block.closed) continue;
    return finished ? none('malformedBlock', 'the end marker is missing') : none('truncated');
  }
  return undefined;
}

function placeAll(
  file: readonly string[],
  isEmpty: boolean,
  blocks: readonly SearchReplacePart[],
): Outcome<readonly PlacedBlock[], PlaceReason> {
  const places: PlacedBlock[] = [];
  let isTrusting = false;
  for (const block of blocks) {
    if (isEmpty && block.search.every(isBlank)) {
      places.push({ startLine: 0, endLine: file.length, lines: block.replace });
      continue;
    }
    const placed = placeOne(file, block);
    if (!placed.ok) {
      const byNumbers =
        placed.reason === 'ambiguous' || placed.reason === 'emptySearch'
          ? placeByNumbers(file, blocks)
          : undefined;
      return byNumbers === undefined ? placed : some(byNumbers);
    }
    places.push(...placed.value);
    isTrusting ||= trustsNeighbors(block, placed.value);
  }
  if (isTrusting && places.some(({ isTorn }) => isTorn === true)) {
    return none('noMatch', 'lines around the new ones may be missing');
  }
  return some(places);
}

/** New lines in a section without fitting numbers stand where its context says: worth nothing where context gets lost. */
function trustsNeighbors({ section }: SearchReplacePart, places: readonly PlacedBlock[]): boolean {
  if (section === undefined || section.at !== undefined || places.some(({ isTorn }) => isTorn === true))
    return false;
  return groupsOf(section.lines).some(({ removed, added }) => removed.length === 0 && added.length > 0);
}

function placeOne(
  file: readonly string[],
  block: SearchReplacePart,
): Outcome<readonly PlacedBlock[], PlaceReason> {
  const byText = block.text === undefined ? undefined : placeText(file, block.text);
  if (byText !== undefined) return some([byText]);
  if (block.section !== undefined) return placeSection(file, block, block.section);
  // The longest search that stands in the file as it is was meant; a shorter one would be a part of it by chance.
  const reading =
    block.readings?.find(({ search }) => search.some((line) => !isBlank(line)) && standsIn(file, search)) ??
    block.readings?.at(-1) ??
    block;
  const placed = placeBlock(file, reading.search, reading.replace);
  return placed.ok ? some([placed.value]) : placed;
}

/** Where the text stands once in the file, as it is. */
function placeText(
  file: readonly string[],
  { search, replace }: { readonly search: string; readonly replace: string },
): PlacedBlock | undefined {
  // Whole lines that go leave no empty one behind.
  if (replace === '') return undefined;
  const wanted = search.replace(/\r\n/g, '\n');
  const all = `${file.join('\n')}\n`;
  const at = wanted.trim() === '' ? -1 : all.indexOf(wanted);
  if (at === -1 || all.includes(wanted, at + 1)) return undefined;
  const start = all.lastIndexOf('\n', at - 1) + 1;
  const isToLineEnd = wanted.endsWith('\n');
  const end = isToLineEnd ? at + wanted.length : all.indexOf('\n', at + wanted.length) + 1;
  const fresh = all.slice(start, at) + replace.replace(/\r\n/g, '\n') + all.slice(at + wanted.length, end);
  const startLine = all.slice(0, start).split('\n').length - 1;
  const endLine = startLine + all.slice(start, end).split('\n').length - 1;
  // What ended in a line break and does not any more is joined with the next line.
  if (isToLineEnd && fresh !== '' && !fresh.endsWith('\n')) return undefined;
  return { startLine, endLine, lines: fresh === '' ? [] : fresh.replace(/\n$/, '').split('\n') };
}

/** A later block may speak of lines that an earlier one brought. */
function oneAfterAnother(
  body: string,
  blocks: readonly SearchReplacePart[],
  failed: Outcome<never, PlaceReason>,
): Outcome<string, BlockReason> {
  let text = body;
  for (const block of blocks) {
    const next = applyBlocks(text, [block], true);
    if (!next.ok) return failed;
    text = next.value;
  }
  return text === body ? none('unchanged') : some(text);
}

/** A diff says whether the last line has a line break, before and after. */
function withLastNewline(text: string, blocks: readonly SearchReplacePart[], lines: readonly Line[]): string {
  const told = blocks.findLast((block) => block.section?.noNewline !== undefined)?.section?.noNewline;
  if (told === undefined || told.before === told.after) return text;
  if (told.after) return text.replace(/(?:\r\n|\n|\r)$/, '');
  return /[\r\n]$/.test(text) ? text : text + (lines[0]?.ending ?? '\n');
}

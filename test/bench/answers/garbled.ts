/** What do models garble in an answer that was meant well? */

import type { Chance } from './chance.ts';
import { placesOf, type Block, type Material } from './material.ts';
import { changesBlanks, readsAsAnother, showsNothing } from './unknowable.ts';
import type { WriteForm } from './wellFormed.ts';
import { blocksText, definitionText, diffText, fenced, textOf, wholeText, type Half } from './wording.ts';

type MapLine = (line: string) => string;

const before = (material: Material): string => textOf(material.edit.before);
const after = (material: Material): string => textOf(material.edit.after);

const curly: MapLine = (line) =>
  line
    .replace(/"([^"]*)"/g, '“$1”')
    .replace(/'([^']*)'/g, '‘$1’')
    .replace(/(\w)'(\w)/g, '$1’$2');
const entities: MapLine = (line) =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const someEntities: MapLine = (line) =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const hardSpaces: MapLine = (line) => line.replace(/^ +/, (indent) => '\u00A0'.repeat(indent.length));
const dashes: MapLine = (line) => line.replace(/(\w) - (\w)/g, '$1 – $2').replace(/\.\.\./g, '…');
const stripped: MapLine = (line) => line.trimEnd();
const padded: MapLine = (line) => `${line}  `;
const spaces =
  (columns: number): MapLine =>
  (line) =>
    line.replace(/^\t+/, (indent) => ' '.repeat(columns * indent.length));
const tabs =
  (columns: number): MapLine =>
  (line) =>
    line.replace(
      /^ +/,
      (indent) => '\t'.repeat(indent.length / columns) + ' '.repeat(indent.length % columns),
    );
const right =
  (columns: number): MapLine =>
  (line) =>
    line === '' ? '' : ' '.repeat(columns) + line;
const twiceAsWide: MapLine = (line) => line.replace(/^ +/, (indent) => indent + indent);

function toMargin({ search, replace }: Half): Half {
  const lines = [...search, ...replace].filter((line) => line.trim() !== '');
  const columns = Math.min(...lines.map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0));
  const cut: MapLine = (line) => line.slice(Math.min(columns, /^[ \t]*/.exec(line)?.[0].length ?? 0));
  return { search: search.map(cut), replace: replace.map(cut) };
}

/** The blocks written otherwise; not where other lines of the file are searched for by that, for this is another edit. */
const blocksWith =
  (map: (block: Block, chance: Chance) => Half): WriteForm =>
  ({ blocks, edit }, chance) => {
    const halves = blocks.map((block) => map(block, chance));
    const isOther = halves.some(
      ({ search }, index) =>
        search.join('\n') !== blocks[index]?.search.join('\n') && placesOf(edit.before, search) > 0,
    );
    return isOther ? undefined : { answer: blocksText(halves, chance) };
  };
/** Of lines that only the edit brings, nothing but the answer tells what was meant: there nothing must get lost. */
const isLossy = ({ edit }: Material, map: MapLine): boolean => {
  if ([stripped, padded].includes(map) && changesBlanks(edit)) return true;
  return (
    [stripped, padded].includes(map) &&
    edit.changes.some(({ lines }) => lines.some((line) => /\s$/.test(line)))
  );
};
const bothHalves =
  (map: MapLine): WriteForm =>
  (material, chance) =>
    isLossy(material, map) || showsNothing(material.edit, map)
      ? undefined
      : blocksWith(({ search, replace }) => ({ search: search.map(map), replace: replace.map(map) }))(
          material,
          chance,
        );
/** Tabs of that width, where the edit is indented by nothing else. */
const tabbed =
  (columns: number, write: (map: MapLine) => WriteForm): WriteForm =>
  (material, chance) => {
    const lines = [...material.blocks.flatMap(({ search, replace }) => [...search, ...replace])];
    const fits = lines.every(
      (line) => (/^ *(?! ?\*)/.exec(line)?.[0].length ?? 0) % columns === 0 && !line.startsWith('\t'),
    );
    return fits ? write(tabs(columns))(material, chance) : undefined;
  };
/** Blocks of which the search lines look otherwise too: else nothing tells what the model does. */
const shown =
  (map: MapLine): WriteForm =>
  (material, chance) =>
    material.blocks.some(({ search }) => search.some((line) => map(line) !== line))
      ? bothHalves(map)(material, chance)
      : undefined;
const searchOnly =
  (map: MapLine): WriteForm =>
  (material, chance) =>
    isLossy(material, map)
      ? undefined
      : blocksWith(({ search, replace }) => ({ search: search.map(map), replace }))(material, chance);
const whole =
  (map: MapLine): WriteForm =>
  (material, chance) =>
    isLossy(material, map) || showsNothing(material.edit, map)
      ? undefined
      : { answer: wholeText(material.edit.path, textOf(material.edit.after.map(map)), chance) };
const diffOf =
  (map: (lines: readonly string[], chance: Chance) => readonly string[], context = 3): WriteForm =>
  (material, chance) => {
    const text = diffText(material.edit.path, before(material), after(material), {
      context,
      header: 'plain',
    });
    return { answer: fenced(map(text.split('\n'), chance).join('\n'), 'diff') };
  };
const contextOnly =
  (map: (line: string, chance: Chance) => readonly string[]): WriteForm =>
  (material, chance) =>
    diffOf((lines) => lines.flatMap((line) => (line.startsWith(' ') ? map(line, chance) : [line])))(
      material,
      chance,
    );

const numbered = (form: (number: number) => string, halves: 'both' | 'search'): WriteForm =>
  blocksWith(({ start, search, replace }) => ({
    search: search.map((line, index) => form(start + index + 1) + line),
    replace: halves === 'search' ? replace : replace.map((line, index) => form(start + index + 1) + line),
  }));

function oneLine(
  lines: readonly string[],
  chance: Chance,
  map: (line: string) => readonly string[],
): string[] {
  const at = chance.below(lines.length);
  return lines.flatMap((line, index) => (index === at ? map(line) : [line]));
}

const spoiledSearch = (map: (line: string, chance: Chance) => readonly string[]): WriteForm =>
  blocksWith(({ search, replace }, chance) => ({
    search: oneLine(search, chance, (line) => map(line, chance)),
    replace,
  }));

/** The model believes in another word than the file has; the new lines have what they should. */
function otherWord(line: string): readonly string[] {
  return [line.replace(/[A-Za-z]{3,}/, (word) => `${word.slice(0, -1)}x`)];
}

const wrongNumbers: MapLine = (line) =>
  line.replace(/^@@ -(\d+)(,\d+)? \+(\d+)/, (_all, old: string, count = '', fresh: string) => {
    return `@@ -${Number(old) + 17}${String(count)} +${Number(fresh) + 3}`;
  });
const wrongCounts: MapLine = (line) =>
  line.replace(/^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/, '@@ -$1,9 +$2,4 @@');

export const garbled: Readonly<Record<string, WriteForm>> = {
  'search with blanks at its ends': searchOnly(padded),
  'search without blanks at its ends': searchOnly(stripped),
  'blocks with blanks at their ends': bothHalves(padded),
  'blocks without blanks at their ends': bothHalves(stripped),
  'blocks with four spaces for tabs': shown(spaces(4)),
  'blocks with two spaces for tabs': shown(spaces(2)),
  'blocks with eight spaces for tabs': shown(spaces(8)),
  'search with four spaces for tabs': searchOnly(spaces(4)),
  'blocks with tabs for two spaces': tabbed(2, bothHalves),
  'blocks with tabs for four spaces': tabbed(4, bothHalves),
  'search with tabs for four spaces': tabbed(4, searchOnly),
  'blocks moved right by two': bothHalves(right(2)),
  'blocks moved right by four': bothHalves(right(4)),
  'search moved right by four': searchOnly(right(4)),
  'blocks twice as wide': shown(twiceAsWide),
  'blocks at the margin': blocksWith(toMargin),
  'search at the margin': (material, chance) =>
    // At the margin nothing is left of a line of blanks.
    changesBlanks(material.edit)
      ? undefined
      : blocksWith(({ search, replace }) => ({ search: toMargin({ search, replace: [] }).search, replace }))(
          material,
          chance,
        ),
  'first line at the margin': blocksWith(({ search, replace }) => ({
    search: search.map((line, index) => (index === 0 ? line.trimStart() : line)),
    replace: replace.map((line, index) => (index === 0 ? line.trimStart() : line)),
  })),
  'blocks with typographic quotes': bothHalves(curly),
  'search with typographic quotes': searchOnly(curly),
  'blocks with typographic dashes': shown(dashes),
  'blocks with hard spaces': bothHalves(hardSpaces),
  'blocks with entities': bothHalves(entities),
  'search with entities': searchOnly(entities),
  'blocks with some entities': bothHalves(someEntities),
  'blocks with numbers and bars': numbered((number) => `${number} | `, 'both'),
  'blocks with numbers and tabs': numbered((number) => `${String(number).padStart(6)}\t`, 'both'),
  'blocks with numbers and colons': numbered((number) => `${number}: `, 'both'),
  'blocks with numbers and arrows': numbered((number) => `${String(number).padStart(5)}→`, 'both'),
  'blocks with numbers and brackets': numbered((number) => `[${number}] `, 'both'),
  'blocks with letters before numbers': numbered((number) => `L${number}: `, 'both'),
  'search with numbers and bars': numbered((number) => `${number} | `, 'search'),
  'search with another word': spoiledSearch(otherWord),
  'search without one line': spoiledSearch(() => []),
  'search with one line more': spoiledSearch((line) => [line, '    something_else();']),
  'search with a blank line more': (material, chance) =>
    // A blank line at the ends of both halves: one more, or none.
    material.blocks.some(({ replace }) => replace[0] === '' || replace.at(-1) === '')
      ? undefined
      : spoiledSearch((line) => [line, ''])(material, chance),
  'search without its case': searchOnly((line) => line.toLowerCase()),
  'search without its comments': searchOnly((line) => line.replace(/\s*(?:\/\/|#) .*$/, '')),
  'search with dots for lines': blocksWith(({ search, replace }) =>
    search.length < 4
      ? { search, replace }
      : { search: [search[0] ?? '', '...', search.at(-1) ?? ''], replace },
  ),
  'search that lacks a line the new lines have': ({ blocks }, chance) => {
    const halves = blocks.map(({ search, replace }) => {
      const isKept = search.length > 2 && search[0] === replace[0] && /\w{4}.*\w{4}/.test(search[0] ?? '');
      return isKept ? { search: search.slice(1), replace } : { search, replace };
    });
    const isSpoiled = halves.some(({ search }, index) => search.length < (blocks[index]?.search.length ?? 0));
    return isSpoiled ? { answer: blocksText(halves, chance) } : undefined;
  },
  'divider missing': (material, chance) => ({
    answer: blocksText(material.blocks, chance).replace(/^=======\n/m, ''),
  }),
  'end missing': (material, chance) => ({
    answer: blocksText(material.blocks, chance).replace(/^(?:>{7}|\+{7}) .*\n/m, ''),
  }),
  'begin missing': (material, chance) => ({
    answer: blocksText(material.blocks, chance).replace(/^(?:<{7}|-{7}) .*\n/m, ''),
  }),
  'blocks told twice': ({ blocks }, chance) => ({ answer: blocksText([...blocks, ...blocks], chance) }),
  'wrong file name': ({ blocks }, chance) => ({ answer: blocksText(blocks, chance, 'path/to/your_file.js') }),
  'whole file with blanks at its ends': whole(padded),
  'whole file without blanks at its ends': whole(stripped),
  'whole file with four spaces for tabs': whole(spaces(4)),
  'whole file with tabs for two spaces': tabbed(2, whole),
  'whole file with tabs for four spaces': tabbed(4, whole),
  'whole file moved right by four': whole(right(4)),
  'whole file with typographic quotes': whole(curly),
  'whole file with entities': whole(entities),
  'whole file with hard spaces': whole(hardSpaces),
  'whole file with numbers': (material, chance) => {
    const lines = material.edit.after.map((line, index) => `${index + 1} | ${line}`);
    return { answer: wholeText(material.edit.path, textOf(lines), chance) };
  },
  'whole file in a fence that is too short': ({ edit }) => ({
    answer: `\`\`\`\n${textOf(edit.after)}\`\`\`\n`,
  }),
  'whole file without a fence': ({ edit }) => ({ answer: textOf(edit.after) }),
  'whole file, prose and no fence': ({ edit }) => ({
    answer: `Here is the file:\n\n${textOf(edit.after)}\nAll done.\n`,
  }),
  'whole file with its path as first line': ({ edit }) => ({
    answer: fenced(`// ${edit.path}\n${textOf(edit.after)}`, ''),
  }),
  'whole function moved right': (material) => {
    const answer = definitionText(material);
    return answer === undefined
      ? undefined
      : { answer: answer.replace(/\n(?!```|\n)/g, '\n    ').replace(/\n {4}$/, '\n') };
  },
  'whole function at the margin': (material) => {
    const [open = '', ...lines] = (definitionText(material) ?? '').split('\n');
    const moved = toMargin({ search: lines.slice(0, -2), replace: [] }).search;
    return lines.length < 3
      ? undefined
      : { answer: `${open}\n${textOf(moved)}${lines.slice(-2).join('\n')}` };
  },
  'diff with wrong numbers': diffOf((lines) => lines.map(wrongNumbers)),
  'diff with wrong counts': diffOf((lines) => lines.map(wrongCounts)),
  'diff with wrong numbers and counts': diffOf((lines) => lines.map(wrongNumbers).map(wrongCounts)),
  'diff without numbers': diffOf((lines) => lines.map((line) => line.replace(/^@@ .* @@.*/, '@@'))),
  'diff with dots for numbers': diffOf((lines) =>
    lines.map((line) => line.replace(/^@@ .* @@.*/, '@@ ... @@')),
  ),
  'diff without sections': diffOf((lines) => lines.filter((line) => !line.startsWith('@@'))),
  'diff without names, wrong numbers': diffOf((lines) => lines.slice(2).map(wrongNumbers)),
  'diff with one line around, wrong numbers': diffOf((lines) => lines.map(wrongNumbers), 1),
  'diff without context, wrong numbers': diffOf((lines) => lines.map(wrongNumbers), 0),
  'diff whose context lost its space': contextOnly((line) => [line.slice(1)]),
  'diff of which some context lost its space': contextOnly((line, chance) => [
    chance.is(0.3) ? line.slice(1) : line,
  ]),
  'diff that lost some context': contextOnly((line, chance) => (chance.is(0.25) ? [] : [line])),
  'diff that lost most context': contextOnly((line, chance) => (chance.is(0.75) ? [] : [line])),
  'diff that lost some context and its numbers': (material, chance) => {
    let isOther = false;
    const written = diffOf((lines) => {
      const left = lines
        .filter((line) => !(line.startsWith(' ') && chance.is(0.3)))
        .map((line) => line.replace(/^@@ .* @@.*/, '@@ @@'));
      isOther = readsAsAnother(left, material.edit);
      return left;
    })(material, chance);
    return isOther ? undefined : written;
  },
  'diff whose context has another word': contextOnly((line, chance) =>
    chance.is(0.15) ? otherWord(line) : [line],
  ),
  'diff of which some new lines lost their sign': diffOf((lines, chance) =>
    lines.map((line) => (line.startsWith('+') && chance.is(0.2) ? ` ${line.slice(1)}` : line)),
  ),
  'diff of which some old lines are missing': diffOf((lines, chance) =>
    lines.filter((line) => !(line.startsWith('-') && chance.is(0.2))),
  ),
  'diff of which some old lines lost their sign': diffOf((lines, chance) =>
    lines.map((line) => (line.startsWith('-') && chance.is(0.2) ? ` ${line.slice(1)}` : line)),
  ),
  'diff with new lines first': diffOf((lines) => {
    const [names, body] = [lines.slice(0, 2), lines.slice(2)];
    const sorted: string[] = [];
    for (const line of body) {
      let at = sorted.length;
      if (line.startsWith('+')) while (sorted[at - 1]?.startsWith('-') === true) at--;
      sorted.splice(at, 0, line);
    }
    return [...names, ...sorted];
  }),
  'diff with empty blank lines': diffOf((lines) => lines.map((line) => (line === ' ' ? '' : line))),
  'diff with four spaces for tabs': diffOf((lines) =>
    lines.map((line) =>
      line.replace(
        /^([ +-])(\t+)/,
        (_all, sign: string, indent: string) => sign + ' '.repeat(4 * indent.length),
      ),
    ),
  ),
  'diff without blanks at its ends': (material, chance) =>
    isLossy(material, stripped) ? undefined : diffOf((lines) => lines.map(stripped))(material, chance),
  'diff moved right': diffOf((lines) => lines.map((line) => `  ${line}`)),
  'diff with typographic quotes': diffOf((lines) => lines.map(curly)),
  'diff with entities': diffOf((lines) => lines.map(someEntities)),
};

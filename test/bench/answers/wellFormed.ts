/** Which answers say without a doubt what they mean? */

import type { Chance } from './chance.ts';
import type { Written } from './answerCase.ts';
import type { Material } from './material.ts';
import { changesBlanks, looksLeftOut } from './unknowable.ts';
import {
  blocksText,
  blockText,
  definitionText,
  diffText,
  fenced,
  patchText,
  textOf,
  wholeText,
  type Half,
} from './wording.ts';

export type WriteForm = (material: Material, chance: Chance) => Written | undefined;

const before = (material: Material): string => textOf(material.edit.before);
const after = (material: Material): string => textOf(material.edit.after);
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const bare = (text: string): string => text.slice(0, -1);

function someText(material: Material, chance: Chance): string {
  const { path } = material.edit;
  // A whole file without a part of what was there may have lost it.
  const isUnclear = looksLeftOut(material.edit) || changesBlanks(material.edit);
  switch (chance.below(isUnclear ? 2 : 3)) {
    case 0:
      return blocksText(material.blocks, chance, chance.is(0.5) ? path : undefined);
    case 1:
      return fenced(
        diffText(path, before(material), after(material), { context: 3, header: 'plain' }),
        'diff',
      );
    default:
      return wholeText(path, after(material), chance);
  }
}

/** Where the last line is blank, no line break behind it is one line less. */
const endsBlank = ({ edit }: Material): boolean =>
  [edit.before, edit.after].some((lines) => lines.at(-1)?.trim() === '');

const diff =
  (context: number, header: 'git' | 'plain' | 'none', isFenced: boolean): WriteForm =>
  (material) => {
    const text = diffText(material.edit.path, before(material), after(material), { context, header });
    return { answer: isFenced ? fenced(text, 'diff') : `This does it:\n\n${text}` };
  };

const jsonOf = (halves: readonly Half[], names: readonly [string, string], path: string): string =>
  JSON.stringify({
    path,
    edits: halves.map(({ search, replace }) => ({
      [names[0]]: textOf(search),
      [names[1]]: textOf(replace),
    })),
  });

const thoughts = [
  '<think>\nThe user wants a change.\n```js\nlet a = 1;\n```\nI should replace it.\n</think>\n\n',
  '<think>\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\nLooks fine.\n</think>\n',
  '<thinking>One line of it.</thinking>\n',
  'Okay, the user wants this changed. First I look at the file.\n</think>\n\n',
  '<think>\n\n</think>\n\n',
];

export const wellFormed: Readonly<Record<string, WriteForm>> = {
  blocks: ({ blocks }, chance) => ({ answer: blocksText(blocks, chance) }),
  'blocks with path': ({ blocks, edit }, chance) => ({ answer: blocksText(blocks, chance, edit.path) }),
  'blocks with the name of the file': ({ blocks, edit }, chance) => ({
    answer: blocksText(blocks, chance, edit.path.slice(edit.path.lastIndexOf('/') + 1)),
  }),
  'blocks in reverse': ({ blocks }, chance) => ({ answer: blocksText(blocks.toReversed(), chance) }),
  'blocks with lines of the start': ({ blocks }) => ({
    answer: blocks
      .map(({ start, search, replace }) =>
        blockText({ search, replace }).replace('SEARCH\n', `SEARCH\n:start_line:${start + 1}\n-------\n`),
      )
      .join('\n'),
  }),
  'blocks of several files': ({ blocks, edit }, chance) => ({
    answer: `lib/other/unrelated.ts\n${blockText({ search: ['const one = 1;'], replace: ['const one = 2;'] })}\n${blocksText(blocks, chance, edit.path)}`,
  }),
  'file with CRLF': (material, chance) => ({
    answer: someText(material, chance),
    before: crlf(before(material)),
    intended: crlf(after(material)),
  }),
  'file and answer with CRLF': (material, chance) => ({
    answer: crlf(someText(material, chance)),
    before: crlf(before(material)),
    intended: crlf(after(material)),
  }),
  'file with byte order mark': (material, chance) => ({
    answer: someText(material, chance),
    before: `\uFEFF${before(material)}`,
    intended: `\uFEFF${after(material)}`,
  }),
  'file without a last line break': (material, chance) =>
    endsBlank(material)
      ? undefined
      : {
          answer:
            chance.is(0.5) || looksLeftOut(material.edit) || changesBlanks(material.edit)
              ? blocksText(material.blocks, chance)
              : wholeText(material.edit.path, after(material), chance),
          before: bare(before(material)),
          intended: bare(after(material)),
        },
  'diff, file without a last line break': (material) =>
    endsBlank(material)
      ? undefined
      : {
          answer: fenced(
            diffText(material.edit.path, bare(before(material)), bare(after(material)), {
              context: 3,
              header: 'plain',
            }),
            'diff',
          ),
          before: bare(before(material)),
          intended: bare(after(material)),
        },
  diff: diff(3, 'plain', true),
  'diff of git': diff(3, 'git', true),
  'diff of git without a fence': diff(3, 'git', false),
  'diff without names': diff(3, 'none', true),
  'diff with one line around': diff(1, 'plain', true),
  'diff with ten lines around': diff(10, 'git', true),
  'diff without context': diff(0, 'plain', true),
  patch: ({ blocks, edit }) => ({ answer: patchText(edit.path, blocks) }),
  'patch in a fence': ({ blocks, edit }) => ({ answer: fenced(patchText(edit.path, blocks), '') }),
  'whole file': (material, chance) => ({ answer: wholeText(material.edit.path, after(material), chance) }),
  'whole file in tildes': (material) => {
    const text = after(material);
    return text.includes('~~~') ? undefined : { answer: `~~~\n${text}~~~\n` };
  },
  'whole file and a command': (material, chance) => ({
    answer: `${wholeText(material.edit.path, after(material), chance)}\nThen run:\n\n\`\`\`bash\nnpm test\n\`\`\`\n`,
  }),
  'whole function': (material) => {
    const answer = definitionText(material);
    return answer === undefined ? undefined : { answer };
  },
  JSON: ({ blocks, edit }, chance) => ({
    answer: jsonOf(
      blocks,
      chance.oneOf([
        ['search', 'replace'],
        ['old_string', 'new_string'],
        ['oldText', 'newText'],
      ]),
      edit.path,
    ),
  }),
  'JSON in a fence': ({ blocks, edit }) => ({
    answer: fenced(jsonOf(blocks, ['old_string', 'new_string'], edit.path), 'json'),
  }),
  tags: ({ blocks }, chance) => {
    const [old, fresh] = chance.oneOf([
      ['search', 'replace'],
      ['old_string', 'new_string'],
      ['find', 'replace'],
      ['old_str', 'new_str'],
    ]);
    const isTagged = blocks.some((block) =>
      [...block.search, ...block.replace].some((line) => /^\s*<\/?\w+>\s*$/.test(line)),
    );
    return isTagged
      ? undefined
      : {
          answer: blocks
            .map(
              ({ search, replace }) =>
                `<${old}>\n${textOf(search)}</${old}>\n<${fresh}>\n${textOf(replace)}</${fresh}>\n`,
            )
            .join('\n'),
        };
  },
  'thoughts first': (material, chance) => {
    const [first = '', ...others] = thoughts;
    return { answer: chance.oneOf([first, ...others]) + someText(material, chance) };
  },
  'empty file': (material, chance) => ({
    answer: wholeText(material.edit.path, after(material), chance),
    before: '',
    intended: after(material),
  }),
};

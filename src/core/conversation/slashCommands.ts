/** What does a slash command say to the model, and what does it want to see? */

import type { AttachmentKind } from './conversation.ts';

/** `workingChanges`: what is staged and what is not; `changes`: what would be committed. */
export type Wanted = AttachmentKind | 'workingChanges';

export interface SlashCommand {
  readonly name: string;
  /** `tandem`, or the repository's file it comes from. */
  readonly source: string;
  readonly instruction: string;
  /** Gathered when the person attached nothing: of each group the first that yields something. */
  readonly wants: readonly (readonly Wanted[])[];
}

export const ownSlashCommands: readonly SlashCommand[] = [
  own(
    'explain',
    [['selection', 'openEditors']],
    'Explain what this code does and why it is built so, the main path first.',
  ),
  own(
    'fix',
    [['problems'], ['selection', 'openEditors']],
    'Find what is wrong in this code and correct it. Name each cause in a sentence, then give the corrected code.',
  ),
  own(
    'edit',
    [['selection', 'openEditors']],
    [
      'Carry out this change in the files. For every file that changes, write its path alone on a line (for a new file `CREATE path`). A new file, or a short one, then follows whole in one fenced code block; of a longer one write only search/replace blocks, each in a fence of its own:',
      '<<<<<<< SEARCH',
      'lines copied exactly from the file, enough of them to be found only once',
      '=======',
      'the lines that take their place',
      '>>>>>>> REPLACE',
      'A line `DELETE path` deletes a file, a line `RENAME path -> new path` renames one. Write complete code: never leave lines out and never let a comment stand for code.',
    ].join('\n'),
  ),
  own(
    'tests',
    [['selection', 'openEditors']],
    'Write tests for this code with the test framework its project uses. Cover the edge cases; every test must be able to fail.',
  ),
  own(
    'docs',
    [['selection', 'openEditors']],
    'Write documentation comments for this code in the style of its language. Say what is guaranteed, not what is obvious.',
  ),
  own(
    'review',
    [['workingChanges']],
    'Review these changes as a careful colleague: errors first, then risks, then style. Name path and line for each finding, and say so when there is none.',
  ),
  own(
    'commit',
    [['changes']],
    'Write a commit message for these changes: one line of at most 72 characters in the imperative, then, where needed, a short body that says why. Answer with the message alone.',
  ),
  own('new', [], ''),
];

function own(name: string, wants: SlashCommand['wants'], instruction: string): SlashCommand {
  return { name, source: 'tandem', instruction, wants };
}

export interface ParsedQuestion {
  readonly text: string;
  readonly command?: SlashCommand;
}

/** `/name rest` where the name is known; any other text stands for itself. */
export function parseQuestion(text: string, commands: readonly SlashCommand[]): ParsedQuestion {
  const match = /^\/([\w.-]+)(?:\s+|$)/.exec(text.trimStart());
  const command = commands.find((each) => each.name === match?.[1]);
  if (match === null || command === undefined) return { text };
  return { text: text.trimStart().slice(match[0].length), command };
}

/**
 * A prompt file of the repository as a command. Front matter is dropped: it could name tools or models,
 * and a file in a repository decides neither here. `${input}` is where the rest of the question goes.
 */
export function promptFileCommand(path: string, text: string): SlashCommand | undefined {
  const file = path.split('/').at(-1) ?? '';
  const name = file.replace(/(\.prompt)?\.md$/, '').replace(/[^\w.-]+/g, '-');
  const instruction = text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '').trim();
  return name === '' || instruction === ''
    ? undefined
    : { name, source: path, instruction, wants: [['selection']] };
}

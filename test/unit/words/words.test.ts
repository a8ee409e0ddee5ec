import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { collectWords, wordsIn } from './collectWords.ts';

const root = path.join(import.meta.dirname, '../../..');

async function json(file: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(path.join(root, file), 'utf8')) as Record<string, string>;
}

const placeholders = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();
const commands = (text: string): string[] => (text.match(/\((?:command:[^)]*)\)|`#[\w.]+#`/g) ?? []).sort();

describe('texts are found', () => {
  it('in every form that the editor layer writes them', () => {
    const source = `
      const t = vscode.l10n.t;
      vscode.l10n.t('one {0}', x); t("two"); l10n.t(\`three\`); t(isMany ? 'four' : 'five'); t('si' + 'x');
      other.t('not this'); split('nor this');`;
    expect(wordsIn(source)).toEqual(['one {0}', 'two', 'three', 'four', 'five', 'six']);
  });

  it('in core where a sentence is said in the language of the person', () => {
    const source = "say('one {0}', x); ports.say('two'); other('not this');";
    expect(wordsIn(source, true)).toEqual(['one {0}', 'two']);
    expect(wordsIn(source)).toEqual([]);
  });

  it('or refused, where a translation could not know them', () => {
    expect(() => wordsIn('vscode.l10n.t(`hello ${name}`)')).toThrow('not a text that can be translated');
  });
});

describe.each(['de', 'fr'])('the words in %s', (language) => {
  it('are those of the editor layer, none missing and none left over', async () => {
    const bundle = await json(`media/l10n/bundle.l10n.${language}.json`);
    expect(Object.keys(bundle).sort()).toEqual(await collectWords(path.join(root, 'src')));
  });

  it('keep every placeholder', async () => {
    for (const [english, said] of Object.entries(await json(`media/l10n/bundle.l10n.${language}.json`))) {
      expect(said.trim(), english).not.toBe('');
      expect(placeholders(said), english).toEqual(placeholders(english));
    }
  });

  it('of the manifest are those of English, with their links', async () => {
    const english = await json('package.nls.json');
    const said = await json(`package.nls.${language}.json`);
    expect(Object.keys(said).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) {
      expect(commands(said[key] ?? ''), key).toEqual(commands(text));
    }
  });
});

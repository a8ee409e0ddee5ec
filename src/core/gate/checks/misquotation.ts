/** Does the answer quote a shown file wrongly? */

import type { Check } from '../check.ts';
import { fencesIn } from '../language/fences.ts';
import type { Evidence } from '../verdict.ts';

/** The lead of a block says that it shows what is there, not what should be. */
const quotes =
  /\b(?:current(?:ly)?|existing|original|before|at the moment|as it (?:is|stands)|you (?:have|wrote|use|do)|your (?:code|file|function|version) (?:is|has|looks|reads|does|contains)|(?:file|function|method|line|code|class) (?:is|reads|says|contains|looks like|currently|has)|quot\w+|aktuell\w*|bisher\w*|derzeit|actuel\w*|actual(?:mente)?)\b/i;
const changes =
  /\b(?:chang\w+|replac\w+|becomes?|should|could|instead|updat\w+|fix\w*|after|new|add\w*|rewrit\w+|suggest\w*|better|improv\w+|refactor\w*|would|try)\b/i;

interface Shown {
  readonly path: string;
  readonly text: string;
}

export const misquotationCheck: Check = {
  name: 'misquotation',
  tasks: ['chat'],
  run({ judged, answer }) {
    const shown = judged.shown ?? [];
    return shown.length === 0 ? undefined : (blocks(answer, shown) ?? lines(answer, shown));
  },
};

/** A block that is said to show the file: most of its lines must stand there. */
function blocks(answer: string, shown: readonly Shown[]): Evidence | undefined {
  for (const block of fencesIn(answer)) {
    if (!quotes.test(block.lead) || changes.test(block.lead)) continue;
    const quoted = block.text
      .split('\n')
      .map(bare)
      .filter((line) => line.length >= 6 && !/^(?:\.{3}|…|\/\/\s*\.{3}|#\s*\.{3})/.test(line));
    if (quoted.length === 0) continue;
    const shares = shown.map((file) => {
      const own = new Set(file.text.split('\n').map(bare));
      return quoted.filter((line) => own.has(line)).length / quoted.length;
    });
    const best = Math.max(...shares);
    // Where nothing fits, the block may come from a file that was not shown.
    const only = shown.length === 1 && /\b(?:the|your|this) (?:file|attached|attachment)\b/i.test(block.lead);
    const named =
      only || shown.some((file) => block.lead.includes(file.path.slice(file.path.lastIndexOf('/') + 1)));
    if (best === 1 || (best === 0 && !named)) continue;
    const file = shown[shares.indexOf(best)];
    const own = new Set(file?.text.split('\n').map(bare));
    const wrong = quoted.find((line) => !own.has(line)) ?? '';
    return {
      message: `The answer quotes \`${file?.path ?? ''}\` with a line that is not in it: \`${wrong.slice(0, 80)}\`.`,
      line: block.row,
    };
  }
  return undefined;
}

/** "Line 12 is `x = 1`", "`x = 1` (a.ts:12)": the line must hold it, or one next to it. */
function lines(answer: string, shown: readonly Shown[]): Evidence | undefined {
  for (const [row, line] of answer.split('\n').entries()) {
    if (changes.test(line)) continue;
    const number = /\b(?:line|zeile|ligne|línea)\s+(\d+)\b|\.\w{1,5}:(\d+)\b/i.exec(line);
    const at = Number(number?.[1] ?? number?.[2] ?? 0);
    if (number === null || at === 0) continue;
    const files = shown.filter((file) => line.includes(file.path.slice(file.path.lastIndexOf('/') + 1)));
    const file = files[0] ?? (shown.length === 1 ? shown[0] : undefined);
    if (file === undefined) continue;
    const all = file.text.split('\n');
    const quote = [...line.matchAll(/`([^`]{8,200})`/g)]
      .map((found) => bare(found[1] ?? ''))
      .find((text) => /[=(){};]|\breturn\b/.test(text) && !text.includes(bare(file.path)));
    if (quote === undefined) continue;
    const near = all.slice(Math.max(0, at - 4), at + 3).map(bare);
    if (near.some((text) => text.includes(quote)) || all.some((text) => bare(text).includes(quote))) continue;
    return {
      message: `\`${file.path}\` does not hold \`${quote.slice(0, 80)}\`, which the answer quotes from it.`,
      line: row,
    };
  }
  return undefined;
}

function bare(line: string): string {
  return line.replace(/\s+/g, '').replace(/["'`]/g, "'");
}

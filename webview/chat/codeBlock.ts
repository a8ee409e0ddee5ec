/** How is a block of code shown, and what can be done with it? */

import type { CodeAction } from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element, iconButton, plainButton } from '../shared/dom.ts';
import { GrowingCode } from '../shared/growingCode.ts';
import { highlighted } from '../shared/highlight.ts';
import { filled } from '../shared/host.ts';
import { code as visibleCode } from '../shared/plainText.ts';

export interface CodeToActOn {
  readonly text: string;
  readonly language: string;
  readonly path: string;
}

/** Lines shown at first; the rest is a click away, so that 100,000 lines do not hold up the view. */
const mostLinesShown = 2_000;

const shells = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'powershell', 'fish', 'bat', 'cmd', 'pwsh']);

/** A block whose code is known, or still streams in. What can be done with it is done with what there is so far. */
export class CodeBlock {
  readonly element: HTMLElement;
  private readonly words: ChatWords;
  private readonly language: string;
  private readonly body = element('div', { className: 'code-body' });
  private readonly growing: { readonly pre: HTMLElement; readonly code: GrowingCode };
  private text = '';

  constructor(info: string, words: ChatWords, act: (action: CodeAction, block: CodeToActOn) => void) {
    const { language, path } = readInfo(info);
    this.words = words;
    this.language = language;
    const code = new GrowingCode(language, mostLinesShown);
    this.growing = {
      pre: element('pre', { className: 'growing', attributes: { tabindex: '0' } }, [code.element]),
      code,
    };
    const buttons = codeActionsFor(language, words).map(([action, label]) =>
      iconButton(action, label, () =>
        act(action, { text: visibleCode(this.text).replace(/\n$/, ''), language, path }),
      ),
    );
    const toolbar = { role: 'toolbar', 'aria-label': path || language || words.code };
    const name = path || language || words.code;
    this.element = element('div', { className: 'code-block' }, [
      element('div', { className: 'code-head' }, [
        element('span', { className: 'code-name', text: name, title: name }),
        element('div', { className: 'code-actions', attributes: toolbar }, buttons),
      ]),
      this.body,
    ]);
  }

  /** Draws more of the code; its end is kept in sight. */
  append(piece: string): void {
    const { pre, code } = this.growing;
    if (!pre.isConnected) this.body.replaceChildren(pre);
    this.text += piece;
    code.append(piece);
  }

  /** The code is complete: drawn once more, with all its colors. */
  end(text: string): this {
    this.text = text;
    this.body.replaceChildren(...codeBody(visibleCode(text).replace(/\n$/, ''), this.language, this.words));
    return this;
  }
}

function codeActionsFor(language: string, words: ChatWords): readonly [CodeAction, string][] {
  const actions: [CodeAction, string][] = [
    ['copy', words.copy],
    ['insert', words.insert],
    ['apply', words.apply],
    ['newFile', words.newFile],
  ];
  if (shells.has(language.toLowerCase())) actions.push(['run', words.run]);
  return actions;
}

/** The words behind the fence: language, then `path=...`; some models write `language:path`. */
export function readInfo(info: string): { readonly language: string; readonly path: string } {
  const [first = '', ...rest] = info.split(/\s+/);
  const [language = '', joinedPath = ''] = first.split(/:(.*)/);
  const named = rest.map((word) => /^(?:path|file|filename|title)=["']?([^"']+)["']?$/.exec(word)?.[1]);
  const path = named.find((each) => each !== undefined) ?? joinedPath;
  return { language: language.slice(0, 64), path: path.slice(0, 1024) };
}

function codeBody(text: string, language: string, words: ChatWords): HTMLElement[] {
  const inner = element('code');
  const body = element('pre', { attributes: { tabindex: '0' } }, [inner]);
  const end = endOfLine(text, mostLinesShown);
  inner.append(highlighted(end === -1 ? text : text.slice(0, end), language));
  if (end === -1) return [body];
  const rest = text.slice(end).split('\n').length - 1;
  const more = plainButton(filled(words.moreLines, rest), () => {
    inner.append(text.slice(end));
    more.remove();
  });
  more.classList.add('more');
  return [body, more];
}

/** Offset of the end of line `count`; -1 where the text has no more lines than that. */
function endOfLine(text: string, count: number): number {
  let at = -1;
  for (let line = 0; line < count; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return -1;
  }
  return at;
}

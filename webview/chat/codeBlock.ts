/** How is a block of code shown, and what can be done with it? */

import type { CodeAction } from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element, iconButton, plainButton } from '../shared/dom.ts';
import { highlighted } from '../shared/highlight.ts';
import { filled } from '../shared/host.ts';

export interface CodeToActOn {
  readonly text: string;
  readonly language: string;
  readonly path: string;
}

/** Lines shown at first; the rest is a click away, so that 100,000 lines do not hold up the view. */
const mostLinesShown = 2_000;

const shells = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'powershell', 'fish', 'bat', 'cmd', 'pwsh']);

export function codeBlock(
  code: string,
  info: string,
  words: ChatWords,
  act: (action: CodeAction, block: CodeToActOn) => void,
): HTMLElement {
  const { language, path } = readInfo(info);
  const text = code.replace(/\n$/, '');
  const block: CodeToActOn = { text, language, path };
  const actions: [CodeAction, string][] = [
    ['copy', words.copy],
    ['insert', words.insert],
    ['apply', words.apply],
    ['newFile', words.newFile],
  ];
  if (shells.has(language.toLowerCase())) actions.push(['run', words.run]);
  const toolbar = element(
    'div',
    { className: 'code-actions', attributes: { role: 'toolbar', 'aria-label': path || language } },
    actions.map(([action, label]) => iconButton(action, label, () => act(action, block))),
  );
  return element('div', { className: 'code-block' }, [
    element('div', { className: 'code-head' }, [
      element('span', {
        className: 'code-name',
        text: path === '' ? language : path,
        title: path === '' ? language : path,
      }),
      toolbar,
    ]),
    codeBody(text, language, words),
  ]);
}

/** The words behind the fence: language, then `path=...`; some models write `language:path`. */
export function readInfo(info: string): { readonly language: string; readonly path: string } {
  const [first = '', ...rest] = info.split(/\s+/);
  const [language = '', joinedPath = ''] = first.split(/:(.*)/);
  const named = rest.map((word) => /^(?:path|file|filename|title)=["']?([^"']+)["']?$/.exec(word)?.[1]);
  const path = named.find((each) => each !== undefined) ?? joinedPath;
  return { language: language.slice(0, 64), path: path.slice(0, 1024) };
}

function codeBody(text: string, language: string, words: ChatWords): HTMLElement {
  const inner = element('code');
  const body = element('pre', { attributes: { tabindex: '0' } }, [inner]);
  const end = endOfLine(text, mostLinesShown);
  inner.append(highlighted(end === -1 ? text : text.slice(0, end), language));
  if (end === -1) return body;
  const rest = text.slice(end).split('\n').length - 1;
  const more = plainButton(filled(words.moreLines, rest), () => {
    inner.append(text.slice(end));
    more.remove();
  });
  more.classList.add('more');
  return element('div', {}, [body, more]);
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

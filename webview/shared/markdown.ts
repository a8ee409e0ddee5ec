/** How does untrusted Markdown become nodes? No HTML, no images, no addresses the browser could follow by itself. */

import MarkdownIt, { type Token } from 'markdown-it';

import { element } from './dom.ts';
import { prose, code as visibleCode } from './plainText.ts';
import { reconcile } from './reconcile.ts';

/** A block of code on screen, with what belongs around it. */
export interface ShownCode {
  readonly element: HTMLElement;
  /** More of it streamed in. */
  append(piece: string): void;
  /** This is all of it, in place of what was appended. */
  end(code: string): void;
}

export interface MarkdownActions {
  /** An empty block of code. */
  codeBlock(info: string): ShownCode;
  openLink(url: string): void;
  openFile(path: string, line: number): void;
  readonly words: { readonly imageNotLoaded: string; readonly opensAt: string };
}

const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false, maxNesting: 40 });
// Every link is looked at when it is shown; an address is never put where the browser acts on it.
parser.validateLink = () => true;

const tags = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'strong',
  'em',
  's',
  'hr',
  'br',
] as const);
type KnownTag = typeof tags extends Set<infer Tag> ? Tag : never;

function isKnown(tag: string): tag is KnownTag {
  return (tags as ReadonlySet<string>).has(tag);
}

/** `target` shows the rendered text; of what it showed already, that which is the same stays. */
export function renderMarkdown(target: HTMLElement, text: string, actions: MarkdownActions): void {
  const fragment = document.createDocumentFragment();
  renderTokens(fragment, parser.parse(text.toWellFormed(), {}), actions);
  reconcile(target, fragment);
}

function renderTokens(root: ParentNode, tokens: readonly Token[], actions: MarkdownActions): void {
  const open: ParentNode[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.hidden) continue;
    if (token.nesting === 1) {
      const made = opening(token, actions);
      parent.append(made);
      open.push(made);
    } else if (token.nesting === -1) {
      if (open.length > 1) open.pop();
    } else {
      renderLeaf(parent, token, actions);
    }
  }
}

function opening(token: Token, actions: MarkdownActions): HTMLElement {
  if (token.type === 'link_open') return link(attribute(token, 'href'), actions);
  const made = element(isKnown(token.tag) ? token.tag : 'span');
  if (token.tag === 'ol') {
    const start = Number(attribute(token, 'start') || '1');
    if (Number.isInteger(start) && start !== 1) made.setAttribute('start', String(start));
  }
  const align = /text-align:(left|right|center)/.exec(attribute(token, 'style'))?.[1];
  if (align !== undefined) made.classList.add(`align-${align}`);
  return made;
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

function renderLeaf(parent: ParentNode, token: Token, actions: MarkdownActions): void {
  switch (token.type) {
    case 'inline':
      renderTokens(parent, token.children ?? [], actions);
      break;
    case 'fence':
    case 'code_block':
      parent.append(wholeCode(token.content, token.info, actions));
      break;
    case 'code_inline':
      parent.append(inlineCode(token.content, actions));
      break;
    case 'image':
      parent.append(image(token, actions));
      break;
    case 'softbreak':
      parent.append('\n');
      break;
    case 'hardbreak':
      parent.append(element('br'));
      break;
    case 'hr':
      parent.append(element('hr'));
      break;
    default:
      parent.append(prose(token.content));
  }
}

function wholeCode(code: string, info: string, actions: MarkdownActions): HTMLElement {
  const made = actions.codeBlock(info.trim());
  made.end(code);
  return made.element;
}

/** A Markdown image would carry data out by being loaded; it is named and offered as a link at most. */
function image(token: Token, actions: MarkdownActions): HTMLElement {
  const url = attribute(token, 'src');
  const alt = prose(token.content);
  const text = actions.words.imageNotLoaded.replace('{0}', alt === '' ? shortAddress(url) : alt);
  const made = link(url, actions);
  made.classList.add('image');
  made.prepend(`[${text}]`);
  return made;
}

/** Web addresses show their host and open through the extension, files open in the editor, all else is text. */
function link(href: string, actions: MarkdownActions): HTMLElement {
  const file = fileReference(decoded(href));
  if (file !== undefined) {
    return clickable('file', `${file.path}:${file.line}`, () => actions.openFile(file.path, file.line));
  }
  const host = webHost(href);
  if (host === undefined)
    return element('span', { className: 'dead-link', title: prose(shortAddress(href)) });
  const made = clickable('web', href, () => actions.openLink(href));
  // After the link's own words: they are written by the model and may name another host.
  queueHost(made, host, actions);
  return made;
}

function queueHost(made: HTMLElement, host: string, actions: MarkdownActions): void {
  made.dataset['host'] = host;
  made.setAttribute('aria-description', actions.words.opensAt.replace('{0}', host));
}

function clickable(kind: string, title: string, open: () => void): HTMLElement {
  const made = element('span', {
    className: `link ${kind}`,
    title: prose(title),
    attributes: { role: 'link', tabindex: '0' },
    onClick: (event) => {
      event.stopPropagation();
      open();
    },
  });
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    open();
  });
  return made;
}

function inlineCode(text: string, actions: MarkdownActions): HTMLElement {
  const shown = visibleCode(text);
  const made = element('code', { text: shown });
  const file = fileReference(shown);
  if (file === undefined) return made;
  const wrapper = clickable('file', `${file.path}:${file.line}`, () =>
    actions.openFile(file.path, file.line),
  );
  wrapper.append(made);
  return wrapper;
}

/** `path/name.ext`, with `:line`, `#Lline` or nothing behind it; one with no folder needs a line. */
export function fileReference(text: string): { readonly path: string; readonly line: number } | undefined {
  const match =
    /^(?:\.\/)?((?:[\w@.+()[\]-]+\/)*[\w@.+()[\]-]+\.\w{1,8})(?:(?::|#L)(\d{1,7})(?:[-:]L?\d+)*)?$/.exec(
      text,
    );
  const path = match?.[1];
  if (path === undefined || path.split('/').includes('..') || text.length > 300) return undefined;
  const line = Number(match?.[2] ?? '0');
  return path.includes('/') || line > 0 ? { path, line } : undefined;
}

/** Host and port as the browser would go there (punycode for other scripts); `undefined` for all but http and https. */
export function webHost(href: string): string | undefined {
  try {
    const url = new URL(href);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : undefined;
  } catch {
    return undefined;
  }
}

function decoded(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

function shortAddress(address: string): string {
  return address.length > 80 ? `${address.slice(0, 79)}…` : address;
}

/** How are elements made without ever parsing a string as HTML? */

export type Child = Node | string | null | undefined;

export interface Properties {
  readonly className?: string;
  readonly title?: string;
  readonly text?: string;
  /** Attributes by name; `undefined` leaves one out. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly onClick?: (event: MouseEvent) => void;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (properties.className !== undefined) made.className = properties.className;
  if (properties.title !== undefined) made.title = properties.title;
  if (properties.text !== undefined) made.textContent = properties.text;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  if (properties.onClick !== undefined) (made as HTMLElement).addEventListener('click', properties.onClick);
  append(made, children);
  return made;
}

export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== '') parent.append(child);
  }
}

/** Drawn by theme.css as shapes of the text's own color: nothing is loaded for them. */
export type IconName =
  'add' | 'again' | 'apply' | 'close' | 'copy' | 'delete' | 'edit' | 'history' | 'insert' | 'newFile' | 'run';

/** A button that shows a sign; its words are its accessible name and its tip. */
export function iconButton(
  icon: IconName,
  label: string,
  onClick: (event: MouseEvent) => void,
): HTMLButtonElement {
  return element(
    'button',
    {
      className: 'plain icon-button',
      title: label,
      attributes: { type: 'button', 'aria-label': label },
      onClick,
    },
    [element('span', { className: `icon icon-${icon}`, attributes: { 'aria-hidden': 'true' } })],
  );
}

/** A plain button whose words are its accessible name. */
export function plainButton(
  label: string,
  onClick: (event: MouseEvent) => void,
  className = '',
): HTMLButtonElement {
  return element('button', {
    className: `plain ${className}`.trim(),
    text: label,
    attributes: { type: 'button' },
    onClick,
  });
}

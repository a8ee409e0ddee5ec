/** How do figures look as a table that is read by eye, by keyboard and by ear? */

import { element } from '../shared/dom.ts';

export interface Column {
  readonly label: string;
  readonly isFigure?: boolean;
}

/** The first cell of each row names it. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): HTMLTableElement {
  const head = element(
    'tr',
    {},
    columns.map(({ label, isFigure }) =>
      element('th', { text: label, className: isFigure ? 'figure' : '', attributes: { scope: 'col' } }),
    ),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((text, at) => {
        const className = columns[at]?.isFigure ? 'figure' : '';
        return at === 0
          ? element('th', { text, className, attributes: { scope: 'row' } })
          : element('td', { text, className });
      }),
    ),
  );
  return element('table', {}, [
    element('caption', { text: caption, className: 'only-heard' }),
    element('thead', {}, [head]),
    element('tbody', {}, body),
  ]);
}

/** A section with its heading; an empty list says so instead of showing an empty table. */
export function section(title: string, children: readonly (Node | null)[]): HTMLElement {
  const id = `h-${title.replace(/\W+/g, '-').toLowerCase()}`;
  return element('section', { attributes: { 'aria-labelledby': id } }, [
    element('h2', { text: title, attributes: { id } }),
    ...children,
  ]);
}

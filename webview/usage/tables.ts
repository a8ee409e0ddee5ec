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

/** Names with how often each occurs, most frequent first: behind each stands a bar as long as its share of the first. */
export function countTable(
  caption: string,
  labels: readonly [name: string, count: string],
  rows: readonly { readonly name: string; readonly count: number; readonly text: string }[],
): HTMLTableElement {
  const made = table(
    caption,
    [{ label: labels[0] }, { label: labels[1], isFigure: true }],
    rows.map(({ name, text }) => [name, text]),
  );
  made.classList.add('counts');
  const most = Math.max(...rows.map(({ count }) => count));
  [...(made.tBodies[0]?.rows ?? [])].forEach((row, at) => {
    row.style.setProperty('--share', `${((rows[at]?.count ?? 0) / most) * 100}%`);
  });
  return made;
}

/** A section with its heading; an empty list says so instead of showing an empty table. */
export function section(title: string, children: readonly (Node | null)[]): HTMLElement {
  const id = `h-${title.replace(/\W+/g, '-').toLowerCase()}`;
  return element('section', { attributes: { 'aria-labelledby': id } }, [
    element('h2', { text: title, attributes: { id } }),
    ...children,
  ]);
}

/** How does what is shown become what should be shown, with nothing made anew that is the same? */

/**
 * Afterwards `shown` holds what `wanted` held. Nodes that are alike stay, with the selection and the focus in them; of
 * text that only grew, the end is added. `wanted` is used up.
 */
export function reconcile(shown: Node, wanted: Node): void {
  let old = shown.firstChild;
  let next = wanted.firstChild;
  while (old !== null && next !== null && old.isEqualNode(next)) {
    old = old.nextSibling;
    next = next.nextSibling;
  }
  if (old !== null && next !== null && follows(old, next)) {
    old = old.nextSibling;
    next = next.nextSibling;
  }
  while (old !== null) {
    const gone = old;
    old = old.nextSibling;
    shown.removeChild(gone);
  }
  while (next !== null) {
    const added = next;
    next = next.nextSibling;
    shown.appendChild(added);
  }
}

/** What streams in changes at one place, the last one that both have; it is followed into its children. */
function follows(old: Node, next: Node): boolean {
  if (old instanceof Text && next instanceof Text) {
    if (next.data.startsWith(old.data)) old.appendData(next.data.slice(old.length));
    else old.data = next.data;
    return true;
  }
  // Blocks of code keep their own state.
  if (!(old instanceof Element && next instanceof Element) || old.classList.contains('code-block')) {
    return false;
  }
  if (!old.cloneNode(false).isEqualNode(next.cloneNode(false))) return false;
  reconcile(old, next);
  return true;
}

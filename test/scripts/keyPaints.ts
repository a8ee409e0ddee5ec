/** How long from each key to the frame that shows its letter? Watched in the page of a real window. */

import type { Page } from 'playwright-core';

/** Written as text: it runs in the page. */
const watcher = `
  window.tandemPaints = [];
  let pressedMs;
  addEventListener('keydown', () => { pressedMs = performance.now(); }, true);
  new MutationObserver(() => {
    if (pressedMs === undefined) return;
    const since = pressedMs;
    pressedMs = undefined;
    requestAnimationFrame(() => window.tandemPaints.push(performance.now() - since));
  }).observe(document.querySelector('.editor-instance .view-lines'), { childList: true, subtree: true, characterData: true });
`;

/** To be called once, with the editor open. */
export async function watchPaints(page: Page): Promise<void> {
  await page.evaluate(watcher);
}

/** Milliseconds for each key since the last call. */
export async function takePaints(page: Page): Promise<readonly number[]> {
  return page.evaluate<number[]>('window.tandemPaints.splice(0)');
}

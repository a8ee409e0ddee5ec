/** When is the next drawing due? In a frame soon, but never so often that drawing takes the view away from the person. */

/** About 20 drawings a second: text flows, and most frames stay free. */
const fewestMsBetween = 45;
/** Drawing takes at most a fifth of the time. */
const restForEachMs = 4;
const mostMsBetween = 1_000;

/** For one answer: what is asked for while a drawing waits is drawn with it. */
export function pacedFrames(): (draw: () => void) => void {
  let nextMs = 0;
  return (draw) => {
    const inFrame = (): void => {
      requestAnimationFrame(() => {
        const startedMs = performance.now();
        draw();
        const endedMs = performance.now();
        const restMs = Math.max(fewestMsBetween, (endedMs - startedMs) * restForEachMs);
        nextMs = startedMs + Math.min(mostMsBetween, restMs) - 4;
      });
    };
    const waitMs = nextMs - performance.now();
    if (waitMs > 0) setTimeout(inFrame, waitMs);
    else inFrame();
  };
}

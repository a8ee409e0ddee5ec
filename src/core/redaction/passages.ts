/** Is text of a local-only file quoted elsewhere, in terminal output or an answer? */

/** Characters (white space aside) that a quotation needs to be noticed. */
const SHINGLE = 40;
/** Every run of SHINGLE + WINDOW - 1 equal characters shares at least one fingerprint (winnowing, Schleimer et al. 2003). */
const WINDOW = 16;
const BASE = 0x01000193;

export interface Passage {
  readonly path: string;
  /** Offsets in the text that was looked through. */
  readonly start: number;
  readonly end: number;
}

interface Squeezed {
  readonly text: string;
  /** Offset in the original of each kept character. */
  readonly offsets: Int32Array;
}

/** Fingerprints of local-only files; holds hashes and offsets, and the files' text for certainty. */
export class PassageIndex {
  private readonly places = new Map<
    number,
    { readonly path: string; readonly text: string; readonly at: number }[]
  >();

  private readonly paths = new Set<string>();

  /** Replaces what was known of `path`. */
  add(path: string, text: string): void {
    this.remove(path);
    this.paths.add(path);
    const squeezed = squeeze(text).text;
    for (const { hash, at } of winnow(squeezed)) {
      const places = this.places.get(hash);
      const place = { path, text: squeezed, at };
      if (places === undefined) this.places.set(hash, [place]);
      else if (places.length < 16) places.push(place);
    }
  }

  remove(path: string): void {
    if (!this.paths.delete(path)) return;
    for (const [hash, places] of this.places) {
      const kept = places.filter((place) => place.path !== path);
      if (kept.length === 0) this.places.delete(hash);
      else if (kept.length < places.length) this.places.set(hash, kept);
    }
  }

  /** Quotations in `text`, whatever its indentation and line wraps; the longest of each file's overlapping ones. */
  find(text: string): Passage[] {
    if (this.places.size === 0) return [];
    const squeezed = squeeze(text);
    const passages: Passage[] = [];
    let coveredTo = 0;
    eachShingle(squeezed.text, (hash, at) => {
      if (at < coveredTo) return;
      for (const place of this.places.get(hash) ?? []) {
        const match = extend(squeezed.text, at, place);
        if (match === undefined) continue;
        coveredTo = Math.max(coveredTo, match.end);
        passages.push({
          path: place.path,
          start: squeezed.offsets[match.start] ?? 0,
          end: (squeezed.offsets[match.end - 1] ?? 0) + 1,
        });
        break;
      }
    });
    return passages;
  }
}

function extend(
  text: string,
  at: number,
  place: { text: string; at: number },
): { start: number; end: number } | undefined {
  if (!text.startsWith(place.text.slice(place.at, place.at + SHINGLE), at)) return undefined;
  let start = at;
  let from = place.at;
  while (start > 0 && from > 0 && text.charCodeAt(start - 1) === place.text.charCodeAt(from - 1)) {
    start--;
    from--;
  }
  let end = at + SHINGLE;
  let to = place.at + SHINGLE;
  while (end < text.length && to < place.text.length && text.charCodeAt(end) === place.text.charCodeAt(to)) {
    end++;
    to++;
  }
  return { start, end };
}

/** Without white space: indentation, wraps and line endings do not hide a quotation. */
function squeeze(text: string): Squeezed {
  const offsets = new Int32Array(text.length);
  const parts: string[] = [];
  let kept = 0;
  let run = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text.charCodeAt(at) > 32) {
      offsets[kept++] = at;
      continue;
    }
    if (at > run) parts.push(text.slice(run, at));
    run = at + 1;
  }
  return { text: parts.join(''), offsets };
}

function eachShingle(text: string, visit: (hash: number, at: number) => void): void {
  let leaving = 1;
  for (let step = 0; step < SHINGLE; step++) leaving = Math.imul(leaving, BASE);
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
    if (at >= SHINGLE) hash = (hash - Math.imul(leaving, text.charCodeAt(at - SHINGLE))) | 0;
    if (at + 1 >= SHINGLE) visit(hash, at + 1 - SHINGLE);
  }
}

function winnow(text: string): { hash: number; at: number }[] {
  const hashes: number[] = [];
  eachShingle(text, (hash) => hashes.push(hash));
  const chosen: { hash: number; at: number }[] = [];
  let last = -1;
  for (let from = 0; from < hashes.length; from++) {
    const to = Math.min(hashes.length, from + WINDOW);
    if (to - from < WINDOW && from > 0) break;
    let least = from;
    for (let at = from; at < to; at++) if ((hashes[at] ?? 0) <= (hashes[least] ?? 0)) least = at;
    if (least !== last) chosen.push({ hash: hashes[least] ?? 0, at: least });
    last = least;
  }
  return chosen;
}

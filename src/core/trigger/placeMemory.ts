/** What happened to suggestions on this line before? */

import { lineStart } from '../base/text.ts';
import type { PlaceHistory } from './shouldAsk.ts';

interface Place {
  /** Requests in a row that brought nothing to show, on this line and those before. */
  silences: number;
  lineOffset: number;
  misses: number;
  missOffset: number;
  /** Something of ours was on screen at the last keystroke. */
  isShowing: boolean;
  /** The server was asked about this line, or had answered for it before. */
  wasAsked: boolean;
}

const mostFiles = 40;
const never = Number.NEGATIVE_INFINITY;

/** Remembers one line for each file: the one being written. */
export class PlaceMemory {
  private readonly places = new Map<string, Place>();

  history(uri: string, text: string, offset: number): PlaceHistory {
    const place = this.places.get(uri);
    const silences = place?.silences ?? 0;
    if (place === undefined || place.lineOffset !== lineStart(text, offset)) {
      return { missesOnLine: 0, typedSinceMiss: Number.MAX_SAFE_INTEGER, wasAsked: false, silences };
    }
    const { misses, missOffset, wasAsked } = place;
    return { missesOnLine: misses, typedSinceMiss: Math.max(0, offset - missOffset), wasAsked, silences };
  }

  shown(uri: string, text: string, offset: number): void {
    const place = this.at(uri, text, offset);
    // Gone back behind the miss: it was a slip, and what it left is on screen again.
    if (place.misses > 0 && offset < place.missOffset) place.misses--;
    place.isShowing = true;
    place.wasAsked = true;
    place.silences = 0;
  }

  /** All of a suggestion was typed: what comes next contradicts nothing. */
  typedWhole(uri: string): void {
    const place = this.places.get(uri);
    if (place !== undefined) place.isShowing = false;
  }

  asked(uri: string, text: string, offset: number): void {
    this.at(uri, text, offset).wasAsked = true;
  }

  /** Typing went another way, if something was on screen or coming: a miss for this line. */
  contradicted(uri: string, text: string, offset: number, wasComing: boolean): void {
    const wasShowing = this.places.get(uri)?.isShowing === true || wasComing;
    const place = this.at(uri, text, offset);
    place.isShowing = false;
    if (wasShowing) this.miss(place, offset);
  }

  /** Deleted back behind a miss: what was asked there counts as not asked. */
  takenBack(uri: string, text: string, offset: number): void {
    const place = this.places.get(uri);
    if (place === undefined || place.lineOffset !== lineStart(text, offset)) return;
    if (place.misses === 0 || offset >= place.missOffset) return;
    place.misses--;
    place.wasAsked = false;
  }

  /** A request brought nothing that could be shown. */
  silent(uri: string, text: string, offset: number): void {
    const place = this.at(uri, text, offset);
    place.silences++;
    this.miss(place, offset);
  }

  /** The cursor came to another place: one silence is remembered, not all of them. */
  moved(uri: string): void {
    const place = this.places.get(uri);
    if (place !== undefined) place.silences = Math.min(1, place.silences);
  }

  forget(uri: string): void {
    this.places.delete(uri);
  }

  private miss(place: Place, offset: number): void {
    place.misses++;
    place.missOffset = offset;
  }

  private at(uri: string, text: string, offset: number): Place {
    const lineOffset = lineStart(text, offset);
    const known = this.places.get(uri);
    if (known?.lineOffset === lineOffset) return known;
    const place: Place = {
      lineOffset,
      misses: 0,
      missOffset: never,
      isShowing: known?.isShowing ?? false,
      silences: known?.silences ?? 0,
      wasAsked: false,
    };
    this.places.delete(uri);
    this.places.set(uri, place);
    if (this.places.size > mostFiles) {
      for (const oldest of this.places.keys()) {
        this.places.delete(oldest);
        break;
      }
    }
    return place;
  }
}

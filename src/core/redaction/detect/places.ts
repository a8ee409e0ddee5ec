/** In which of some sorted, disjoint places of a text does an offset lie? */

import type { Range } from './found.ts';

/** Looks where it looked last, since those who ask walk the text. */
export class Places {
  private readonly places: readonly Range[];
  private next = 0;

  constructor(places: readonly Range[]) {
    this.places = places;
  }

  /** The end of the place that holds the character at `at`; 0 where none does. */
  endAround(at: number): number {
    const { places } = this;
    if (places.length === 0) return 0;
    if (this.next > 0 && (places[this.next - 1] as Range).end > at) this.next = this.search(at);
    while (this.next < places.length && (places[this.next] as Range).end <= at) this.next++;
    const place = places[this.next];
    return place !== undefined && place.start <= at ? place.end : 0;
  }

  /** The first place that ends behind `at`. */
  private search(at: number): number {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.places[middle] as Range).end <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

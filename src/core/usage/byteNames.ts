/** Which name do these bytes spell? The same bytes have the same small number, so that counting needs no texts. */

const firstSlots = 256;
const firstBytes = 4096;

/** Numbers count from 0 in the order of first sight. */
export class ByteNames {
  /** Number + 1 at the place that the hash says or the next free one; 0: free. */
  private slots = new Int32Array(firstSlots);
  private hashes = new Int32Array(firstSlots);
  /** Every name's bytes, one after the other. */
  private spelled = new Uint8Array(firstBytes);
  private readonly starts: number[] = [0];

  get size(): number {
    return this.starts.length - 1;
  }

  numberOf(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    const mask = this.slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const known = this.slots[slot] ?? 0;
      if (known === 0) return this.add(bytes.subarray(from, to), hash, slot);
      if (this.hashes[slot] === hash && this.isSpelled(known - 1, bytes, from, to)) return known - 1;
    }
  }

  numberOfText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.numberOf(bytes, 0, bytes.length);
  }

  textOf(number: number): string {
    return new TextDecoder().decode(this.spelled.subarray(this.starts[number], this.starts[number + 1]));
  }

  private isSpelled(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[number] ?? 0;
    if ((this.starts[number + 1] ?? 0) - start !== to - from) return false;
    for (let at = from; at < to; at++) if (bytes[at] !== this.spelled[start + at - from]) return false;
    return true;
  }

  private add(name: Uint8Array, hash: number, slot: number): number {
    const start = this.starts.at(-1) ?? 0;
    const end = start + name.length;
    if (end > this.spelled.length) this.spelled = grown(this.spelled, end);
    this.spelled.set(name, start);
    this.starts.push(end);
    this.slots[slot] = this.size;
    this.hashes[slot] = hash;
    if (this.size * 2 > this.slots.length) this.spread();
    return this.size - 1;
  }

  /** Twice the slots: a search must stay short. */
  private spread(): void {
    const { slots, hashes } = this;
    this.slots = new Int32Array(slots.length * 2);
    this.hashes = new Int32Array(slots.length * 2);
    const mask = this.slots.length - 1;
    slots.forEach((known, at) => {
      if (known === 0) return;
      const hash = hashes[at] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = known;
      this.hashes[slot] = hash;
    });
  }
}

function grown(bytes: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, bytes.length * 2));
  larger.set(bytes);
  return larger;
}

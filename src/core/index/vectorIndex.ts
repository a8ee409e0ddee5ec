/** Which pieces mean what the question means? Vectors of the team's own embedding model, compared one by one. */

import type { Lines } from './pieces.ts';

export interface FoundPiece extends Lines {
  readonly path: string;
  /** Cosine of the angle, -1 to 1. */
  readonly score: number;
}

interface FileVectors {
  readonly stamp: string;
  readonly pieces: readonly Lines[];
  /** One vector after the other, each of length 1 and scaled to bytes: a quarter of the memory, the same order. */
  readonly values: Int8Array;
}

const scale = 127;
const version = 1;

export class VectorIndex {
  readonly model: string;
  private dimensions = 0;
  private readonly files = new Map<string, FileVectors>();
  private pieceCount = 0;

  /** @param model vectors of different models can't be compared */
  constructor(model: string) {
    this.model = model;
  }

  get size(): number {
    return this.pieceCount;
  }

  has(path: string, stamp: string): boolean {
    return this.files.get(path)?.stamp === stamp;
  }

  paths(): string[] {
    return [...this.files.keys()];
  }

  /** Vectors of another length than those before are refused. */
  put(path: string, stamp: string, pieces: readonly Lines[], vectors: readonly (readonly number[])[]): void {
    const dimensions = vectors[0]?.length ?? this.dimensions;
    if (this.dimensions === 0) this.dimensions = dimensions;
    if (vectors.some(({ length }) => length !== this.dimensions)) return;
    const values = new Int8Array(vectors.length * this.dimensions);
    vectors.forEach((vector, at) => values.set(inBytes(vector), at * this.dimensions));
    this.insert(path, { stamp, pieces: pieces.slice(0, vectors.length), values });
  }

  remove(path: string): void {
    this.pieceCount -= this.files.get(path)?.pieces.length ?? 0;
    this.files.delete(path);
  }

  /** Best first. */
  search(question: readonly number[], limit: number): FoundPiece[] {
    if (question.length !== this.dimensions) return [];
    const wanted = inBytes(question);
    const found: FoundPiece[] = [];
    for (const [path, { pieces, values }] of this.files) {
      pieces.forEach(({ startLine, endLine }, at) => {
        let sum = 0;
        const from = at * wanted.length;
        for (let each = 0; each < wanted.length; each++) {
          sum += (wanted[each] ?? 0) * (values[from + each] ?? 0);
        }
        found.push({ path, startLine, endLine, score: sum / (scale * scale) });
      });
    }
    return found.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** For the disk: places and vectors, no text of the files. */
  save(): Uint8Array {
    const header = {
      version,
      model: this.model,
      dimensions: this.dimensions,
      files: [...this.files].map(([path, { stamp, pieces }]) => [
        path,
        stamp,
        pieces.flatMap(({ startLine, endLine }) => [startLine, endLine]),
      ]),
    };
    const head = new TextEncoder().encode(JSON.stringify(header));
    const saved = new Uint8Array(4 + head.length + this.pieceCount * this.dimensions);
    new DataView(saved.buffer).setUint32(0, head.length);
    saved.set(head, 4);
    let at = 4 + head.length;
    for (const { values } of this.files.values()) {
      saved.set(new Uint8Array(values.buffer, values.byteOffset, values.length), at);
      at += values.length;
    }
    return saved;
  }

  /** The saved vectors; none where they can't be read or are another model's. */
  static load(saved: Uint8Array, model: string): VectorIndex {
    const index = new VectorIndex(model);
    try {
      const length = new DataView(saved.buffer, saved.byteOffset, saved.byteLength).getUint32(0);
      const header = JSON.parse(new TextDecoder().decode(saved.subarray(4, 4 + length))) as Header;
      if (header.version !== version || header.model !== model) return index;
      index.dimensions = header.dimensions;
      let at = 4 + length;
      for (const [path, stamp, flat] of header.files) {
        const bytes = (flat.length / 2) * header.dimensions;
        if (at + bytes > saved.length) return new VectorIndex(model);
        const pieces: Lines[] = [];
        for (let line = 0; line + 1 < flat.length; line += 2) {
          pieces.push({ startLine: flat[line] ?? 0, endLine: flat[line + 1] ?? 0 });
        }
        const values = new Int8Array(bytes);
        values.set(saved.subarray(at, at + bytes));
        index.insert(path, { stamp, pieces, values });
        at += bytes;
      }
      return index;
    } catch {
      return new VectorIndex(model);
    }
  }

  private insert(path: string, file: FileVectors): void {
    this.remove(path);
    this.files.set(path, file);
    this.pieceCount += file.pieces.length;
  }
}

interface Header {
  readonly version: number;
  readonly model: string;
  readonly dimensions: number;
  readonly files: readonly (readonly [string, string, readonly number[]])[];
}

function inBytes(vector: readonly number[]): Int8Array {
  const length = Math.hypot(...vector) || 1;
  return Int8Array.from(vector, (value) => Math.round((value / length) * scale));
}

/** Was this part of a line seen before? What was asked, where and how it was checked is the same in many lines. */

/** What stands between a line's `id` and its figures. Names by number, as the scanner knows them. */
export interface LineMiddle {
  readonly task: number;
  readonly route: number;
  readonly model: number;
  readonly reason: number;
  readonly failedChecks: readonly number[];
  /** Kind, count, kind, count… */
  readonly redactions: readonly number[];
}

export interface SeenMiddle extends LineMiddle {
  /** One bit for each member that it holds. */
  readonly present: number;
  readonly length: number;
}

/** A window's models, tasks and usual checks. */
const most = 16;

export class LineMiddles {
  /** The one that was met last comes first. */
  private readonly seen: { readonly bytes: Uint8Array; readonly middle: SeenMiddle }[] = [];

  find(bytes: Uint8Array, at: number): SeenMiddle | undefined {
    const { seen } = this;
    for (let place = 0; place < seen.length; place++) {
      const one = seen[place];
      if (one === undefined || !stands(one.bytes, bytes, at)) continue;
      if (place > 0) {
        seen.splice(place, 1);
        seen.unshift(one);
      }
      return one.middle;
    }
    return undefined;
  }

  /** @param bytes are kept */
  add(
    bytes: Uint8Array,
    present: number,
    { task, route, model, reason, failedChecks, redactions }: LineMiddle,
  ): void {
    const { length } = bytes;
    const middle = { task, route, model, reason, failedChecks, redactions, present, length };
    this.seen.unshift({ bytes, middle });
    if (this.seen.length > most) this.seen.pop();
  }
}

/** Compared from the end on: there lines differ sooner than where they begin. */
function stands(wanted: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = wanted.length - 1; i >= 0; i--) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** Is there a value, or which named reason says why there is none? */

export type Outcome<T, Reason extends string = string> = Some<T> | None<Reason>;

export interface Some<T> {
  readonly ok: true;
  readonly value: T;
}

export interface None<Reason extends string = string> {
  readonly ok: false;
  readonly reason: Reason;
  /** A sentence or figure that explains the reason; never code, prompt or secret. */
  readonly detail?: string;
}

export function some<T>(value: T): Some<T> {
  return { ok: true, value };
}

export function none<Reason extends string>(reason: Reason, detail?: string): None<Reason> {
  return detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };
}

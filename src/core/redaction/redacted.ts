/** Which text may reach a cloud client? Only this brand, made in one function of this folder. */

declare const brand: unique symbol;

/** Text that passed through redaction: every secret replaced, scanned again, clean. */
export type Redacted = string & { readonly [brand]: true };

/** What was found. Offsets are UTF-16 code units of the input. Never holds the value. */
export interface Finding {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

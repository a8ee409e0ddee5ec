/** Is a value of unknown origin of the expected shape? For what is read before anything else; larger formats use zod. */

export type Shape<T> = (value: unknown) => value is T;

export const text: Shape<string> = (value): value is string => typeof value === 'string';

export const flag: Shape<boolean> = (value): value is boolean => typeof value === 'boolean';

/** A finite number, not below `least`. */
export function amount(least = Number.NEGATIVE_INFINITY): Shape<number> {
  return (value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= least;
}

export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  return (value): value is T => values.some((allowed) => allowed === value);
}

export function listOf<T>(item: Shape<T>): Shape<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(item);
}

export function recordOf<T>(item: Shape<T>): Shape<Record<string, T>> {
  return (value): value is Record<string, T> => isRecord(value) && Object.values(value).every(item);
}

/** All of these members; others are left alone. */
export function object<T extends object>(members: { readonly [Key in keyof T]: Shape<T[Key]> }): Shape<T> {
  return (value): value is T =>
    isRecord(value) && Object.entries<Shape<unknown>>(members).every(([key, shape]) => shape(value[key]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

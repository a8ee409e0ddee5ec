/** What does one provider's token look like? */

export interface TokenRule {
  /** Lower-case words with underscores; becomes part of the placeholder. */
  readonly kind: string;
  /** Any of these begins the token; matched in the one pass over the text. */
  readonly prefixes: readonly string[];
  /** Regular expression source (no flags) for what follows the prefix; every quantifier bounded. */
  readonly body: string;
  /** Fewest characters of the prefix plus body that a truncated token at the end of the text needs to count. */
  readonly partialFrom?: number;
  /** Fewest bits of entropy per character of the body. Default 2.6. */
  readonly minEntropy?: number;
  /** The body must hold a digit. Words of the same shape then don't count. */
  readonly needsDigit?: boolean;
  /** Upper and lower case must both occur. */
  readonly needsBothCases?: boolean;
  /** The prefix also counts right after a letter or digit. Default: only where it holds `_`, `-` or `.` and 4 characters. */
  readonly anywhere?: boolean;
  /** Prefix in any letter case. */
  readonly anyCase?: boolean;
  /** The provider's word must stand within 80 characters before (any case). */
  readonly near?: readonly string[];
  /** So many letters and digits right before the prefix belong to the token. */
  readonly lead?: number;
  /** Length of the checksum the format ends in, by algorithm. A mismatch does not acquit. */
  readonly checksum?: { readonly algorithm: 'crc32base62'; readonly length: number };
}

/** One rule, in the order: kind, prefixes, body, the rest. */
export function token(
  kind: string,
  prefixes: string | readonly string[],
  body: string,
  rest: Omit<TokenRule, 'kind' | 'prefixes' | 'body'> = {},
): TokenRule {
  return { kind, prefixes: typeof prefixes === 'string' ? [prefixes] : prefixes, body, ...rest };
}

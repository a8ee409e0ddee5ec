/** Does a token end in the CRC32 that its format prescribes? */

// GitHub's and npm's tokens: the last six characters are the CRC32 of the random part in base 62,
// padded on the left with `0` (GitHub engineering blog, April 2021).
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC32 (IEEE) of an ASCII text, as an unsigned number. */
export function crc32(text: string): number {
  let value = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    value = (TABLE[(value ^ text.charCodeAt(at)) & 255] ?? 0) ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** The CRC32 of `text` in base 62, padded to `length`. */
export function checksumOf(text: string, length: number): string {
  let rest = crc32(text);
  let written = '';
  while (rest > 0) {
    written = (DIGITS[rest % 62] ?? '0') + written;
    rest = Math.floor(rest / 62);
  }
  return written.padStart(length, '0');
}

/** True where the last `length` characters are the checksum of those before. */
export function checksumHolds(body: string, length: number): boolean {
  if (body.length <= length) return false;
  return checksumOf(body.slice(0, -length), length) === body.slice(-length);
}

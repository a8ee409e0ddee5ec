/** May what follows a name give it a value? */

/** Cheap look ahead: most names in code are followed by something that assigns nothing. */
export function couldAssign(text: string, end: number): boolean {
  for (let at = end; at < end + 12; at++) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return false;
    if (code === 10 || code === 13)
      return /^\s{1,40}-?\s?["']?(?:value|<string>)/i.test(text.slice(at, at + 60));
    // space, tab, quotes, ], ), ?, !, \, *, _, ~ may stand between
    if (
      code === 32 ||
      code === 9 ||
      code === 34 ||
      code === 39 ||
      code === 96 ||
      code === 93 ||
      code === 41 ||
      code === 63 ||
      code === 33 ||
      code === 92 ||
      code === 42 ||
      code === 95
    )
      continue;
    if (
      code === 61 ||
      code === 58 ||
      code === 44 ||
      code === 62 ||
      code === 40 ||
      code === 45 ||
      code === 124 ||
      code === 0xff1a ||
      code === 123 ||
      (code === 60 && text.charCodeAt(at + 1) === 47) ||
      (code === 91 && /[\]\d]/.test(text.charAt(at + 1)))
    )
      return true;
    return at > end; // a space or a quote, then a value: `--password x`, `IDENTIFIED BY 'x'`
  }
  return true;
}

/** What stands at the beginning of each line where a text is shown and not just held? */

/**
 * A regular expression for one such mark: `src/a.ts:12:` of a search, `  12 | ` and `12: ` of a listing, `web-1  | ` and
 * `2026-01-02T10:11:12Z INFO [main] ` of a log, comments, quotations, diffs, and the quotes of a list of lines.
 */
export const LINE_MARK = [
  String.raw`\d{4}-\d\d-\d\d[T ][\d:.,Z+-]{8,20}(?:[ \t]{1,4}[[(]?\w{1,20}[\])]?){0,3}`,
  String.raw`[\w./-]{1,120}:\d{1,7}[:-]`,
  String.raw`[ \t]{0,8}\d{1,7}(?:[:\t]|[ \t]?[|│])`,
  String.raw`[ \t]{0,8}(?:\/\/|[+>#*|-])`,
  String.raw`[\w.-]{1,30}[ \t]{0,20}\|`,
  String.raw`["'],?\r?\n[ \t]{0,20}["']`,
].join('|');

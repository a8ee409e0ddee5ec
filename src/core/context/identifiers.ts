/** Which names does a piece of code use? */

const name = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

const common = new Set(
  'abstract and any as assert async await bool boolean break byte case catch char class const constructor continue crate def default defer del delete do double elif else end enum except export extends extern false final finally float fn for foreach from func function get global go goto if impl implements import in include instanceof int interface internal is lambda let long match mod module mut namespace new nil none not null number object of or override package pass private protected pub public raise readonly ref require return self set short sizeof static string struct super switch template this throw throws trait true try type typedef typeof undefined union unsafe use using val var virtual void volatile when where while with yield None True False Self'.split(
    ' ',
  ),
);

/** Names of three letters or more that no language reserves, in order, repetitions included. */
export function identifiersIn(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(name)) {
    const [word] = match;
    if (word.length > 2 && !common.has(word)) found.push(word);
  }
  return found;
}

/** Each once; the nearest to the end of `prefix` first, then those of `suffix` from its start. */
export function namesByNearness(prefix: string, suffix: string): string[] {
  const seen = new Set<string>();
  for (const word of identifiersIn(prefix).reverse()) seen.add(word);
  for (const word of identifiersIn(suffix)) seen.add(word);
  return [...seen];
}

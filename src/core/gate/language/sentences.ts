/** Is a line plain language rather than code? */

/** Small words of several languages: a sentence has some of them, an expression next to none. */
const smallWords = new Set(
  (
    'the a an is are was were be been has have had will would can could should to of in on at for with by from and or but this that these those it its you your i we our they here there which when where how what as so not no all ' +
    'now also only each any some more then than if into about below above following let me please note sure ' +
    'der die das ein eine ist sind wurde wird nicht und oder aber mit von für auf hier den dem des im zu ich sie wir dass ' +
    'le la les un une est sont de des du et ou dans pour avec sur ce cette vous nous il elle que qui ne pas voici ' +
    'el los las una es son del y o en para con este esta que no se aquí lo il gli della che di per sono non ecco qui os as um uma é são do da e ou em com'
  ).split(/\s+/),
);

const leastWords = 4;

/** Words with which statements begin in some language. */
const keyword =
  /^(?:if|for|foreach|while|assert|elif|elsif|else|return|yield|raise|with|not|lambda|del|global|except|try|finally|class|def|async|await|new|throw|throws|case|when|then|do|done|unless|until|print|puts|let|const|var|public|private|protected|static|function|func|fn|match|type|interface|enum|struct|impl|mod|use|where|select|default|goto|break|continue|rescue|ensure|begin|end|module|export|local|set|unset|alias|and|or|in|is)\b/;

/**
 * True for a line of at least four words, mostly letters, with small words of a human language among them and without
 * the punctuation of code. Also for a list item, a bold line or a heading of an explanation.
 */
export function looksLikeSentence(line: string): boolean {
  let text = line.trim().replace(/^\((\p{Lu}[^()]{20,}[.!?])\)$/u, '$1');
  if (/^#\s*(?:warning|error|pragma|region|message)\b/.test(text)) return false;
  if (text.length < 12 || /^[rbfu]{0,2}["'`]/i.test(text)) return false;
  const listed = /^(?:[-*•]|\d+[.)]|#{1,4}|>)\s+(?=\S)/.exec(text);
  if (listed !== null) text = text.slice(listed[0].length);
  text = text
    .replace(/`[^`]*`/g, 'Name')
    .replace(/\*\*|__/g, '')
    .replace(/\([^()]*\)/g, '');
  // A choice between two values, and names in capitals and small letters, are of code.
  if (/\bif\b.*\belse\b/.test(text) && !/[.!?:]$/.test(text)) return false;
  // A literal on its own line is code, whatever it says.
  if (/^[rbfu]?["'`/].*["'`/)][,;)+.]*$/i.test(line.trim())) return false;
  // A word and a colon name a field, or what the sentence is about.
  if (/^[\w$]+\??:\s+\S/.test(line.trim()) && !/^[A-Z][a-z]+: [^;{}()=]{20,}[.!]$/.test(line.trim()))
    return false;
  if (
    /^(?:"""|''')|\/\*|\*\/|\s(?:\/\/|#)\s/.test(line.trim()) ||
    (/^[a-z]+\b/.test(text) && keyword.test(text))
  )
    return false;
  if (/[;{}=<>$\\|@[\]]|\w\(|\w\.\w+\.\w|::|->|=>|&&/.test(text)) return false;
  if (
    /^(?:import|from|package|using|include|require|return|SELECT|INSERT|UPDATE|DELETE|echo|FROM|RUN|CMD|COPY)\b/.test(
      text,
    )
  ) {
    return false;
  }
  const words = text.split(/\s+/);
  if (words.length < leastWords) return false;
  const plain = words.filter(
    (word) => /^["'“‘«(]?\p{L}[\p{L}'’-]*["'”’»)]?[.,:;!?…]*$/u.test(word) && !/\p{Ll}\p{Lu}/u.test(word),
  );
  if (plain.length < words.length * 0.8) return false;
  // A sentence of a language whose small words are not known.
  if (plain.length === words.length && foreign(text, words.length)) return true;
  const small = plain.filter((word) => smallWords.has(word.toLowerCase().replace(/[^\p{L}]/gu, '')));
  const starts = /^["“«]?\p{Lu}/u.test(text) || listed !== null;
  const ends = /[.:!?…]["”»)]*$/u.test(text);
  if (!starts && !ends) return false;
  const needed = starts && ends ? 1 : 2;
  return small.length >= needed && small.length >= words.length * 0.12;
}

function foreign(text: string, words: number): boolean {
  return (
    /^\p{Lu}\p{Ll}/u.test(text) &&
    /[.:!?…]$/u.test(text) &&
    /\p{Ll}[^\p{ASCII}\P{L}]|[^\p{ASCII}\P{L}]\p{Ll}/u.test(text) &&
    words >= leastWords &&
    text
      .split(/\s+/)
      .slice(1)
      .filter((word) => /^\p{Ll}/u.test(word)).length >=
      words - 2
  );
}

/** A few words that announce or conclude: "Updated code:", "Done.", in bold or as a heading too. */
export function looksLikeRemark(line: string): boolean {
  const text = line
    .trim()
    .replace(/^(?:#{1,6} |\*\*|__)/, '')
    .replace(/(?:\*\*|__)$/, '');
  if (/^#{2,6} \p{Lu}/u.test(line.trim())) return /^\p{Lu}[\p{L}\p{N} ,'’/-]{2,60}:?$/u.test(text);
  if (/^(\*\*?|__?)\p{Lu}[\p{L} '’-]{2,60}\1$/u.test(line.trim())) return true;
  return (
    /^\p{Lu}[\p{L}'’-]*(?: [\p{L}'’-]+){0,7}[ \u00a0\u202f]?[:.!]$/u.test(text) &&
    !/^[A-Z][A-Z_]+:$|^\w*[a-z][A-Z]\w*:$/.test(text)
  );
}

/** A title without a mark behind it: "Solution", "Modified version". In code it is a name, or two, of nothing. */
export function looksLikeTitle(line: string): boolean {
  return /^\p{Lu}\p{Ll}+(?: \p{Ll}+){0,4}$/u.test(line.trim());
}

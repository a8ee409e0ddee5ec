/** Does a line begin a declaration, or what stands above one? */

const opening =
  /^\s*(?:@|#\[|\/\*\*|\/\/|#|"""|def |async |class |function |func |fn |pub |private |public |protected |internal |static |export |const |let |var |type |interface |enum |struct |impl |module |describe\(|it\(|test\()/;
/** `int total(const List &items) {`, `Total(items) {` */
const typed = /^\s*[\w<>[\],.:*&\s]*\b[\w~]+\s*\([^;]*\)[^;{}=]*\{?\s*$/;
const statement =
  /^\s*(?:if|for|while|switch|return|else|do|try|catch|await|throw|with|match|using|lock|yield|case)\b/;

/** A member that goes as a whole is a deletion, not a cut. */
export function startsDeclaration(line: string): boolean {
  return opening.test(line) || (typed.test(line) && line.trimEnd().endsWith('{') && !statement.test(line));
}

/** Does a comment speak of nothing but editing: the code, the rest, what stays, what goes here? */

/** What code consists of, whatever it does. Stems: endings of plural and tense are taken off before. */
const matter =
  'code implementation impl logic body content line method function func member part portion section statement case branch import definition detail file route handler test step rest remainder stuff block version place point everything nothing lines original file module script snippet';
/** What happens to it in an edit, or does not. */
const doing =
  'unchanged unmodified untouched unaltered identical same intact original originally previous previously existing exist exists remaining remain remains other old earlier before prior current omitted omit elided elide snip snipped shortened shorten abridged truncated hidden skipped skip collapsed continue continues continued continuing stay stays retained retain kept keep keeps preserve preserved leave left insert add put implement implemented fill paste write written goes go going belongs follow follows repeat repeated copy include included shown change changes changed modification modifications edit edits needed necessary placeholder short brevity clarity simplicity readability space below above here etc back rest';
/** Small words that say nothing by themselves. */
const small =
  "the of in this that it its it's you your my our all and or to from on at is are was be been with for exactly where they there no not past does do did else have has had me we i as a an so forth on order sake just like see same than any more now will would should which what until up down end start begin beginning next last first way form they again both each every only also further still please let us";
/** The same three classes in other languages that models answer in. */
const abroad =
  'der die das den dem des rest restliche restlichen restlicher code bisheriger bisherige bisherigen funktion methode datei klasse inhalt bleibt bleiben gleich unverändert wie zuvor bisher vorher hier geht es weiter ausgelassen gekürzt ab ' +
  'le la les du de des reste fonction méthode fichier classe code existant existante corps inchangé inchangée ne change pas comme avant suite identique omis ici est sont ' +
  'el los las resto función método archivo clase código existente cuerpo sin cambios queda igual permanece como antes aquí sigue ' +
  'il lo gli resto funzione metodo file classe codice esistente invariato rimane uguale come prima non cambia qui ' +
  'o os restante função método arquivo classe código existente permanece igual inalterado como antes continua aqui do da';

const matters = new Set(matter.split(' '));
const doings = new Set(doing.split(' '));
const smalls = new Set(small.split(' '));
const abroads = new Set(abroad.split(' '));
const mostWords = 16;

/** True when every word belongs to the talk about editing, and one of them says what happens or what of. */
export function speaksOfEditing(comment: string): boolean {
  const words = comment.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  if (words.length === 0 || words.length > mostWords) return false;
  if (
    words.length === 1 &&
    /^(?:skip|skipped|continue|put|add|insert|here|done|next|end|start|begin|first|last|other|file|test|test|rest|module|route|case|point|block|see|change|edit|copy|write|original|existing|previous|everything|nothing|back)$/.test(
      words[0] ?? '',
    )
  )
    return false;
  return words.every(isOfEditing) && words.some(tellsOfEditing);
}

/** How many of its words belong to the talk about editing, in [0, 1]. */
export function editingShare(comment: string): number {
  const words = comment.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.length === 0
    ? 0
    : words.filter((word) => isOfEditing(word) && !/^\d+$/.test(word)).length / words.length;
}

function stemOf(word: string): string {
  return word.replace(/(?<=\w{3})(?:'s|s)$/, '');
}

function isOfEditing(word: string): boolean {
  return (
    /^\d+$/.test(word) ||
    tellsOfEditing(word) ||
    abroads.has(word) ||
    smalls.has(word) ||
    smalls.has(stemOf(word))
  );
}

function tellsOfEditing(word: string): boolean {
  const stem = stemOf(word);
  const told = doings.has(word) || doings.has(stem) || matters.has(word) || matters.has(stem);
  return told || (abroads.has(word) && word.length > 3);
}

const otherScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Greek}]/u;

/** A comment in a script that the file has not used so far. */
export function inNewScript(comment: string, before: string): boolean {
  return otherScripts.test(comment) && !otherScripts.test(before);
}

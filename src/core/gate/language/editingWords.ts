/** Does a comment speak of nothing but editing: the code, the rest, what stays, what goes here? */

/** What code consists of, whatever it does. Stems: endings of plural and tense are taken off before. */
const matter =
  'code implementation impl logic body content line method function func member part portion section statement case branch import definition detail file route handler test step stuff block version place point module script snippet class helper declaration boilerplate setup initialization initialisation processing check loop switch field property item entry key setting query option parsing routine validation constructor utility type variable constant request response render';
/** What happens to it in an edit, or does not. */
const doing =
  'unchanged unmodified untouched unaltered unedited identical same intact original originally previous previously existing exist exists rest remainder remaining remain remains other old earlier former before prior current omitted omit elided elide snip snipped shortened shorten abridged abbreviated truncated hidden skipped skip skipping collapsed continue continues continued continuing carry carries stay stays retained retain kept keep keeps preserve preserved leave left insert add put implement implemented fill paste write written goes go going belongs follow follows repeat repeated copy include included shown change changes changed modify modified modification modifications edit edits edited touched needed necessary placeholder short brevity clarity simplicity readability space below above here etc back everything nothing lines original verbatim subsequent further tail bulk cut';
/** Small words that say nothing by themselves. */
const small =
  "the of in this that it its it's you your my our all and or to from on at for is are was were be been with exactly where they there no not past does do did else have has had me we i as a an so forth on order sake just like see than any more now will would should which what until up down end start begin beginning next last first way form again both each every only also further still please let us then out alone fine put pre lower upper into how whatever various usual several few";

/**
 * The same talk in other languages that models answer in: what (code, function, rest), that it is as before, that it
 * is left out, and the small words between. Words of five letters and more stand for their inflections too.
 */
const abroad = [
  // German
  'der die das den dem des ein eine ist sind wie er es sie hier ab zur und alles weiter rest restlich übrig bisherig bestehend vorhanden vorherig ursprünglich unverändert gleich identisch bleib bleibt zuvor bisher vorher gehabt folgt steht kommt geht ausgelassen weggelassen gekürzt einfügen änderung keine ohne funktion methode datei klasse inhalt implementierung zeilen rumpf',
  // French
  'le la les du de des ici est sont ne pas comme avant sans un une et reste suite existant actuel précédent inchang identique change bouge conserv gard omis omise tronqu modification fonction méthode fichier classe corps contenu implémentation lignes autres',
  // Spanish, Portuguese, Italian, Romanian
  'el los las lo il gli o os as do da dos um uma un una y e sin sem senza como come por per para aquí aqui qui va vai se no não non que che en em in este está estaba estava antes prima demás otro outro altri altre altra altro resto restante rimanente siguiente seguinte código codice existente esistente anterior precedent original originale igual uguale identic queda fica resta rimane permanec sigue continúa continua mantiene mantém cambi cambia cambios modific alteraç alteraciones inalterad invariat omitid omess omitted brevedad brevidade brevità función função funzione método metodo archivo arquivo clase classe cuerpo corpo contenido conteúdo líneas linhas righe implementa restul codului cod existent neschimbat rămâne la fel',
  // Dutch, Swedish, Danish, Norwegian
  'van het een en zoals hier verder zonder blijft blijven hetzelfde ongewijzigd bestaand overig vorig weggelaten ingekort wijzig functie bestand klasse resten koden kod kode av af är er som förut tidigare før tidligere oförändrad uændret uendret samma samme befintlig eksisterende utelämn udelad utelat här her den det filen funktionen funktion metoden',
  // Polish, Czech, Slovak
  'reszta kodu pozostał istniejąc bez zmian jak wcześniej poprzedni tutaj pominięt taki sam sama zostaje niezmienion funkcj plik zbytek kód kódu beze změn změny stávající existujíc původní zůstává stejn vynechán zde zvyšok zmien nezmenen',
  // Finnish, Hungarian, Turkish, Indonesian, Vietnamese
  'loput loppu muu koodi koodista ennallaan muuttumaton sama kuin ennen olemassa oleva tähän a az többi része kódrész változatlan meglévő marad ugyanaz itt mint eddig kodun kalanı geri mevcut değişmedi değişiklik değişmeden aynı kalır önceki burada kısaltıldı yok sisa kode tetap tidak berubah seperti sebelumnya sini di yang ada phần còn lại giữ nguyên mã hiện không đổi như cũ ở đây',
  // Russian, Ukrainian, Greek
  'остальн оставш код кода коду существующ предыдущ прежн без изменен изменений не изменил изменяет как было раньше здесь тут остается остаётся пропущен опущен сокращен далее функци файл решта змін існуюч попередн залиша υπόλοιπος υπόλοιπο κώδικας παραμένει ίδιος όπως πριν υπάρχων χωρίς αλλαγές ο το',
]
  .join(' ')
  .split(' ');
const shortAbroad = new Set(abroad);
const abroadStems = abroad.filter((word) => word.length > 4);
const longestEnding = 5;

function isAbroad(word: string): boolean {
  return (
    shortAbroad.has(word) ||
    (word.length > 4 &&
      abroadStems.some((stem) => word.startsWith(stem) && word.length <= stem.length + longestEnding))
  );
}

/** Without spaces between words a beginning is looked for anywhere. */
const eastern =
  /其余|其他|剩余|省略|不变|保持|未修改|未改|无需修改|现有|原有|原来|以下同|同上|略|残り|以下|省略|既存|変更なし|変更無し|そのまま|同じ|元の|나머지|기존|동일|생략|그대로|변경 없|이하/;

const matters = new Set(matter.split(' '));
const doings = new Set(doing.split(' '));
const smalls = new Set(small.split(' '));
const mostWords = 16;

/** One of these alone is as well a heading, a marker or an instruction of its own. */
const ambiguousAlone =
  /^(?:skip|skipped|skipping|continue|continues|continued|put|add|insert|here|next|first|last|other|others|file|test|module|route|case|point|block|see|change|changes|changed|edit|copy|write|written|original|existing|previous|current|everything|nothing|back|above|below|include|included|shown|needed|follow|follows|left|leave|keep|go|going|implement|implemented|same|old|former|hidden|repeat|short|space|fill|paste|necessary|exists?)$/;

/** True when every word belongs to the talk about editing, and one of them says what happens or does not. */
export function speaksOfEditing(comment: string): boolean {
  const words = wordsOf(comment);
  if (words.length === 0 || words.length > mostWords) return false;
  if (words.length === 1 && isAmbiguousAlone(comment)) return false;
  if (eastern.test(comment) && !/[a-z]{3}/i.test(comment)) return true;
  return words.every(isOfEditing) && words.some((word) => isDoing(word) || isLongAbroad(word));
}

/** It speaks of editing in another language than English: code and its remarks seldom do. */
export function speaksAbroad(comment: string): boolean {
  return (
    speaksOfEditing(comment) &&
    wordsOf(comment).some(
      (word) => !isDoing(word) && !matters.has(stemOf(word)) && !smalls.has(word) && isLongAbroad(word),
    )
  );
}

/** It says what happens to code in an edit, or does not: "stays", "unchanged", "omitted". */
export function saysWhatHappens(comment: string): boolean {
  return wordsOf(comment).some((word) => isDoing(word) || isLongAbroad(word));
}

/** A single word that may be said of anything. */
export function isAmbiguousAlone(comment: string): boolean {
  const words = wordsOf(comment);
  return words.length === 1 && ambiguousAlone.test(words[0] ?? '');
}

/** How many of its words belong to the talk about editing, in [0, 1]. */
export function editingShare(comment: string): number {
  const words = wordsOf(comment);
  return words.length === 0
    ? 0
    : words.filter((word) => isOfEditing(word) && !/^\d+$/.test(word)).length / words.length;
}

function wordsOf(comment: string): readonly string[] {
  return comment.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

function stemOf(word: string): string {
  return word.replace(/(?<=\w{3})(?:'s|s)$/, '');
}

function isDoing(word: string): boolean {
  return doings.has(word) || doings.has(stemOf(word));
}

/** A short one may be a word of any language. */
function isLongAbroad(word: string): boolean {
  return word.length > 4 && isAbroad(word);
}

function isOfEditing(word: string): boolean {
  return (
    /^\d+$/.test(word) ||
    isDoing(word) ||
    matters.has(word) ||
    matters.has(stemOf(word)) ||
    smalls.has(word) ||
    smalls.has(stemOf(word)) ||
    isAbroad(word)
  );
}

const otherScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Greek}]/u;

/** A comment in a script that the file has not used so far. */
export function inNewScript(comment: string, before: string): boolean {
  return otherScripts.test(comment) && !otherScripts.test(before);
}

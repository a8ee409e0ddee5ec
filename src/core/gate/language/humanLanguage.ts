/** In which human language is a text written? */

const words: Readonly<Record<string, string>> = {
  english:
    'the and is are this that with for you your not it of to in can be will how what which does please file function code as if on',
  german:
    'der die das und ist sind nicht mit für sie ich ein eine einen wie was wird werden kann bitte auf den dem auch oder datei funktion wenn zu im',
  french:
    'le la les des est sont et pas pour avec vous je une un que qui dans comment ce cette peut fichier fonction sur du au si par il elle ne y à donc rien tout fait faire quand plus ou où leur cela ensuite besoin sans être',
  spanish:
    'el la los las es son y no para con por una un que en como qué este esta puede archivo función del se lo si al',
  italian:
    'il lo gli che è sono e non per con una un di come questo questa può file funzione del della nel si al sul cosa',
  portuguese:
    'o os as é são e não para com uma um que em como este esta pode arquivo função do da no na se ao você',
  dutch:
    'de het een en is zijn niet met voor je ik dat die op van te hoe wat deze dit kan bestand functie als in wordt',
  polish: 'i w nie jest na to się z do że jak co ten dla czy plik funkcja może po od są przez które',
  swedish: 'och är det att en ett som på för inte med av jag du kan hur vad den till funktion fil om vi har',
  turkish: 've bir bu için ile değil nasıl ne mi mı dosya fonksiyon olarak da de çok var gibi kadar daha',
  czech: 'a je na se v to že s jak co pro není soubor funkce ten do jako nebo ale by za',
};
const lists = Object.entries(words).map(([name, text]) => [name, new Set(text.split(' '))] as const);

/** Scripts that tell the language, or its group, by themselves. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['korean', /\p{Script=Hangul}/gu],
  ['chinese', /\p{Script=Han}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
  ['thai', /\p{Script=Thai}/gu],
];

/** The language, or `undefined` where the text is too short or too mixed to tell. `leastHits` small words are needed. */
export function humanLanguage(text: string, leastHits: number): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  for (const [name, script] of scripts) {
    const count = text.match(script)?.length ?? 0;
    if (count >= 4 && count > letters * 0.25) return name;
  }
  const tokens = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = lists
    .map(([name, known]) => [name, tokens.filter((token) => known.has(token)).length] as const)
    .sort((a, b) => b[1] - a[1]);
  const [best, second] = scores;
  if (best === undefined || best[1] < leastHits || best[1] < tokens.length * 0.12) return undefined;
  return best[1] >= (second?.[1] ?? 0) * 1.4 + 1 ? best[0] : undefined;
}

const named =
  /\b(?:english|german|deutsch|french|français|spanish|español|italian|italiano|portuguese|português|dutch|polish|swedish|turkish|czech|japanese|chinese|korean|russian|arabic|hindi|englisch|französisch|spanisch|anglais|allemand|inglés|alemán|translat\w*|übersetz\w*|tradu\w*|locali[sz]\w*|i18n)\b|[日中英韓]文|日本語|中文|英語|英语|русск|английск/iu;

/** The question names a language or asks for a translation: then any language may be right. */
export function namesLanguage(text: string): boolean {
  return named.test(text);
}

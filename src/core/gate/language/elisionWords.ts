/** Does a comment stand for code that was left out? */

import { editingShare } from './editingWords.ts';

/** What is left out. */
const things =
  /\b(?:code|implementation|impl|logic|body|bodies|contents?|stuff|lines?|methods?|functions?|func|fields?|members?|props?|propert(?:y|ies)|parts?|sections?|statements?|cases?|branches|imports?|definitions?|details?|class(?:es)?|file|routes?|handlers?|tests?|steps?|entries|items|elements?|attributes|rules?|styles?|selectors?|keys?|values?|config(?:uration)?|settings?|options?|helpers?|types?|variables?|constants?|declarations?|everything|things?|work|markup|tags?|module|block|region|processing|validation|setup|above|below|else|here|this)\b/i;
/** That it is as it was. */
const same =
  /\b(?:rest|remain(?:s|ing|der)?|exist(?:s|ing)|unchanged|un(?:modified|touched|altered|edited|affected)|same|identical|previous(?:ly)?|prior|original(?:ly)?|others?|intact|as[ -]?(?:is|before|above|was|previously)|stays?|like before|no (?:further )?changes?|not? (?:changed|modified)|left (?:as|alone|out|in place)|keep(?:s|ing)?|kept|preserved?|retain(?:s|ed)?|continue[sd]?|carr(?:y|ies) on|already (?:there|present|exists?)|unverändert|bleibt|restlich\w*|bestehend\w*|übrig\w*|wie (?:bisher|zuvor|vorher)|inchangée?s?|existante?s?|reste du|le reste|précédente?s?|restante?s?|sin cambios|resto del?|existente|igual que|rimanente|invariato)\b/i;
/** That it was left out. */
const omitted =
  /\b(?:omit(?:s|ted|ting)?|elided?|eliding|snip(?:ped|pet)?|truncated|abbreviated|abridged|shortened|collapsed|skipp?ed|stripped|trimmed|hidden|redacted|cut|excluded|for (?:the sake of )?(?:brevity|clarity|simplicity|readability|space)|etc\.?|and so (?:on|forth)|you get the idea|goes? here|go here|belongs here|here as (?:before|needed)|fill (?:in|this)|insert (?:the |your )?\w*|to be (?:filled|implemented|added|completed)|your \w+ here|placeholder|not shown|see (?:above|original|previous)|ausgelassen|gekürzt|weggelassen|usw|hier einfügen|omis|ici|omitido|aquí|qui)\b/i;
const dots = /\.{3,}|…|\[\s*(?:\.{2,}|…|snip)\s*\]/;
const notAsPlaceholder =
  /\b(?:todo|fixme|https?:|eslint|@(?:param|return|type|ts-)|copyright|licen[sc]e|deprecated)\b/i;

/**
 * How much a comment reads like a placeholder: 0 not at all, 1 perhaps (it needs a second sign, as code that vanished),
 * 2 surely. A rule over word classes (what, that it is as before, that it was left out, dots), not a list of sentences.
 */
export function elisionScore(comment: string): 0 | 1 | 2 {
  const text = comment.trim();
  if (text === '' || text.length > 140) return 0;
  const bare = text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const hasDots = dots.test(text);
  const framed = /^\s*[[(<{-]*\s*(?:\.{2,}|…)/.test(text) || /(?:\.{3,}|…)\s*[\])>}.-]*$/.test(text);
  if (bare === '') return hasDots || /^\W{0,3}\.(?:\s\.){2,}\W{0,3}$/.test(text) ? 2 : 0;
  const words = bare.split(' ').length;
  const isSame = same.test(text);
  const isOmitted = omitted.test(text);
  const names = things.test(text);
  // Dots at the end alone also trail off.
  const most = /^\s*[[(<{-]*\s*(?:\.{2,}|…)/.test(text) ? 16 : 10;
  const leads = /^\W*(?:\.{2,}|…)/.test(text);
  if (hasDots && framed && (isSame || isOmitted) && words <= most && (leads || editingShare(text) >= 0.6))
    return 2;
  if (isOmitted && /\bfor (?:the sake of )?(?:brevity|clarity|simplicity|space)\b/i.test(text)) return 2;
  if (isSame && isOmitted && words <= 14 && (hasDots || editingShare(text) >= 0.7)) return 2;
  if (isSame && names && words <= 7 && phraseOfRest(text)) return 2;
  if (notAsPlaceholder.test(text)) return hasDots || isSame || isOmitted ? 1 : 0;
  if (hasDots || isSame || isOmitted) return 1;
  return 0;
}

/** "Rest of the code", "existing methods", "other fields unchanged": the comment says nothing else. */
function phraseOfRest(text: string): boolean {
  const bare = text.replace(/[^\p{L}\p{N}' -]+/gu, ' ').trim();
  const last = bare.slice(bare.lastIndexOf(' ') + 1);
  const closed = things.test(last) || same.test(last) || omitted.test(last);
  const opening =
    /^(?:(?:and|plus|all|the|my|your|its|any|every|with|of) )*(?:rest|remaining|remainder|existing|unchanged|same|previous|original|other|everything|keep|preserve|retain|leave|no changes)\b/i;
  if (opening.test(bare)) return closed;
  return /\b(?:unchanged|intact|as before|same as (?:before|above)|(?:stays?|remains?|is|are|kept?|keep) (?:the same|as[ -]is|intact|as before|unchanged|untouched))$/i.test(
    bare,
  );
}

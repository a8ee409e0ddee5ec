/** Did the model decline instead of answering? */

import type { Check } from '../check.ts';

/** Regret: it may open an answer too, so that it counts with one of the others. */
const regret =
  /(?<!\p{L})(?:(?:i['’]?m|i am|we['’]?re|we are)?\s*(?:(?:really|so|very|truly|terribly|deeply)\s+)?sorry|apolog(?:y|ies|i[sz]e)|unfortunately|regret\w*|entschuldig\w*|leider|bedau[er]+\w*|tut mir leid|désolée?s?|malheureusement|regrette|lo siento|lamento|lamentablemente|desafortunadamente|mi dispiace|purtroppo|desculpe|lamento|infelizmente|het spijt|helaas|przykro mi|przepraszam|niestety|omlouvám|bohužel|tyvärr|beklager|desværre|pahoittelen|valitettavasti|üzgünüm|maalesef|maaf|извините|простите|сожалению|вибачте|xin lỗi|sajnálom|îmi pare rău)(?!\p{L})|抱歉|对不起|對不起|遗憾|遺憾|申し訳|すみません|恐れ入り|죄송|유감/iu;
/** In the first person: it is not done. */
const unable = new RegExp(
  [
    String.raw`(?<!\p{L})(?:i|we)(?:['’]m| am|['’]re| are)? (?:\w+ )?(?:unable|not (?:\w+ )?(?:able|allowed|permitted|comfortable|going|authori[sz]ed|in a position)|prohibited|declin\w+|refus\w+)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:i|we) (?:\w+ )?(?:can(?:not|['’]?t| not)|could(?: not|n['’]t)|won['’]?t|will not|must (?:\w+ )?(?:decline|refuse)|have to (?:\w+ )?(?:decline|refuse)|(?:respectfully )?(?:decline|refuse)|do(?: not|n['’]t) (?:feel comfortable|have (?:the |any |enough )?(?:ability|access|permission|context|information)|see any))(?!\p{L})`,
    String.raw`(?<!\p{L})(?:this|that|it) is(?: not|n['’]t) something (?:that )?(?:i|we) (?:can|am able|are able)(?!\p{L})|(?<!\p{L})(?:i|we)(?:['’]d| would)? (?:need|require) (?:more|additional|further) (?:information|context|details|input)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:against|violat\w+) (?:my|our|the) (?:\w+ )?(?:guidelines|polic\w+|rules|programming)(?!\p{L})`,
    String.raw`(?<!\p{L})as an? (?:ai|artificial|large language|language|assistant|responsible)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:ich (?:kann|darf|werde|möchte)|(?:kann|darf|werde|möchte) ich) (?:[\p{L},]+ ){0,6}nicht(?!\p{L})|ich bin (?:[\p{L},]+ ){0,3}nicht in der lage`,
    String.raw`(?<!\p{L})je (?:ne (?:peux|suis|vais|puis) (?:[\p{L},]+ ){0,2}pas|refuse)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:no (?:puedo|podemos|me es posible)|não posso|não consigo|non (?:posso|sono in grado)|ik kan (?:[\p{L},]+ ){0,4}niet)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:nie (?:mogę|jestem w stanie)|nemohu|nemůžu|jag kan (?:[\p{L}]+ )?inte|jeg kan (?:[\p{L}]+ )?ikke|en voi|не (?:могу|можу|в состоянии|имею)|tidak (?:bisa|dapat)|không thể|nem tudok)(?!\p{L})|\p{L}+(?:amam|emem|amıyorum|emiyorum)(?!\p{L})|无法|無法|不能|できません|できない|お応え|수 없|불가`,
    String.raw`(?<!\p{L})(?:goes against|in(?:consistent| conflict) with|not (?:permitted|allowed) (?:by|under)|conflicts? with) (?:my|our|the) (?:\w+ )?(?:guidelines|polic\w+|rules|terms)(?!\p{L})|(?<!\p{L})(?:inappropriate|unethical|irresponsible|not appropriate) for me(?!\p{L})`,
  ].join('|'),
  'iu',
);
/** The question is handed back instead of being answered. */
const wantsMore =
  /(?<!\p{L})(?:(?:could|can|would) you (?:please )?|please )(?:provide|share|paste|send|upload|show me|supply|attach)(?!\p{L})/iu;

/** What a refusal declines: to do the task, rather than to find something in the code. */
const task =
  /(?<!\p{L})(?:help\w*|assist\w*|provid\w*|compl(?:y|ete|ying)|fulfil\w*|do (?:that|this|so)|continu\w*|shar\w+|writ(?:e|ing)|generat\w+|creat\w+|discuss\w*|answer\w*|support\w*|respond\w*|produc\w+|process\w*|perform\w*|engage\w*|modif\w+|edit\w*|chang\w+|implement\w*|mak(?:e|ing)|fix\w*|offer\w*|execut\w+|work\w*|request\w*|polic\w+|guidelines?|instructions?|content|files?|anfrage|helfen|vornehmen|erledigen|unterstützen|aider|modifier|répondre|ayudar\w*|ajudar|aiutar\w*|demande|solicitud|petición|pedido|richiesta)(?!\p{L})/iu;

/** A refusal stands at the beginning and is short; a long answer with code that says "sorry" is an answer. */
const openingLength = 320;
const longestRefusal = 1600;

export const refusalCheck: Check = {
  name: 'refusal',
  tasks: ['completion', 'edit', 'chat'],
  run({ answer, judged, before }) {
    const text = answer.trim().replace(/^(?:\/\/+|#+|--|\/\*+|<!--|"""|'{3}|\*|>)\s*/, '');
    const head = text.slice(0, openingLength);
    const found = declined(head, judged.task !== 'chat');
    if (found === undefined || before.includes(found[0])) return undefined;
    if (judged.task === 'chat' && /^\s*(?:```|~~~)/m.test(answer)) return undefined;
    if (text.length > longestRefusal && judged.task !== 'edit') return undefined;
    // A refusal is all there is, or the first thing said; a comment or text far down is part of the code.
    const reach = judged.task === 'chat' ? 160 : judged.task === 'completion' ? 80 : openingLength;
    if (found.index > reach) return undefined;
    const line = head.slice(0, 100).replace(/\s+/g, ' ');
    return { message: `The model declined: "${line}"`, line: 0 };
  },
};

function declined(head: string, handsOver: boolean): RegExpExecArray | undefined {
  const sorry = regret.exec(head);
  const not = unable.exec(head);
  if (not !== null && (sorry !== null || task.test(head.slice(not.index)))) return not;
  const asks = handsOver ? wantsMore.exec(head) : null;
  if (asks !== null && (not !== null || /^[^.?!\n]{0,40}$/.test(head.slice(0, asks.index)))) return asks;
  return sorry !== null && sorry.index < 4 && task.test(head) && head.length < 140 ? sorry : undefined;
}

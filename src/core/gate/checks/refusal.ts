/** Did the model decline instead of answering? */

import type { Check } from '../check.ts';

const unable = [
  String.raw`\b(?:i|we)(?:['’]m| am|['’]re| are)? (?:(?:really |so |very |truly )?sorry|unable|not (?:able|allowed|permitted|comfortable|going)|prohibited|declin\w+|refus\w+)\b`,
  String.raw`\b(?:i|we) (?:can(?:not|['’]?t| not)|could(?: not|n['’]t)|won['’]?t|will not|must (?:decline|refuse|respectfully)|have to (?:decline|refuse)|(?:respectfully )?(?:decline|refuse)|do(?: not|n['’]t) (?:feel comfortable|have the ability))\b`,
  String.raw`\bas an? (?:ai|artificial|large language|language|assistant)\b`,
  String.raw`\bich (?:kann|darf|werde|möchte) (?:\w+ ){0,4}nicht\b|\bich bin nicht in der lage\b|\btut mir leid\b`,
  String.raw`\bje (?:ne (?:peux|suis|vais) (?:pas|malheureusement)|regrette|suis (?:vraiment )?désolée?)\b|\bdésolée?\b`,
  String.raw`\blo siento\b|\bno puedo\b|\bno me es posible\b|\bdesculpe\b|\bnão posso\b|\bmi dispiace\b|\bnon posso\b`,
].join('|');
const opening = new RegExp(unable, 'i');

/** What a refusal declines: to do the task, rather than to find something in the code. */
const task =
  /\b(?:help|assist|provide|compl(?:y|ete)|fulfil+|do (?:that|this|so)|continue|share|writ(?:e|ing)|generat\w+|creat\w+|discuss|answer|support|respond|produc\w+|process|perform|engage|modify|edit|chang\w+|implement|make|fix|offer|execute|work|request|policy|policies|guidelines?|instructions?|content|anfrage|helfen|unterstützen|aider|ayudar\w*|ajudar|aiutar\w*|demande|solicitud|pedido|richiesta)\b/i;

/** A refusal stands at the beginning and is short; a long answer with code that says "sorry" is an answer. */
const openingLength = 320;
const longestRefusal = 1600;

export const refusalCheck: Check = {
  name: 'refusal',
  tasks: ['completion', 'edit', 'chat'],
  run({ answer, judged, before }) {
    const text = answer.trim().replace(/^(?:\/\/|#|--|\/\*|<!--|"""|'''|\*|>)\s*/, '');
    const head = text.slice(0, openingLength);
    const found = opening.exec(head);
    if (found === null || !task.test(head.slice(found.index))) return undefined;
    if (before.includes(found[0])) return undefined;
    if (judged.task === 'chat' && /^\s*(?:```|~~~)/m.test(answer)) return undefined;
    if (text.length > longestRefusal && judged.task !== 'edit') return undefined;
    if (found.index > 160 && judged.task === 'chat') return undefined;
    const line = head.slice(0, 100).replace(/\s+/g, ' ');
    return { message: `The model declined: "${line}"`, line: 0 };
  },
};

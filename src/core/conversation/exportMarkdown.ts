/** How does a conversation read as a Markdown document? */

import { activeTurns, selectedAnswer, type Conversation, type Turn } from './conversation.ts';

/** The branch that is shown. Names what was attached, not its text: a person shares this file. */
export function exportMarkdown(conversation: Conversation): string {
  const parts = [`# ${conversation.title === '' ? 'Conversation' : oneLine(conversation.title)}`];
  for (const turn of activeTurns(conversation)) parts.push(...turnAsMarkdown(turn));
  return `${parts.join('\n\n')}\n`;
}

function turnAsMarkdown(turn: Turn): string[] {
  const command = turn.question.command === undefined ? '' : `/${turn.question.command} `;
  const parts = ['## Question', quote(`${command}${turn.question.text}`)];
  if (turn.question.attachments.length > 0) {
    parts.push(
      turn.question.attachments
        .map((each) => `- \`${oneLine(each.label)}\`${each.staysLocal ? ' (stays local)' : ''}`)
        .join('\n'),
    );
  }
  const answer = selectedAnswer(turn);
  if (answer === undefined) return parts;
  const why = answer.reason === 'default' ? '' : `, ${answer.reason}`;
  parts.push('## Answer', `_${answer.route}: ${oneLine(answer.model)}${why}_`, answer.text.trim());
  return parts;
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

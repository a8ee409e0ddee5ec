/** How is an outgoing request shown so that a person can read it? Everything shown is read from the body itself. */

import type { CloudPreview } from '../core/cloud/cloudDoor.ts';

export interface PreviewText {
  readonly text: string;
  /** Masked places in `text`, in order. */
  readonly marks: readonly PreviewMark[];
}

export interface PreviewMark {
  readonly kind: string;
  readonly placeholder: string;
  readonly start: number;
  readonly end: number;
}

export interface PreviewWords {
  readonly goesTo: string;
  readonly size: string;
  readonly masked: string;
  readonly fields: string;
}

/** Heading, then every other field, then each message with its line breaks; nothing of the body is left out. */
export function readablePreview(preview: CloudPreview, words: PreviewWords): PreviewText {
  const body: unknown = JSON.parse(preview.body);
  const messages = messagesOf(body);
  const fields = Object.entries(objectOf(body)).filter(([name]) => name !== 'messages' && name !== 'system');
  const blocks = messages.map(({ role, text }) => `──── ${role} ────\n${text}`);
  const text = [
    words.goesTo,
    words.size,
    words.masked,
    `${words.fields} ${JSON.stringify(Object.fromEntries(fields))}`,
    '',
    ...blocks,
    '',
  ].join('\n');
  return { text, marks: marksIn(text, preview) };
}

/** The bytes as they are, and where the placeholders stand in them. */
export function exactPreview(preview: CloudPreview): PreviewText {
  return { text: preview.body, marks: marksIn(preview.body, preview) };
}

/** With the values in place, for a comparison on this machine. */
export function originalText(
  { text, marks }: PreviewText,
  original: (placeholder: string) => string | undefined,
): string {
  let restored = '';
  let at = 0;
  for (const { start, end, placeholder } of marks) {
    restored += text.slice(at, start) + (original(placeholder) ?? placeholder);
    at = end;
  }
  return restored + text.slice(at);
}

/** How many values of each kind, e.g. `2 aws_secret_key, 1 password`. */
export function countsOf(preview: CloudPreview): string {
  return preview.redactions.map(({ kind, count }) => `${count} ${kind}`).join(', ');
}

/** Where placeholders of this preview stand in a text. */
export function marksIn(text: string, preview: CloudPreview): readonly PreviewMark[] {
  const kinds = new Map(
    preview.masked.map(({ kind, start, end }) => [preview.body.slice(start, end), kind] as const),
  );
  const marks: PreviewMark[] = [];
  for (const [placeholder, kind] of kinds) {
    for (let at = text.indexOf(placeholder); at !== -1; at = text.indexOf(placeholder, at + 1)) {
      marks.push({ kind, placeholder, start: at, end: at + placeholder.length });
    }
  }
  return marks.sort((a, b) => a.start - b.start);
}

function messagesOf(body: unknown): { role: string; text: string }[] {
  const { system, messages } = objectOf(body);
  const list = Array.isArray(messages) ? (messages as unknown[]) : [];
  const spoken = list.map((message) => {
    const { role, content } = objectOf(message);
    return { role: typeof role === 'string' ? role : '?', text: contentOf(content) };
  });
  return system === undefined ? spoken : [{ role: 'system', text: contentOf(system) }, ...spoken];
}

/** Parts that are no text are shown as they are. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return JSON.stringify(content) ?? '';
  return (content as unknown[])
    .map((part) => {
      const { text, ...rest } = objectOf(part);
      return typeof text === 'string' && rest['type'] === 'text' ? text : JSON.stringify(part);
    })
    .join('\n');
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A selection over a masked place masks what is beside it: the placeholder itself is nothing to mask. */
export function splitOnMarks(text: string, preview: CloudPreview | undefined): readonly string[] {
  const words = new Set(preview?.masked.map(({ start, end }) => preview.body.slice(start, end)) ?? []);
  let parts = [text];
  for (const word of words) parts = parts.flatMap((part) => part.split(word));
  return parts;
}

/** The exact bytes show escapes, and the editor shows one kind of line end: all that the selection can mean is masked. */
export function asSent(text: string, isExact: boolean): readonly string[] {
  const plain = isExact ? unescaped(text) : text;
  return plain.includes('\n')
    ? [plain.replaceAll('\r\n', '\n'), plain.replaceAll(/\r?\n/g, '\r\n')]
    : [plain];
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

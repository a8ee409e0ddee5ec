/** Where does one frame of a streamed body end? Server-sent events and NDJSON, tolerant of comments, CRLF and split UTF-8. */

/** A stream that never ends a line is not one of ours. In UTF-16 code units. */
const longestFrame = 8_000_000;

export class FrameTooLong extends Error {}

/** Cuts bytes into lines at `\n`, `\r\n` or `\r`; the line ending is not part of them. A last line without ending counts. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let pending = '';
  for await (const chunk of chunks) {
    pending += decoder.decode(chunk, { stream: true });
    let start = 0;
    for (const match of pending.matchAll(/\r\n|\n|\r(?!$)/g)) {
      yield pending.slice(start, match.index);
      start = match.index + match[0].length;
    }
    pending = pending.slice(start);
    if (pending.length > longestFrame) throw new FrameTooLong('a line without end');
  }
  pending += decoder.decode();
  if (pending !== '') yield pending.replace(/\r$/, '');
}

/** The data of each server-sent event; several `data:` lines of one event are joined by `\n`. Comments, ids and names are left out. */
export async function* readServerSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of readLines(chunks)) {
    if (line === '') {
      if (data.length > 0) yield data.join('\n');
      data = [];
    } else if (line.startsWith('data:')) {
      // Servers that leave out the blank line between events put one whole JSON on each line.
      const value = line.slice(line.startsWith('data: ') ? 6 : 5);
      if (data.length > 0 && isComplete(data.join('\n'))) {
        yield data.join('\n');
        data = [];
      }
      data.push(value);
    }
  }
  if (data.length > 0) yield data.join('\n');
}

/** Each line that is not blank. */
export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const line of readLines(chunks)) {
    if (line.trim() !== '') yield line;
  }
}

function isComplete(data: string): boolean {
  if (data === '[DONE]') return true;
  if (!data.endsWith('}')) return false;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}

/** Which events does a byte stream carry? Lines end in CR, LF or both; comments and unknown fields are passed over. */

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Leaving the loop cancels the stream. An event that the end cut off is dropped, as the standard says. */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let event = '';
  let data: string[] = [];
  for await (const line of lines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n') };
      event = '';
      data = [];
      continue;
    }
    if (line.startsWith(':')) continue;
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let held = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      held += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A CR at the end may be half of a CRLF: it waits for the next chunk.
      const complete = /^[\s\S]*(?:\n|\r(?=[\s\S]))/.exec(held)?.[0] ?? '';
      held = held.slice(complete.length);
      if (complete !== '') yield* splitLines(complete);
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function splitLines(text: string): string[] {
  const parts = text.split(/\r\n|\n|\r/);
  parts.pop();
  return parts;
}

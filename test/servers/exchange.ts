/** One request and how a stand-in answers it: whole, streamed, or with a fault. */

import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type {
  AnswerChunk,
  Asked,
  Fault,
  Json,
  ReceivedRequest,
  StandIn,
  StandInModel,
  ToolCalled,
} from './standIn.ts';

export interface AnswerSummary {
  readonly text: string;
  readonly reasoning: string;
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly toolCalls: readonly ToolCalled[];
  readonly tokensIn: number;
  readonly tokensOut: number;
}

export interface WholeChunk {
  readonly text: string;
  readonly logprob: number;
  readonly reasoning: boolean;
  readonly toolCall?: ToolCalled;
}

/** How a kind writes an answer on the wire. */
export interface AnswerFormat {
  readonly contentType: string;
  /** One frame for one chunk of the answer. */
  chunk(chunk: WholeChunk): string;
  /** What ends the stream, usage included. */
  close(summary: AnswerSummary): string;
  /** The body where no stream was asked for. */
  whole(summary: AnswerSummary): unknown;
  /** The frame of a failure in mid-stream. */
  readonly inBandError: string;
  /** The matched stop text stays in the answer (TGI). */
  readonly keepsStop?: boolean;
}

export class Exchange {
  readonly standIn: StandIn;
  readonly request: ReceivedRequest;
  readonly response: ServerResponse;
  fault: Fault | undefined;

  constructor(standIn: StandIn, request: ReceivedRequest, response: ServerResponse) {
    this.standIn = standIn;
    this.request = request;
    this.response = response;
  }

  get body(): Json {
    return this.request.body;
  }

  /** The model the body names, where this server has it. */
  get model(): StandInModel | undefined {
    return this.standIn.models.find((model) => model.id === this.body['model']);
  }

  json(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.send(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  text(status: number, text: string, contentType = 'text/plain; charset=utf-8'): void {
    this.send(status, text, { 'content-type': contentType });
  }

  /** Answers in the kind's form: streamed or whole, cut at stops and at the token limit, with stream faults. */
  async answer(asked: Asked, format: AnswerFormat, streamed: boolean): Promise<void> {
    const chunks = cut(this.standIn.answer(asked), asked, format.keepsStop === true);
    const summary = summarize(asked, chunks);
    if (!streamed) {
      for (const chunk of chunks.list) await this.pause(chunk);
      if (!this.response.destroyed) this.json(200, format.whole(summary));
      return;
    }
    if (this.fault?.name === 'slowFirstByte') await wait(this.fault.delayMs ?? 300);
    if (this.response.destroyed) return;
    this.response.writeHead(200, { 'content-type': format.contentType });
    this.response.flushHeaders();
    for (const [index, chunk] of chunks.list.entries()) {
      if (await this.breaks(index, format)) return;
      await this.pause(chunk);
      if (this.response.destroyed) return;
      this.write(format.chunk(whole(chunk)));
    }
    if (await this.breaks(chunks.list.length, format)) return;
    this.write(format.close(summary));
    this.response.end();
  }

  /** Answers with a fault that strikes before any answer; false: the fault strikes later, in the stream. */
  async fails(fault: Fault): Promise<boolean> {
    switch (fault.name) {
      case 'unauthorized':
      case 'modelMissing':
      case 'tooLong':
      case 'rateLimited':
      case 'loading':
      case 'serverError':
        this.standIn.kind.refusals[fault.name](this, fault);
        return true;
      case 'hang':
        return true;
      case 'garbage':
        this.send(200, 'x\u0000{{{ not: json\n\ndata: {"choices":[{"te\n\n{]\n', {
          'content-type': 'application/octet-stream',
        });
        return true;
      case 'html':
        this.text(200, '<!DOCTYPE html><html><body><h1>Proxy login</h1></body></html>', 'text/html');
        return true;
      default:
        return false;
    }
  }

  private async breaks(index: number, format: AnswerFormat): Promise<boolean> {
    const fault = this.fault;
    if (fault === undefined || index < (fault.afterChunks ?? 1)) return false;
    switch (fault.name) {
      case 'reset':
        await wait(5);
        this.response.socket?.resetAndDestroy();
        return true;
      case 'stall':
        return true;
      case 'endEarly':
        this.response.end();
        return true;
      case 'inBandError':
        this.write(format.inBandError);
        this.response.end();
        return true;
      default:
        return false;
    }
  }

  private async pause(chunk: AnswerChunk): Promise<void> {
    const delayMs = (typeof chunk === 'string' ? undefined : chunk.delayMs) ?? this.standIn.chunkDelayMs;
    if (delayMs > 0) await wait(delayMs);
  }

  private write(frame: string): void {
    this.request.bytesSent += Buffer.byteLength(frame);
    this.response.write(frame);
  }

  private send(status: number, body: string, headers: Record<string, string>): void {
    this.request.bytesSent += Buffer.byteLength(body);
    this.response.writeHead(status, headers);
    this.response.end(body);
  }
}

function whole(chunk: AnswerChunk): WholeChunk {
  if (typeof chunk === 'string') return { text: chunk, logprob: -0.05, reasoning: false };
  return {
    text: chunk.text,
    logprob: chunk.logprob ?? -0.05,
    reasoning: chunk.reasoning === true,
    ...(chunk.toolCall === undefined ? {} : { toolCall: chunk.toolCall }),
  };
}

interface CutAnswer {
  readonly list: readonly AnswerChunk[];
  readonly finish: 'stop' | 'length';
}

/** A stand-in's token: one chunk, or four characters of a longer one. */
function tokensOf(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

function cut(chunks: readonly AnswerChunk[], asked: Asked, keepsStop: boolean): CutAnswer {
  const kept: AnswerChunk[] = [];
  let text = '';
  let tokens = 0;
  for (const chunk of chunks) {
    const { text: piece, reasoning, toolCall } = whole(chunk);
    if (toolCall !== undefined) {
      kept.push(chunk);
      continue;
    }
    const room = (asked.maxTokens - tokens) * 4;
    if (room <= 0) return { list: kept, finish: 'length' };
    const fitted = piece.slice(0, room);
    const joined = text + fitted;
    const stop = reasoning ? undefined : firstStop(joined, asked.stop);
    const end = stop === undefined ? joined.length : stop.at + (keepsStop ? stop.length : 0);
    const shown = reasoning ? fitted : joined.slice(text.length, end);
    if (shown !== '') kept.push(typeof chunk === 'string' ? shown : { ...chunk, text: shown });
    if (stop !== undefined) return { list: kept, finish: 'stop' };
    if (fitted.length < piece.length) return { list: kept, finish: 'length' };
    if (!reasoning) text = joined;
    tokens += tokensOf(fitted);
  }
  return { list: kept, finish: 'stop' };
}

function firstStop(text: string, stops: readonly string[]): { at: number; length: number } | undefined {
  const found = stops
    .map((stop) => ({ at: text.indexOf(stop), length: stop.length }))
    .filter(({ at, length }) => at !== -1 && length > 0);
  return found.sort((left, right) => left.at - right.at)[0];
}

function summarize(asked: Asked, chunks: CutAnswer): AnswerSummary {
  const parts = chunks.list.map(whole);
  const toolCalls = parts.flatMap(({ toolCall }) => (toolCall === undefined ? [] : [toolCall]));
  const prompt = asked.prefix + asked.suffix + asked.messages.map(({ content }) => content).join('');
  return {
    text: parts
      .filter(({ reasoning }) => !reasoning)
      .map((part) => part.text)
      .join(''),
    reasoning: parts
      .filter(({ reasoning }) => reasoning)
      .map((part) => part.text)
      .join(''),
    finish: toolCalls.length > 0 ? 'tool_calls' : chunks.finish,
    toolCalls,
    tokensIn: tokensOf(prompt),
    tokensOut: parts.reduce((sum, part) => sum + tokensOf(part.text), 0),
  };
}

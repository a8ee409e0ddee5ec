/** What is a stand-in server? A real HTTP server on loopback that speaks one server kind's dialect, with scripted answers, faults, and a log of what it received. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { codeOracle } from './codeOracle.ts';
import { Exchange } from './exchange.ts';

/** What the client wants, translated from the wire by the kind. */
export interface Asked {
  /** `fim`: the server really understood prefix and suffix. `continuation`: it saw plain text, left to right. */
  readonly task: 'fim' | 'continuation' | 'chat';
  readonly model: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Other files, where the request carried them apart from the prompt. */
  readonly extra: readonly { readonly path: string; readonly text: string }[];
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly maxTokens: number;
  readonly stop: readonly string[];
  /** The whole JSON body. */
  readonly body: Json;
}

export type Json = Record<string, unknown>;

export type AnswerChunk =
  | string
  | {
      readonly text: string;
      readonly delayMs?: number;
      readonly logprob?: number;
      readonly reasoning?: boolean;
      /** The model calls this tool; `text` is empty then. */
      readonly toolCall?: ToolCalled;
    };

export interface ToolCalled {
  readonly id?: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
}

/** The script of a stand-in: what it answers, chunk by chunk. */
export type Answerer = (asked: Asked) => readonly AnswerChunk[];

export type FaultName =
  | 'unauthorized'
  | 'modelMissing'
  | 'tooLong'
  | 'rateLimited'
  | 'loading'
  | 'serverError'
  | 'hang'
  | 'reset'
  | 'garbage'
  | 'html'
  | 'slowFirstByte'
  | 'inBandError'
  | 'stall'
  | 'endEarly';

export interface Fault {
  readonly name: FaultName;
  /** Requests it strikes; then the server is well again. Default: all. */
  readonly times?: number;
  /** Stream faults (`reset`, `stall`, `inBandError`, `endEarly`) strike after this many chunks. Default 1. */
  readonly afterChunks?: number;
  /** For `slowFirstByte`. Default 300. */
  readonly delayMs?: number;
  /** For `rateLimited` and `loading`. Default 2. */
  readonly retryAfterSeconds?: number;
  /** Also strikes routes that ask no model (detection). Default false. */
  readonly everywhere?: boolean;
}

export interface ReceivedRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed JSON; an empty object where the body is none. */
  readonly body: Json;
  /** Milliseconds since the stand-in started. */
  readonly atMs: number;
  /** The answer left completely. */
  finished: boolean;
  /** The client closed the connection before the answer was complete. */
  hungUp: boolean;
  bytesSent: number;
  status: number;
}

export interface StandInModel {
  readonly id: string;
  /** FIM family whose control strings its tokenizer knows, e.g. `codestral`, `qwenCoder`; absent: a chat model. */
  readonly fim?: string;
  readonly contextTokens?: number;
  /** For Ollama: the library template has `.Suffix`. Default: whether `fim` is set. */
  readonly insert?: boolean;
  /** The server was started to call tools with it. Default: it was. */
  readonly callsTools?: boolean;
}

export interface Route {
  /** It asks the model: faults strike here. */
  readonly asks?: boolean;
  /** Answers without a key even where one is demanded. */
  readonly open?: boolean;
  run(exchange: Exchange): void | Promise<void>;
}

/** One server kind: one file that exports one of these. */
export interface StandInKind {
  readonly name: string;
  /** On every response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Models where the test names none. */
  readonly models: readonly StandInModel[];
  /** Routes by `METHOD /path`. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Any other path. Default: 404 `{"detail":"Not Found"}`. */
  readonly notFound?: (exchange: Exchange) => void;
  /** Does this request carry the key? Default: `Authorization: Bearer <key>`. */
  readonly holdsKey?: (request: ReceivedRequest, key: string) => boolean;
  /** The refusals of this kind, word for word. */
  readonly refusals: Readonly<Record<Refusal, (exchange: Exchange, fault: Fault) => void>>;
}

export type Refusal = 'unauthorized' | 'modelMissing' | 'tooLong' | 'rateLimited' | 'loading' | 'serverError';

export interface StandInOptions {
  /** Default: a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Demanded on routes that are not open. */
  readonly apiKey?: string;
  readonly models?: readonly StandInModel[];
  readonly answer?: Answerer;
  readonly fault?: Fault | FaultName;
  /** Between chunks that name no delay of their own. Default 0. */
  readonly chunkDelayMs?: number;
  /** Settings of the kind, e.g. `{ tokenizer: 'mistral' }`. */
  readonly traits?: Readonly<Record<string, string>>;
}

export interface StandIn {
  readonly kind: StandInKind;
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  models: readonly StandInModel[];
  readonly traits: Readonly<Record<string, string>>;
  readonly chunkDelayMs: number;
  /** May be set at any time. */
  answer: Answerer;
  fault: Fault | undefined;
  apiKey: string | undefined;
  /** Requests that asked the model. */
  asks(): readonly ReceivedRequest[];
  /** Resolves when the condition holds; rejects after `withinMs` (default 5000). Looked at whenever a request comes, ends or is hung up on. */
  until(condition: (requests: readonly ReceivedRequest[]) => boolean, withinMs?: number): Promise<void>;
  forget(): void;
  /** Stops listening and cuts what is open. */
  close(): Promise<void>;
  /** Listens again on the same port, as after a restart. */
  reopen(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startStandIn(kind: StandInKind, options: StandInOptions = {}): Promise<StandIn> {
  const server = new RunningStandIn(kind, options);
  await server.listen(options.port ?? 0);
  return server;
}

export function asFault(fault: Fault | FaultName | undefined): Fault | undefined {
  return typeof fault === 'string' ? { name: fault } : fault;
}

class RunningStandIn implements StandIn {
  readonly kind: StandInKind;
  models: readonly StandInModel[];
  readonly traits: Readonly<Record<string, string>>;
  readonly chunkDelayMs: number;
  readonly requests: ReceivedRequest[] = [];
  answer: Answerer;
  fault: Fault | undefined;
  apiKey: string | undefined;
  port = 0;
  private readonly host: string;
  private readonly asking = new WeakSet<ReceivedRequest>();
  private readonly sockets = new Set<Socket>();
  private readonly watchers = new Set<() => void>();
  private readonly startedMs = performance.now();
  private server: Server;

  constructor(kind: StandInKind, options: StandInOptions) {
    this.kind = kind;
    this.models = options.models ?? kind.models;
    this.traits = options.traits ?? {};
    this.chunkDelayMs = options.chunkDelayMs ?? 0;
    this.answer = options.answer ?? codeOracle();
    this.fault = asFault(options.fault);
    this.apiKey = options.apiKey;
    this.host = options.host ?? '127.0.0.1';
    this.server = this.makeServer();
  }

  get url(): string {
    return `http://${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`;
  }

  asks(): readonly ReceivedRequest[] {
    return this.requests.filter((request) => this.asking.has(request));
  }

  forget(): void {
    this.requests.length = 0;
  }

  until(condition: (requests: readonly ReceivedRequest[]) => boolean, withinMs = 5000): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!condition(this.requests)) return;
        this.watchers.delete(look);
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(() => {
        this.watchers.delete(look);
        reject(
          new Error(
            `${this.kind.name} stand-in: not within ${withinMs} ms; ${this.requests.length} requests`,
          ),
        );
      }, withinMs);
      this.watchers.add(look);
      look();
    });
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, this.host, () => resolve());
    });
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async reopen(): Promise<void> {
    this.server = this.makeServer();
    await this.listen(this.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private makeServer(): Server {
    const server = createServer((request, response) => {
      this.receive(request, response).catch((failure: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(`stand-in failed: ${String(failure)}`);
      });
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    return server;
  }

  private changed(): void {
    for (const watcher of [...this.watchers]) watcher();
  }

  private async receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, performance.now() - this.startedMs);
    this.requests.push(request);
    response.on('close', () => {
      request.finished = response.writableFinished;
      request.hungUp = !response.writableFinished;
      request.status = response.statusCode;
      this.changed();
    });
    const route = this.kind.routes[`${request.method} ${request.path}`];
    if (route?.asks === true) this.asking.add(request);
    this.changed();
    for (const [name, value] of Object.entries(this.kind.headers ?? {})) response.setHeader(name, value);
    const exchange = new Exchange(this, request, response);
    const fault = this.strike(route);
    exchange.fault = fault;
    if (fault !== undefined && (await exchange.fails(fault))) return;
    if (this.apiKey !== undefined && route?.open !== true && !this.holdsKey(request, this.apiKey)) {
      this.kind.refusals.unauthorized(exchange, { name: 'unauthorized' });
      return;
    }
    if (route !== undefined) await route.run(exchange);
    else if (this.kind.notFound !== undefined) this.kind.notFound(exchange);
    else exchange.json(404, { detail: 'Not Found' });
  }

  private strike(route: Route | undefined): Fault | undefined {
    const fault = this.fault;
    if (fault === undefined || (route?.asks !== true && fault.everywhere !== true)) return undefined;
    if (fault.times !== undefined) {
      if (fault.times <= 0) return undefined;
      this.fault = { ...fault, times: fault.times - 1 };
    }
    return fault;
  }

  private holdsKey(request: ReceivedRequest, key: string): boolean {
    return this.kind.holdsKey?.(request, key) ?? request.headers['authorization'] === `Bearer ${key}`;
  }
}

async function readRequest(incoming: IncomingMessage, atMs: number): Promise<ReceivedRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://stand-in');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    text,
    body: parseBody(text),
    atMs,
    finished: false,
    hungUp: false,
    bytesSent: 0,
    status: 0,
  };
}

function parseBody(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** A llama.cpp-like server with one slot, a prefix cache and the speed of a real one. Its answers come from an oracle. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { tokensOf, type Oracle } from './oracle.ts';

export interface ServerSpeed {
  readonly name: string;
  /** 0: instant. */
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
}

export const instant: ServerSpeed = { name: 'instant', prefillTokensPerSecond: 0, decodeTokensPerSecond: 0 };
/** Codestral 22B Q4 on an RTX 4090 under llama.cpp, as derived from published figures. */
export const rtx4090: ServerSpeed = {
  name: '4090',
  prefillTokensPerSecond: 2_500,
  decodeTokensPerSecond: 48,
};

export interface ServedRequest {
  readonly arrivedMs: number;
  readonly promptTokens: number;
  evaluatedTokens: number;
  generatedTokens: number;
  generatedText: string;
  /** From the slot's first work on it to its last. */
  busyMs: number;
  startedMs: number;
  firstTokenMs: number;
  cancelled: boolean;
}

interface Asked {
  readonly prompt: string;
  readonly n_predict: number;
  readonly streams: boolean;
}

/** What a Tabby server tells of itself. */
const health = {
  model: 'Codestral-22B',
  device: 'cuda',
  arch: 'x86_64',
  cpu_info: '',
  cpu_count: 8,
  cuda_devices: [],
  version: { build_date: '', build_timestamp: '', git_sha: '', git_describe: '' },
};

/** A Tabby server lays out the prompt itself, writes at most 64 tokens and does not stream. */
const tabbyTokens = 64;

function askedFor(url: string, body: string): Asked | undefined {
  if (url.endsWith('/completion')) {
    const { prompt, n_predict } = JSON.parse(body) as { prompt: string; n_predict: number };
    return { prompt, n_predict, streams: true };
  }
  if (!url.endsWith('/v1/completions')) return undefined;
  const { segments } = JSON.parse(body) as { segments?: { prefix: string; suffix?: string } };
  if (segments === undefined) return undefined;
  const prompt = `[SUFFIX]${segments.suffix ?? ''}[PREFIX]${segments.prefix}`;
  return { prompt, n_predict: tabbyTokens, streams: false };
}

export class SimulatedServer {
  readonly requests: ServedRequest[] = [];
  connections = 0;
  private readonly oracle: Oracle;
  private readonly speed: ServerSpeed;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private slot: Promise<void> = Promise.resolve();
  private cached: string[] = [];

  constructor(oracle: Oracle, speed: ServerSpeed) {
    this.oracle = oracle;
    this.speed = speed;
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.connections++;
      socket.setNoDelay(true);
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedMs = performance.now();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const asked = askedFor(request.url ?? '', body);
    if (asked === undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(health));
      return;
    }
    const served: ServedRequest = {
      arrivedMs,
      promptTokens: tokensOf(asked.prompt).length,
      evaluatedTokens: 0,
      generatedTokens: 0,
      generatedText: '',
      busyMs: 0,
      startedMs: 0,
      firstTokenMs: 0,
      cancelled: false,
    };
    this.requests.push(served);
    const before = this.slot;
    let free = (): void => undefined;
    this.slot = new Promise((resolve) => {
      free = resolve;
    });
    await before;
    try {
      await this.work(asked, served, response);
    } finally {
      free();
    }
  }

  private async work(asked: Asked, served: ServedRequest, response: ServerResponse): Promise<void> {
    served.startedMs = performance.now();
    // The socket is looked at between steps, as llama.cpp does.
    const isGone = (): boolean => response.destroyed || response.socket?.destroyed === true;
    if (isGone()) {
      served.cancelled = true;
      return;
    }
    const tokens = tokensOf(asked.prompt);
    let common = 0;
    while (common < tokens.length && tokens[common] === this.cached[common]) common++;
    served.evaluatedTokens = Math.max(1, tokens.length - common);
    this.cached = tokens;
    if (this.speed.prefillTokensPerSecond > 0)
      await wait((served.evaluatedTokens / this.speed.prefillTokensPerSecond) * 1_000);
    if (asked.streams) response.writeHead(200, { 'content-type': 'text/event-stream' });
    const split = asked.prompt.lastIndexOf('[PREFIX]');
    const answer = this.oracle
      .continue(asked.prompt.slice(split + 8), asked.prompt.slice(8, split))
      .slice(0, asked.n_predict);
    let finish = 'eos';
    for (const [index, token] of answer.entries()) {
      if (this.speed.decodeTokensPerSecond > 0) await wait(1_000 / this.speed.decodeTokensPerSecond);
      else if (index % 8 === 7) await wait(0);
      if (isGone()) {
        served.cancelled = true;
        break;
      }
      if (index === 0) served.firstTokenMs = performance.now() - served.arrivedMs;
      served.generatedTokens++;
      served.generatedText += token;
      this.cached.push(token);
      if (asked.streams) response.write(`data: ${JSON.stringify({ content: token, stop: false })}\n\n`);
      if (index === asked.n_predict - 1) finish = 'limit';
    }
    served.busyMs = performance.now() - served.startedMs;
    if (served.cancelled) return;
    if (!asked.streams) {
      const choices = [{ index: 0, text: served.generatedText }];
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: `cmpl-${this.requests.length}`, choices }));
      return;
    }
    const timings = {
      cache_n: common,
      prompt_n: served.evaluatedTokens,
      predicted_n: served.generatedTokens,
    };
    response.end(`data: ${JSON.stringify({ content: '', stop: true, stop_type: finish, timings })}\n\n`);
  }
}

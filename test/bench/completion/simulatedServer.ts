/** A llama.cpp-like server with one slot, a prefix cache and the speed of a real one. Its answers come from an oracle. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { systemClock } from '../../../src/editor/nodePorts.ts';
import type { Oracle } from './oracle.ts';
import { SimulatedSlot, type ServedRequest, type ServerSpeed, type SlotRequest } from './simulatedSlot.ts';

type Asked = SlotRequest & { readonly frames: 'llamacpp' | 'openAi' | 'none' };

interface CopilotBody {
  readonly prompt: string;
  readonly suffix?: string;
  readonly max_tokens?: number;
  readonly extra?: { readonly context?: readonly string[] };
}

const copilotTokens = 500;

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
    const split = prompt.lastIndexOf('[PREFIX]');
    const parts = { prefix: prompt.slice(split + 8), suffix: prompt.slice(8, split) };
    return { prompt, ...parts, maxTokens: n_predict, frames: 'llamacpp' };
  }
  if (url.includes('/v1/engines/')) {
    const { prompt: own, suffix = '', max_tokens, extra } = JSON.parse(body) as CopilotBody;
    // Its context goes before the code; the family of the bench reads the suffix first.
    const prefix = `${(extra?.context ?? []).join('\n')}\n${own}`;
    const prompt = `[SUFFIX]${suffix}[PREFIX]${prefix}`;
    return { prompt, prefix, suffix, maxTokens: max_tokens ?? copilotTokens, frames: 'openAi' };
  }
  if (!url.endsWith('/v1/completions')) return undefined;
  const { segments } = JSON.parse(body) as { segments?: { prefix: string; suffix?: string } };
  if (segments === undefined) return undefined;
  const { prefix, suffix = '' } = segments;
  const prompt = `[SUFFIX]${suffix}[PREFIX]${prefix}`;
  return { prompt, prefix, suffix, maxTokens: tabbyTokens, frames: 'none' };
}

export class SimulatedServer {
  connections = 0;
  private readonly slot: SimulatedSlot;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(oracle: Oracle, speed: ServerSpeed) {
    this.slot = new SimulatedSlot(systemClock, oracle, speed);
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.connections++;
      socket.setNoDelay(true);
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  get requests(): readonly ServedRequest[] {
    return this.slot.requests;
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
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const asked = askedFor(request.url ?? '', body);
    if (asked === undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(health));
      return;
    }
    const isGone = (): boolean => response.destroyed || response.socket?.destroyed === true;
    const token = (text: string): void => {
      if (asked.frames === 'none') return;
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      const frame =
        asked.frames === 'openAi'
          ? { choices: [{ index: 0, text, finish_reason: null }] }
          : { content: text, stop: false };
      response.write(`data: ${JSON.stringify(frame)}\n\n`);
    };
    const served = await this.slot.serve(asked, { isGone, token });
    if (served.cancelled) return;
    if (!response.headersSent && asked.frames !== 'none')
      response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (asked.frames === 'llamacpp') response.end(lastFrame(served));
    else if (asked.frames === 'openAi') {
      const frame = { choices: [{ index: 0, text: '', finish_reason: 'stop' }] };
      response.end(`data: ${JSON.stringify(frame)}\n\ndata: [DONE]\n\n`);
    } else {
      const choices = [{ index: 0, text: served.generatedText }];
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: `cmpl-${this.requests.length}`, choices }));
    }
  }
}

function lastFrame(served: ServedRequest): string {
  const timings = {
    cache_n: served.cachedTokens,
    prompt_n: served.evaluatedTokens,
    predicted_n: served.generatedTokens,
  };
  return `data: ${JSON.stringify({ content: '', stop: true, stop_type: served.finish, timings })}\n\n`;
}

/** An organization's proxy: it alone knows the way to the hosts that it is given, and notes who was asked for. */

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ForwardProxy {
  readonly url: string;
  /** `host:port` of every request and tunnel, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** `ways`: `host:port` as the client names it to the port on loopback where it really is. Other hosts get 502. */
export async function startForwardProxy(ways: Readonly<Record<string, number>>): Promise<ForwardProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, ways, asked));
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const target = incoming.url ?? '';
    asked.push(target);
    const port = ways[target];
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const behind = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    open.add(behind);
    behind.on('error', () => socket.destroy());
    behind.on('close', () => {
      open.delete(behind);
      socket.destroy();
    });
    socket.on('close', () => behind.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** A plain request names the whole address. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  ways: Readonly<Record<string, number>>,
  asked: string[],
): void {
  const url = new URL(incoming.url ?? '/', 'http://nowhere.invalid');
  const target = `${url.hostname}:${url.port === '' ? '80' : url.port}`;
  asked.push(target);
  const port = ways[target];
  if (port === undefined) {
    outgoing.writeHead(502).end();
    return;
  }
  const { method, headers } = incoming;
  const behind = request(
    { host: '127.0.0.1', port, method, path: url.pathname + url.search, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  behind.on('error', () => outgoing.destroy());
  outgoing.on('close', () => behind.destroy());
  incoming.pipe(behind);
}

/** HTTPS in front of a stand-in, with a certificate of an authority that only those trust who are told to. */

import { readFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createServer } from 'node:tls';

import { projectRoot } from '../scripts/project.ts';

const folder = path.join(projectRoot, 'test', 'fixtures', 'tls');

/** For NODE_EXTRA_CA_CERTS of a client that is to trust it. */
export const privateAuthority = path.join(folder, 'ca.pem');

export interface TlsFront {
  readonly port: number;
  /** Handshakes that came to their end. */
  readonly secured: () => number;
  close(): Promise<void>;
}

/** Ends TLS and hands the bytes on to the server at `url`. */
export async function startTlsFront(url: string): Promise<TlsFront> {
  const [key, cert] = await Promise.all(
    ['server.key', 'server.pem'].map((file) => readFile(path.join(folder, file))),
  );
  let secured = 0;
  const open = new Set<{ destroy(): unknown }>();
  const server = createServer({ key, cert }, (socket) => {
    secured++;
    const behind = connect(Number(new URL(url).port), '127.0.0.1');
    for (const end of [socket, behind]) {
      open.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        open.delete(end);
        socket.destroy();
        behind.destroy();
      });
    }
    socket.pipe(behind).pipe(socket);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    secured: () => secured,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const end of open) end.destroy();
      }),
  };
}

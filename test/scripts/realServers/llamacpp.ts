/** A real llama.cpp server, where one is on the PATH, with the tiny random model. */

import { freePort } from '../vscodeServer.ts';
import { lastLine, onPath, startProgram, tinyModel, untilAnswers, type RealServer } from './realServer.ts';

export const realLlamaCpp: RealServer = {
  title: 'llama.cpp',
  start: async () => {
    const program = await onPath('llama-server');
    if (program === undefined)
      return 'no `llama-server` on the PATH, and no package registry in use here offers it';
    const file = await tinyModel();
    if (file.startsWith('no ')) return file;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const alias = 'qwen2.5-coder-tiny';
    const server = startProgram(
      program,
      ['-m', file, '--port', `${port}`, '--alias', alias, '-c', '2048'],
      {},
    );
    if (await untilAnswers(`${url}/health`, 60_000)) {
      return { url, kind: 'llamacpp', canProve: false, close: () => server.close() };
    }
    await server.close();
    return `it did not start: ${lastLine(server.output())}`;
  },
};

/** Runs the suites against real servers: those it can install and start here, or the addresses given as arguments. Not part of `npm test`. */

import { inspectServer } from '../../src/core/pipelines/inspectServer.ts';
import { testPorts } from '../servers/ports.ts';
import { realLiteLlm } from './realServers/litellm.ts';
import { realLlamaCpp } from './realServers/llamacpp.ts';
import { realOllama } from './realServers/ollama.ts';
import type { RealServer } from './realServers/realServer.ts';
import { runSuites } from './realServers/suites.ts';

const installable: readonly RealServer[] = [realOllama, realLlamaCpp, realLiteLlm];

const notInstallable: readonly (readonly [title: string, why: string])[] = [
  ['vLLM', 'its package needs a GPU or a long build; give its address as an argument'],
  ['TGI', 'it comes as a container only; give its address as an argument'],
  ['LocalAI', 'it comes as a binary or a container; give its address as an argument'],
  ['LM Studio', 'it is a desktop application; give its address as an argument'],
  ['Ray Serve LLM', 'it runs vLLM; give its address as an argument'],
  ['TabbyAPI', 'it needs a GPU; give its address as an argument'],
];

/** A server that somebody else runs: `npm run test:servers -- http://host:8000`, its key in TANDEM_SERVER_API_KEY. */
function given(url: string): RealServer {
  return {
    title: url,
    start: async () => {
      const key = process.env['TANDEM_SERVER_API_KEY'];
      const ports = testPorts(key === undefined ? {} : { [new URL(url).origin]: key });
      const { description, failure } = await inspectServer(url, { completion: '', chat: '' }, ports);
      if (failure !== undefined) return description.problems.join(' ');
      const { kind } = description;
      return {
        url,
        kind,
        canProve: true,
        close: () => Promise.resolve(),
        ...(key === undefined ? {} : { key }),
      };
    },
  };
}

const counts = { passed: 0, failed: 0, notStarted: 0 };
const [...urls] = process.argv.slice(2);
for (const server of urls.length > 0 ? urls.map(given) : installable) {
  console.log(`\n${server.title}`);
  const running = await server.start();
  if (typeof running === 'string') {
    counts.notStarted++;
    console.log(`- not started: ${running}`);
    continue;
  }
  try {
    await runSuites(running, (passed, what) => {
      counts[passed ? 'passed' : 'failed']++;
      console.log(`${passed ? '✓' : '✗'} ${what}`);
    });
  } finally {
    await running.close();
  }
}
if (urls.length === 0) {
  console.log('');
  for (const [title, why] of notInstallable) console.log(`- ${title}: not started: ${why}`);
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.notStarted} not started`);
process.exit(counts.failed === 0 ? 0 : 1);

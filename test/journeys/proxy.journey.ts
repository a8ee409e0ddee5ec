/** A server that only the organization's proxy knows the way to, behind HTTPS with the organization's own certificate. */

import assert from 'node:assert/strict';

import { openFile, runCommand, webviewFrame } from '../scripts/realEditor.ts';
import { startForwardProxy } from '../servers/forwardProxy.ts';
import { startStandIn } from '../servers/standIn.ts';
import { privateAuthority, startTlsFront } from '../servers/tlsFront.ts';
import { vllm } from '../servers/vllm.ts';
import { inEditor, statusBarName, untilGhostText, untilStatusBar, type Journey } from './journey.ts';

const host = 'models.corp.test';

const answer = (): string[] => ['return order.lines.length;'];

const throughProxy: Journey = {
  title:
    'gets a suggestion through the proxy of VS Code’s settings, from a server with a private certificate',
  run: async () => {
    const server = await startStandIn(vllm, { answer });
    const front = await startTlsFront(server.url);
    const proxy = await startForwardProxy({ [`${host}:443`]: front.port });
    try {
      await inEditor(
        {
          name: 'network',
          settings: { 'http.proxy': proxy.url, 'tandem.server.url': `https://${host}` },
          // Where this Node looks for the system's authorities: VS Code takes them from there.
          env: { SSL_CERT_FILE: privateAuthority },
        },
        async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, /ready$/);
          await openFile(page, 'orders.ts');
          await page.keyboard.press('Control+End');
          await page.keyboard.type('\nexport function lines(order: Order): number {\n', { delay: 30 });
          await untilGhostText(editor, 'return order.lines.length;');
          await editor.screenshot('network-suggestion');
          assert.ok(proxy.asked.includes(`${host}:443`));
          assert.ok(front.secured() > 0);
        },
      );
    } finally {
      for (const one of [proxy, front, server]) await one.close();
    }
  },
};

const untrusted: Journey = {
  title: 'is told which setting helps where the server’s certificate is not trusted',
  run: async () => {
    const server = await startStandIn(vllm, { answer });
    const front = await startTlsFront(server.url);
    try {
      await inEditor(
        { name: 'certificate', settings: { 'tandem.server.url': `https://localhost:${front.port}` } },
        async (editor) => {
          const { page } = editor;
          await untilStatusBar(editor, /unreachable$/);
          await openFile(page, 'orders.ts');
          await page.keyboard.press('Control+End');
          await page.keyboard.type('\nconst ', { delay: 30 });
          await runCommand(page, 'Tandem: Why No Suggestion?');
          await webviewFrame(page, 'text=/http\\.systemCertificates/');
          await editor.screenshot('certificate');
          assert.match(await statusBarName(editor), /unreachable$/);
          assert.deepEqual(server.requests, []);
        },
      );
    } finally {
      for (const one of [front, server]) await one.close();
    }
  },
};

export const journeys: readonly Journey[] = [throughProxy, untrusted];

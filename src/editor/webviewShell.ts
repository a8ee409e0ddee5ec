/** How is a webview opened so that nothing in it can load, run or say what it should not? */

import { randomBytes } from 'node:crypto';

import * as vscode from 'vscode';

import type { Disposable } from '../core/base/disposables.ts';
import { Disposables, toDisposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import {
  messageFromView,
  paramsOf,
  type Command,
  type MessageToView,
  type Notification,
  type Request,
} from '../protocol/channel.ts';

export interface WebviewPage {
  /** Folder and bundle name: `dist/webview/<name>.js` and `.css`. */
  readonly name: 'chat' | 'usage';
  readonly title: string;
  /** The view's words in the person's language. */
  readonly words: Readonly<Record<string, string>>;
}

/** Scripts run by nonce only; styles and fonts come from dist/webview; nothing comes from the network. */
export function openPage(webview: vscode.Webview, extensionUri: vscode.Uri, page: WebviewPage): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [folder] };
  const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page.name}.js`)).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page.name}.css`)).toString();
  const nonce = randomBytes(24).toString('base64url');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  webview.html = `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body data-words="${escaped(JSON.stringify(page.words))}">
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}

/** One typed channel to one webview. A message that is not in the protocol is logged by name and dropped. */
export class WebviewChannel implements Disposable {
  private readonly webview: vscode.Webview;
  private readonly log: Log;
  private readonly held = new Disposables();
  private readonly commands = new Map<string, (message: Incoming) => Promise<boolean>>();
  private readonly requests = new Map<string, (message: Incoming) => Promise<Answered | undefined>>();

  constructor(webview: vscode.Webview, log: Log) {
    this.webview = webview;
    this.log = log;
    this.held.add(webview.onDidReceiveMessage((raw: unknown) => void this.receive(raw)));
  }

  post<Params>(type: Notification<Params>, params: Params): void {
    void this.send({ kind: 'notification', name: type.name, params });
  }

  onCommand<Params>(type: Command<Params>, run: (params: Params) => unknown): Disposable {
    this.commands.set(type.name, async (message) => {
      const read = paramsOf(type, message);
      if (read === undefined) return false;
      await run(read.params);
      return true;
    });
    return toDisposable(() => this.commands.delete(type.name));
  }

  onRequest<Params, Result>(
    type: Request<Params, Result>,
    run: (params: Params) => Promise<Result> | Result,
  ): Disposable {
    this.requests.set(type.name, async (message) => {
      const read = paramsOf(type as Request<Params, unknown>, message);
      return read === undefined ? undefined : { result: await run(read.params) };
    });
    return toDisposable(() => this.requests.delete(type.name));
  }

  dispose(): void {
    this.held.dispose();
    this.commands.clear();
    this.requests.clear();
  }

  private async receive(raw: unknown): Promise<void> {
    const read = messageFromView.safeParse(raw);
    if (!read.success) {
      this.log.warn('a webview sent something that is no message');
      return;
    }
    const message = read.data;
    try {
      if (message.kind === 'command') {
        const known = await this.commands.get(message.name)?.(message);
        if (known !== true) this.log.warn(`a webview sent a command that is not one: ${message.name}`);
        return;
      }
      const answered = await this.requests.get(message.name)?.(message);
      await this.send(
        answered === undefined
          ? { kind: 'refusal', id: message.id, message: 'not a request' }
          : { kind: 'response', id: message.id, result: answered.result },
      );
    } catch (failure) {
      const text = failure instanceof Error ? failure.message : String(failure);
      this.log.error(`${message.name}: ${text}`);
      if (message.kind === 'request') await this.send({ kind: 'refusal', id: message.id, message: text });
      else void vscode.window.showErrorMessage(text);
    }
  }

  private async send(message: MessageToView): Promise<void> {
    try {
      await this.webview.postMessage(message);
    } catch {
      // The view was closed between; its next opening asks for the whole state.
    }
  }
}

type Incoming = ReturnType<typeof messageFromView.parse>;

interface Answered {
  readonly result: unknown;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

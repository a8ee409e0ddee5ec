/** Which processes are a window's extension host, and what have they computed? Told by Linux's `/proc`; nothing elsewhere. */

import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the extension hosts that VS Code's server with this data folder has started. */
export async function extensionHosts(dataFolder: string): Promise<readonly number[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found: number[] = [];
  for (const id of ids) {
    const isHost = (await told(id, 'cmdline')).includes('type=extensionHost');
    if (isHost && (await descendsFrom(id, dataFolder))) found.push(Number(id));
  }
  return found;
}

/** Milliseconds of processor time that a window's extension hosts have used. */
export async function extensionHostMs(dataFolder: string): Promise<number> {
  let ticks = 0;
  for (const id of await extensionHosts(dataFolder)) {
    const fields = (await told(String(id), 'stat')).split(') ').at(-1)?.split(' ') ?? [];
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  // A tick is a hundredth of a second on every Linux that VS Code runs on.
  return ticks * 10;
}

async function descendsFrom(id: string, dataFolder: string): Promise<boolean> {
  for (let at = id; at !== '0' && at !== '';) {
    const names = ['cmdline', 'environ', 'status'];
    const [command = '', environment = '', status = ''] = await Promise.all(
      names.map((name) => told(at, name)),
    );
    if (`${command}${environment}`.includes(dataFolder)) return true;
    at = /^PPid:\s*(\d+)/m.exec(status)?.[1] ?? '';
  }
  return false;
}

/** Empty where the process is gone. */
function told(id: string, name: string): Promise<string> {
  return readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
}
